//! A long time to live serves more stale answers.

use scalewalk_model::theory::ttl_stale_ratio_of_all;
use scalewalk_model::{Config, Popularity};

use super::roomy;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cache.ttl-long", trials, judge };

const SEEDS: u64 = 28;
/// Each time to live is the group of its number.
const TTLS_S: [f64; 2] = [15.0, 1.0];

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (group, ttl_s) in TTLS_S.into_iter().enumerate() {
        let config = with(roomy(), &[("cache.ttl", ttl_s)]);
        trials.extend(repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, 2.5 * ttl_s, 30.0)));
    }
    trials
}

fn theory(config: &Config) -> f64 {
    let popularity = Popularity::zipf(config.keys(), config.catalogue.skew);
    let (reads, writes) = (super::read_rate(config), super::write_rate(config));
    100.0 * ttl_stale_ratio_of_all(popularity.probabilities(), reads, writes, config.cache.ttl_s)
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let check = |what, group| {
        let expected = super::first(outcomes, group).map_or(f64::NAN, |o| theory(&o.config));
        Check::new(what, &values(outcomes, group, super::stale_percent), " %", Relation::Equal, expected)
    };
    let more: Vec<f64> = values(outcomes, 0, super::stale_percent)
        .iter()
        .zip(values(outcomes, 1, super::stale_percent))
        .map(|(long, short)| long / short)
        .collect();
    vec![
        check("of answers are stale at 15 s", 0),
        check("… at 1 s", 1),
        Check::new("times as many", &more, "", Relation::AtLeast, 2.0),
    ]
}
