//! At the same size LRU beats FIFO, also while favourites change; LFU beats both while they stay.

use scalewalk_model::{Config, Policy};

use super::roomy;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cache.eviction", trials, judge };

const SEEDS: u64 = 6;
const POLICIES: [Policy; 3] = [Policy::Lru, Policy::Fifo, Policy::Lfu];
/// Groups of changing favourites, in the order of the policies; those of fixed ones come after them.
const CHANGING: usize = 0;
const FIXED: usize = 3;

fn trials() -> Vec<Trial> {
    let config = with(roomy(), &[("cache.capacity", 0.1), ("cache.ttl", f64::INFINITY), ("catalogue", 2_000.0)]);
    let mut trials = Vec::new();
    for (base, drift) in [(CHANGING, 5.0), (FIXED, 0.0)] {
        for (number, policy) in POLICIES.into_iter().enumerate() {
            let mut config: Config = with(config.clone(), &[("popularity.drift", drift)]);
            config.cache.policy = policy;
            trials.extend(repeat(SEEDS, |seed| Trial::new(base + number, config.clone(), seed, 40.0, 30.0)));
        }
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let ahead = |base: usize, winner: usize, loser: usize| {
        differences(outcomes, base + winner, base + loser, super::hit_percent)
    };
    let check = |what, values: &[f64]| Check::new(what, values, " points", Relation::AtLeast, 0.0);
    vec![
        check("LRU over FIFO while favourites change", &ahead(CHANGING, 0, 1)),
        check("LRU over LFU then", &ahead(CHANGING, 0, 2)),
        check("LRU over FIFO while they stay", &ahead(FIXED, 0, 1)),
        check("LFU over LRU then", &ahead(FIXED, 2, 0)),
        check("LFU over FIFO then", &ahead(FIXED, 2, 1)),
    ]
}
