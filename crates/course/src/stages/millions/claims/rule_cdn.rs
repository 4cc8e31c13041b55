//! Without a CDN the web servers serve all files, to people on other continents.

use super::super::config;
use super::{BROKEN, KEPT, Look, kept, with_and_without};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "millions.rule-cdn", trials, judge };

fn trials() -> Vec<Trial> {
    with_and_without("cdn", config(), Look { strike_s: 0.0, from_s: 1.0, for_s: 1.0 })
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let load = |group| values(outcomes, group, file_ms);
    let slower: Vec<f64> = load(BROKEN).iter().zip(load(KEPT)).map(|(without, with)| without / with).collect();
    [vec![Check::new("times as slow without", &slower, "", Relation::AtLeast, 2.0)], kept(outcomes).to_vec()].concat()
}

/// Mean time until a file is there, in milliseconds, over all regions.
fn file_ms(outcome: &Outcome) -> f64 {
    let regions = || outcome.report.regions.values();
    let files: u64 = regions().map(|region| region.files).sum();
    regions().filter_map(|region| Some(region.files as f64 * region.file_ms?)).sum::<f64>() / files as f64
}
