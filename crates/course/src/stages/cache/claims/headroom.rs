//! A catalogue that has grown pushes entries out of a cache bought to measure; memory kept free takes it in.

use super::roomy;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cache.headroom", trials, judge };

const SEEDS: u64 = 8;
const BEFORE: usize = 0;
const TIGHT: usize = 1;
const ROOMY: usize = 2;

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (group, growth, headroom) in [(BEFORE, 0.0, 0.0), (TIGHT, 1.0, 0.0), (ROOMY, 1.0, 1.0)] {
        let settings = [("cache.capacity", 0.5), ("catalogue.growth", growth), ("cache.headroom", headroom)];
        let config = with(with(roomy(), &settings), &[("cache.ttl", f64::INFINITY)]);
        trials.extend(repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, 30.0, 30.0)));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let lost = |group| differences(outcomes, BEFORE, group, super::hit_percent);
    let left: Vec<f64> = lost(ROOMY).iter().zip(lost(TIGHT)).map(|(roomy, tight)| 100.0 * roomy / tight).collect();
    vec![
        Check::new("of the loss is left with headroom", &left, " %", Relation::AtMost, 50.0),
        Check::new("hits lost without", &lost(TIGHT), " points", Relation::AtLeast, 1.0),
    ]
}
