//! With a very short time to live the load goes back to the database, and it fails under it.

use scalewalk_model::NodeId;

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;
use crate::trial::OBJECTIVE_FAILED_PERCENT;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cache.ttl-short", trials, judge };

const SEEDS: u64 = 5;
const SHORT: usize = 0;
const LONG: usize = 1;

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (group, ttl_s) in [(SHORT, 0.1), (LONG, 60.0)] {
        let config = with(config(), &[("cache.ttl", ttl_s)]);
        trials.extend(repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, 4.0, 4.0)));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let busy =
        |group| values(outcomes, group, |o| o.station(NodeId::DATABASE).map_or(f64::NAN, |s| 100.0 * s.utilisation));
    let failing = |group| values(outcomes, group, Outcome::failed_percent);
    vec![
        Check::new("database busy at 0.1 s", &busy(SHORT), " %", Relation::AtLeast, 99.0),
        Check::new("… at 60 s", &busy(LONG), " %", Relation::AtMost, 90.0),
        Check::new("fail at 0.1 s", &failing(SHORT), " %", Relation::AtLeast, OBJECTIVE_FAILED_PERCENT),
        Check::new("fail at 60 s", &failing(LONG), " %", Relation::AtMost, OBJECTIVE_FAILED_PERCENT),
    ]
}
