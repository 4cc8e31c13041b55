//! Settings in an address: each the difference of a parameter from what the place has of its own.

use scalewalk_model::Config;
use scalewalk_model::params::{self, Param};

use super::Place;
use crate::Lane;
use crate::challenge::level_on;

/// A setting that an address asks for, legal by itself.
#[derive(Debug)]
pub struct Setting {
    /// In which system; in all of them, if none is named.
    pub lane: Option<Lane>,
    /// What is set.
    pub param: &'static Param,
    /// To what.
    pub value: f64,
    /// As it stands there.
    pub text: String,
}

/// A setting's key: `users`, or `b.web.servers` for the second of two systems.
pub fn setting_key(lane: Option<Lane>, id: &str) -> String {
    match lane {
        None => id.to_owned(),
        Some(0) => format!("a.{id}"),
        Some(_) => format!("b.{id}"),
    }
}

/// Sets all at once, so that they may stand in any order. Gives those that are too much together, and what is allowed.
pub fn set(configs: &mut [Config], settings: &[Setting]) -> Vec<(String, String)> {
    let mut refused = Vec::new();
    for (lane, config) in configs.iter_mut().enumerate() {
        let here: Vec<_> = settings.iter().filter(|setting| setting.lane.is_none_or(|own| own == lane)).collect();
        let values: Vec<_> = here.iter().map(|setting| (setting.param, setting.value)).collect();
        let errors = params::apply_all(config, &values);
        refused.extend(errors.into_iter().map(|(i, error)| (here[i].text.clone(), error.allowed)));
    }
    refused
}

/// The settings that differ from the place's own, as pairs of a query, in the order of the registry.
pub fn changes(place: &Place, configs: &[Config]) -> Vec<(String, String)> {
    let own = place.systems();
    let level = level_on(place.stage);
    let mut pairs = Vec::new();
    for param in params::all() {
        if level.is_some_and(|level| level.params().all(|set| set.id != param.id)) {
            continue;
        }
        let changed = |lane: Lane| {
            let (now, then) = (configs.get(lane)?, own.get(lane)?);
            // A pool that follows its load comes to its number of servers by itself.
            let by_itself = param.id == "web.servers" && now.scaling.auto;
            let value = param.value(now);
            (value != param.value(then) && !by_itself).then_some(value)
        };
        let values: Vec<Option<f64>> = (0..configs.len()).map(changed).collect();
        match values[..] {
            [Some(value)] => pairs.push((param.id.to_owned(), param.write(value))),
            [Some(a), Some(b)] if a == b => pairs.push((param.id.to_owned(), param.write(a))),
            _ => {
                for (lane, value) in values.into_iter().enumerate() {
                    pairs.extend(value.map(|value| (setting_key(Some(lane), param.id), param.write(value))));
                }
            }
        }
    }
    pairs
}
