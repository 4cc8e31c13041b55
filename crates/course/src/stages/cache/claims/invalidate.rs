//! Deleting on write removes most stale answers, though not all: a fill may be in flight while a write commits.

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cache.invalidate", trials, judge };

const SEEDS: u64 = 8;
const KEPT: usize = 0;
const DELETED: usize = 1;

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (group, deletes) in [(KEPT, 0.0), (DELETED, 1.0)] {
        let config = with(config(), &[("users", 1_500_000.0), ("cache.invalidate", deletes)]);
        trials.extend(repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, 4.0, 6.0)));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let stale = |group| values(outcomes, group, super::stale_percent);
    let left: Vec<f64> = stale(DELETED).iter().zip(stale(KEPT)).map(|(on, off)| 100.0 * on / off).collect();
    vec![
        Check::new("of the stale answers are left", &left, " %", Relation::AtMost, 5.0),
        Check::new("of answers are stale with deletion", &stale(DELETED), " %", Relation::AtLeast, 0.0),
        Check::new("… without", &stale(KEPT), " %", Relation::AtLeast, 10.0),
    ]
}
