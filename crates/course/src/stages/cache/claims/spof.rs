//! The one cache node down, the database is overloaded; of several nodes each takes its share of the keys with it.

use scalewalk_model::{Fault, NodeId};

use super::super::config;
use super::roomy;
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;
use crate::trial::OBJECTIVE_FAILED_PERCENT;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cache.spof", trials, judge };

/// Where the nodes stand on the ring differs from run to run, by some 8 % of their shares.
const SEEDS: u64 = 40;
const FEW: u64 = 5;
const ONE: usize = 0;
const FOUR: usize = 1;
const KEYS: usize = 2;
const DOWN_S: f64 = 4.0;
/// By then each of a thousand keys has been asked for ten times in the mean.
const FULL_S: f64 = 22.0;

fn trials() -> Vec<Trial> {
    let down = |trial: Trial| trial.fault(DOWN_S, NodeId::cache(0), Fault::Down);
    let of = |group, nodes| {
        let config = with(config(), &[("cache.nodes", nodes)]);
        repeat(FEW, move |seed| down(Trial::new(group, config.clone(), seed, DOWN_S + 1.0, 4.0)))
    };
    // All keys alike and all kept: the share of look-ups that are refused is that of the keys.
    let even = [("cache.nodes", 4.0), ("popularity.skew", 0.0), ("cache.ttl", f64::INFINITY), ("cache.headroom", 1.0)];
    let even = with(roomy(), &even);
    let keys = repeat(SEEDS, |seed| {
        Trial::new(KEYS, even.clone(), seed, FULL_S, 4.0).fault(FULL_S, NodeId::cache(0), Fault::Down)
    });
    [of(ONE, 1.0), of(FOUR, 4.0), keys].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let failing = |group| values(outcomes, group, Outcome::failed_percent);
    // All are in the cache by then: who misses was refused.
    let lost = values(outcomes, KEYS, |o| 100.0 - super::hit_percent(o));
    let share = super::first(outcomes, KEYS).map_or(f64::NAN, |o| 100.0 / f64::from(o.config.cache.nodes));
    vec![
        Check::new("fail without the only node", &failing(ONE), " %", Relation::AtLeast, OBJECTIVE_FAILED_PERCENT),
        Check::new("… without one of four", &failing(FOUR), " %", Relation::AtMost, OBJECTIVE_FAILED_PERCENT),
        Check::new("of the keys are gone with one of four", &lost, " %", Relation::Equal, share).within(COARSE),
    ]
}
