//! With edge locations the web tier no longer sees most requests for files.

use scalewalk_model::NodeId;

use super::{from_site_percent, small};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "cdn.offload", trials, judge };

/// Each run has some 11,000 files.
const SEEDS: u64 = 12;
const WITHOUT: usize = 0;
const WITH: usize = 1;

fn trials() -> Vec<Trial> {
    let of = |group, edges| repeat(SEEDS, move |seed| Trial::new(group, small(edges), seed, 2.0, 6.0));
    [of(WITHOUT, 0.0), of(WITH, 6.0)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let work = |o: &Outcome| {
        let used: Vec<f64> =
            (0..o.config.servers).filter_map(|i| Some(100.0 * o.station(NodeId::web(i as u8))?.utilisation)).collect();
        used.iter().sum::<f64>() / used.len() as f64
    };
    // All that the web tier is spared is the work of files.
    let files = outcomes.first().map_or(f64::NAN, |o| {
        let c = &o.config;
        let cores = f64::from(c.servers * c.web_cores);
        100.0 * c.arrival_rate() * c.cdn.static_share * c.cdn.file_ms * 1e-3 / cores
    });
    let spared: Vec<f64> = differences(outcomes, WITHOUT, WITH, work);
    vec![
        Check::new("files from the site", &values(outcomes, WITH, from_site_percent), " %", Relation::AtMost, 5.0),
        Check::new(
            "without edge locations",
            &values(outcomes, WITHOUT, from_site_percent),
            " %",
            Relation::AtLeast,
            95.0,
        ),
        Check::new("of the web tier's time spared", &spared, " %", Relation::Equal, files),
    ]
}
