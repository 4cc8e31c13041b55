//! A key that is asked for λ times a second and kept for T seconds hits λT/(1 + λT) of the time.

use scalewalk_model::theory::ttl_hit_ratio_of_all;
use scalewalk_model::{Config, Popularity};

use super::roomy;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cache.ttl-hit-ratio", trials, judge };

const SEEDS: u64 = 10;
/// Each time to live is the group of its number.
const TTLS_S: [f64; 3] = [1.0, 4.0, 15.0];

fn trials() -> Vec<Trial> {
    let config = with(roomy(), &[("reads", 1.0)]);
    let mut trials = Vec::new();
    for (group, ttl_s) in TTLS_S.into_iter().enumerate() {
        let config = with(config.clone(), &[("cache.ttl", ttl_s)]);
        trials.extend(repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, 2.5 * ttl_s, 30.0)));
    }
    trials
}

fn theory(config: &Config) -> f64 {
    let popularity = Popularity::zipf(config.keys(), config.catalogue.skew);
    100.0 * ttl_hit_ratio_of_all(popularity.probabilities(), super::read_rate(config), config.cache.ttl_s)
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let check = |(group, what)| {
        let expected = super::first(outcomes, group).map_or(f64::NAN, |o| theory(&o.config));
        Check::new(what, &values(outcomes, group, super::hit_percent), " %", Relation::Equal, expected)
    };
    ["hit at 1 s", "hit at 4 s", "hit at 15 s"].into_iter().enumerate().map(check).collect()
}
