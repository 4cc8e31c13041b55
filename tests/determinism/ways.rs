//! Where there are several ways to do something, all machines meet all troubles under each of them.

use scalewalk_course::stage::with;
use scalewalk_model::params::{self, Param, Scale};

use crate::scenario::{Scenario, at_rate};
use crate::storms::{copied, split};
use crate::troubles::{BRISK, tour};

/// The list of scenarios: one for each choice and each position of a switch that the systems with all parts do not have
/// anyway.
pub fn all() -> Vec<Scenario> {
    let several = |param: &&Param| matches!(param.scale, Scale::Choice(_) | Scale::Switch);
    params::all().iter().filter(several).flat_map(ways).collect()
}

fn ways(param: &'static Param) -> Vec<Scenario> {
    let of_shards = ["shard.", "celebrity."].iter().any(|part| param.id.starts_with(part));
    let config = if of_shards { split() } else { copied() };
    let config = with(with(at_rate(&config, 150.0), BRISK), &[("dc.count", 2.0)]);
    let others = (0..=param.positions()).map(|place| param.value_at(place)).filter(|v| *v != param.value(&config));
    let scenarios = others.map(|value| {
        let name = format!("{} {}, every machine in every trouble", param.id, param.write(value));
        tour(Scenario::new(name, with(config.clone(), &[(param.id, value)]), 0.0))
    });
    scenarios.collect()
}
