//! With no expiry an entry stays until it is evicted: where all keys fit, for ever.

use scalewalk_model::Count;

use super::roomy;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cache.no-expiry", trials, judge };

const SEEDS: u64 = 6;
const FITS: usize = 0;
const TIGHT: usize = 1;

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (group, capacity) in [(FITS, 1.0), (TIGHT, 0.2)] {
        let config = with(roomy(), &[("cache.ttl", f64::INFINITY), ("cache.capacity", capacity), ("catalogue", 200.0)]);
        trials.extend(repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, 60.0, 20.0)));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let of = |group, count| values(outcomes, group, |o| o.of(count) as f64);
    vec![
        Check::new("entries went where all fit", &of(FITS, Count::Evicted), "", Relation::Exactly, 0.0),
        Check::new(
            "of look-ups miss there",
            &values(outcomes, FITS, |o| o.of(Count::Miss) as f64),
            "",
            Relation::Exactly,
            0.0,
        ),
        Check::new("entries expired where they do not", &of(TIGHT, Count::Expired), "", Relation::Exactly, 0.0),
        Check::new("entries evicted there", &of(TIGHT, Count::Evicted), "", Relation::AtLeast, 1.0),
    ]
}
