//! Everything that can be done to a system besides settings and faults, where it is possible.

use scalewalk_course::STAGES;
use scalewalk_course::stage::{set, with};
use scalewalk_model::{Act, BY_HAND_S, Config, Fault, Input, MAX_SITES, NodeId, TESTS_S, WATCH_S};

use crate::scenario::{Scenario, at_rate};
use crate::troubles::BRISK;

/// The list of scenarios, one for each system in which anything can be done.
pub fn all() -> Vec<Scenario> {
    let systems =
        STAGES.iter().flat_map(|stage| (stage.lanes)().into_iter().enumerate().map(move |lane| (stage, lane)));
    let scenarios = systems.filter(|(_, (_, config))| !possible(config).is_empty()).map(|(stage, (lane, config))| {
        let config = with(with(at_rate(&config, 200.0), BRISK), &[("db.mode", 0.0), ("deploy.every", 0.0)]);
        let start = Scenario::new(format!("{} {lane}, everything done to it", stage.id), config, 0.0);
        possible(&start.config).into_iter().fold(start, done)
    });
    scenarios.collect()
}

/// What a system of `config` has the parts for.
pub fn possible(config: &Config) -> Vec<Act> {
    Act::ALL.into_iter().filter(|act| act.check(config).is_ok()).collect()
}

/// Does `act`, and does it again: some acts undo themselves. Nobody waits until a build has proved itself, but for that of
/// the first that is handed in.
fn done(scenario: Scenario, act: Act) -> Scenario {
    let at = scenario.last() + 1.0;
    let (first_s, again_s) = match act {
        Act::RecoverLog => return recovered(scenario, at),
        Act::DeployByHand => (BY_HAND_S + 1.0, BY_HAND_S * MAX_SITES as f64),
        Act::DeployPipeline => (TESTS_S + 1.0, TESTS_S + 1.0),
        Act::DeployGood => (TESTS_S + WATCH_S, TESTS_S),
        Act::DeployBad | Act::DeployBroken => (TESTS_S + 10.0, TESTS_S + 10.0),
        _ => (2.0, 2.0),
    };
    let again = scenario.at(at, Input::Act(act)).at(at + first_s, Input::Act(act));
    // Something that changes nothing, to wait for.
    again.at(at + first_s + again_s, set("timeout", 2.0))
}

/// A primary dies with a log that nobody else has; what it was told comes back from there.
fn recovered(scenario: Scenario, at: f64) -> Scenario {
    let late = scenario.at(at, set("db.lag", 1.0)).at(at, set("db.replace", 20.0));
    let lost = late.fault(at + 2.0, NodeId::DATABASE, Fault::Down);
    lost.at(at + 4.0, Input::Act(Act::RecoverLog)).at(at + 6.0, set("db.replace", 1.0))
}
