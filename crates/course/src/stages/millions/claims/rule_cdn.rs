//! Without a CDN the web servers get all requests for files, more than for pages, and files take longer.

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
    let asked = |group| values(outcomes, group, asked);
    let more: Vec<f64> = asked(BROKEN).iter().zip(asked(KEPT)).map(|(without, with)| without / with).collect();
    let checks = vec![
        Check::new("times the requests at the web servers", &more, "", Relation::AtLeast, 2.0),
        Check::new("times as long for a file", &slower, "", Relation::AtLeast, 1.2),
    ];
    [checks, kept(outcomes).to_vec()].concat()
}

/// Requests that came to web servers.
fn asked(outcome: &Outcome) -> f64 {
    let stations = outcome.report.stations.iter().filter(|(name, _)| name.starts_with("web-"));
    stations.map(|(_, station)| station.arrived as f64).sum()
}

/// Mean time until a file is there, in milliseconds, over all regions.
fn file_ms(outcome: &Outcome) -> f64 {
    let regions = || outcome.report.regions.values();
    let files: u64 = regions().map(|region| region.files).sum();
    regions().filter_map(|region| Some(region.files as f64 * region.file_ms?)).sum::<f64>() / files as f64
}
