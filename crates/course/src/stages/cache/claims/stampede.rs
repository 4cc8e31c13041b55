//! After a cold restart the database gets all reads at once; one fetch for all who miss bounds that.

use scalewalk_model::{Fault, NodeId};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cache.stampede", trials, judge };

/// How long the queue gets differs much from run to run.
const SEEDS: u64 = 20;
/// The first moment after a restart, before the first values have been fetched.
const FIRST: usize = 0;
/// While the cache fills.
const COLD: usize = 1;
/// The same, with one fetch for all who miss.
const TOGETHER: usize = 2;
const RESTART_S: f64 = 3.0;

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (group, together, for_s) in [(FIRST, 0.0, 0.01), (COLD, 0.0, 0.5), (TOGETHER, 1.0, 0.5)] {
        let config = with(config(), &[("cache.coalesce", together)]);
        trials.extend(repeat(SEEDS, |seed| {
            let trial = Trial::new(group, config.clone(), seed, RESTART_S, for_s);
            trial.fault(RESTART_S, NodeId::cache(0), Fault::Restart)
        }));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let missed = values(outcomes, FIRST, |o| 100.0 - super::hit_percent(o));
    let waiting = |group| values(outcomes, group, |o| o.station(NodeId::DATABASE).map_or(f64::NAN, |s| s.mean_queue));
    let saved =
        differences(outcomes, COLD, TOGETHER, |o| o.station(NodeId::DATABASE).map_or(f64::NAN, |s| s.mean_queue));
    vec![
        Check::new("of reads go to the database at first", &missed, " %", Relation::AtLeast, 85.0),
        Check::new("wait there while the cache fills", &waiting(COLD), "", Relation::AtLeast, 20.0),
        Check::new("fewer with one fetch for all", &saved, "", Relation::AtLeast, 10.0),
    ]
}
