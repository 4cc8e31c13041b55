//! The number lost is about the arrival rate, times the server's share, times the time to notice.

use scalewalk_model::theory::detection_s;
use scalewalk_model::{Fault, NodeId};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "lb.detection", trials, judge };

const SEEDS: u64 = 166;
/// The same with checks twice as often.
const OFTEN: usize = 1;

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (group, interval_s) in [(0, 2.0), (OFTEN, 1.0)] {
        let config = with(config(), &[("users", 300_000.0), ("lb.interval", interval_s)]);
        let noticed_s = interval_s * f64::from(config.probe_threshold) + 0.1;
        trials.extend(repeat(SEEDS, |seed| {
            // The server dies at another moment between two checks in every run, evenly spread.
            let phase_s = interval_s * (seed as f64 - 0.5) / SEEDS as f64;
            Trial::new(group, config.clone(), seed, 1.0, phase_s + noticed_s).fault(
                1.0 + phase_s,
                NodeId::web(2),
                Fault::Down,
            )
        }));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let check = |what, group| {
        let lost = values(outcomes, group, |o| o.failed() as f64);
        let expected = outcomes.iter().find(|o| o.group == group).map_or(f64::NAN, |o| {
            o.arrivals_in(detection_s(o.config.probe_s, o.config.probe_threshold)) / f64::from(o.config.servers)
        });
        Check::over_phases(what, &lost, "", Relation::Equal, expected)
    };
    vec![check("requests lost", 0), check("requests lost with checks twice as often", OFTEN)]
}
