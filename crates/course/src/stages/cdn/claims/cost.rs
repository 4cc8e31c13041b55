//! Files that are asked for less than once in their time to live cost more in the CDN than without it, and it has them
//! almost never.

use scalewalk_model::{Config, Count};

use super::small;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat};
use crate::stage::with;
use crate::trial::percent;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cdn.cost", trials, judge };

/// Each run has some 19,000 files.
const SEEDS: u64 = 8;
/// The CDN serves all files.
const ALL: usize = 0;
/// It serves only the popular half.
const POPULAR: usize = 1;

/// So many files, kept for so short, that an edge location is asked for one of the rare half some 0.05 times while it
/// keeps it.
fn rare(share: f64) -> Config {
    with(small(6.0), &[("files", 50_000.0), ("cdn.ttl", 60.0), ("cdn.rare", share)])
}

fn trials() -> Vec<Trial> {
    let of = |group, share| repeat(SEEDS, move |seed| Trial::new(group, rare(share), seed, 2.0, 10.0));
    [of(ALL, 1.0), of(POPULAR, 0.0)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let more = |value: fn(&Outcome) -> f64| differences(outcomes, ALL, POPULAR, value);
    let asked = |o: &Outcome| (o.of(Count::EdgeHit) + o.of(Count::EdgeMiss)) as f64;
    let (hits, rare) = (more(|o| o.of(Count::EdgeHit) as f64), more(asked));
    let found: Vec<f64> = hits.iter().zip(&rare).map(|(hits, asked)| percent(*hits as u64, *asked as u64)).collect();
    vec![
        Check::new("of the rare files found at an edge", &found, " %", Relation::AtMost, 15.0),
        Check::new("dollars a month more with them", &more(|o| o.report.usd_month), "", Relation::AtLeast, 0.0),
    ]
}
