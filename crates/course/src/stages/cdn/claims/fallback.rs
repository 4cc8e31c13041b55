//! When the CDN is down, with a fallback everything still comes, only later; without one, every file fails.

use scalewalk_model::{Count, Fault, NodeId};

use super::small;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};
use crate::stage::with;
use crate::trial::percent;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cdn.fallback", trials, judge };

/// Each run has some 9,000 files.
const SEEDS: u64 = 8;
/// An outage, with a fallback.
const FALLBACK: usize = 0;
/// An outage without one.
const NONE: usize = 1;
/// No outage.
const WELL: usize = 2;
const DOWN_S: f64 = 1.0;

fn trials() -> Vec<Trial> {
    // Measured when the last files from before the outage have come.
    let run = |group, fallback, seed| {
        Trial::new(group, with(small(6.0), &[("cdn.fallback", fallback)]), seed, DOWN_S + 2.0, 5.0)
    };
    let down = |trial: Trial| trial.fault(DOWN_S, NodeId::CDN, Fault::Down);
    [
        repeat(SEEDS, |seed| down(run(FALLBACK, 1.0, seed))),
        repeat(SEEDS, |seed| down(run(NONE, 0.0, seed))),
        repeat(SEEDS, |seed| run(WELL, 1.0, seed)),
    ]
    .concat()
}

/// Mean time of a file over the regions, weighed by their files.
fn file_ms(o: &Outcome) -> f64 {
    let regions = o.report.regions.values();
    let (files, ms) =
        regions.fold((0, 0.0), |(files, ms), r| (files + r.files, ms + r.files as f64 * r.file_ms.unwrap_or(0.0)));
    ms / files as f64
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let failed = |group| values(outcomes, group, Outcome::failed_percent);
    let files_failed = values(outcomes, NONE, |o| percent(o.failed(), o.failed() + o.of(Count::File)));
    let later = differences(outcomes, FALLBACK, WELL, file_ms);
    vec![
        Check::new("files that fail without a fallback", &files_failed, " %", Relation::Exactly, 100.0),
        Check::new("requests that fail with one", &failed(FALLBACK), " %", Relation::Exactly, 0.0),
        Check::new("files come later by", &later, " ms", Relation::AtLeast, 20.0),
    ]
}
