//! Without a CDN the web servers serve all files, to people on other continents.

use super::{BROKEN, KEPT, Look, kept, with_and_without};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "millions.rule-cdn", trials, judge };

fn trials() -> Vec<Trial> {
    with_and_without("cdn", Look { strike_s: 0.0, from_s: 3.0, for_s: 1.0 })
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let mean = |group| values(outcomes, group, |o| o.report.latency_ms.mean.unwrap_or(f64::NAN));
    let slower: Vec<f64> = mean(BROKEN).iter().zip(mean(KEPT)).map(|(without, with)| without / with).collect();
    [vec![Check::new("times as slow without", &slower, "", Relation::AtLeast, 1.5)], kept(outcomes).to_vec()].concat()
}
