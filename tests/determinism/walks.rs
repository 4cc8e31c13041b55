//! From stage to stage and back while traffic runs.

use scalewalk_course::STAGES;
use scalewalk_course::stage::{set, with};
use scalewalk_model::{Config, Fault, Input, NodeId};

use crate::scenario::{Scenario, at_rate, stage};

/// The list of scenarios: through all stages as a reader goes, and in haste through every system that a page shows, also
/// those in which the trouble of the last stage is live.
pub fn all() -> Vec<Scenario> {
    let reader = STAGES.iter().map(|stage| with((stage.lanes)().remove(0), &[("users", 150_000.0)])).collect();
    let systems = STAGES
        .iter()
        .flat_map(|stage| stage.before.map_or_else(Vec::new, |before| before()).into_iter().chain((stage.lanes)()));
    let hasty = systems.map(|config| at_rate(&config, 300.0)).collect();
    vec![
        there_and_back(Scenario::new("through all stages and back", stage("single-server", 0), 0.0), reader, 2.0),
        there_and_back(
            Scenario::new("in haste through all systems and back", stage("single-server", 0), 0.0),
            hasty,
            0.3,
        ),
    ]
}

/// Goes through `systems` and back, from one to the next in so many seconds; in each a machine is slow when it is left.
fn there_and_back(start: Scenario, systems: Vec<Config>, every_s: f64) -> Scenario {
    let there = systems.iter().chain(systems.iter().rev());
    there.enumerate().fold(start, |scenario, (i, config)| {
        let at = every_s * i as f64;
        let scenario = scenario.at(at, Input::Reconfigure(Box::new(config.clone())));
        let slow = scenario.fault(at + 0.75 * every_s, NodeId::web(0), Fault::Slow);
        slow.at(at + 0.85 * every_s, set("users", (config.users / 0.6).round()))
    })
}
