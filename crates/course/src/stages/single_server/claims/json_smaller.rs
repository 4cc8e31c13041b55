//! An answer in JSON moves fewer bytes than the page.

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "single.json-smaller", trials, judge };

const SEEDS: u64 = 8;

fn trials() -> Vec<Trial> {
    repeat(SEEDS, |seed| Trial::new(0, config(), seed, 2.0, 10.0))
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let of = |bytes: Option<f64>| bytes.unwrap_or(f64::NAN);
    let requests = |o: &Outcome| (of(o.report.requests.json_bytes), of(o.report.requests.page_bytes));
    let share = |o: &Outcome| 100.0 * requests(o).0 / requests(o).1;
    let saved = |o: &Outcome| (requests(o).1 - requests(o).0) / 1e3;
    vec![
        Check::new("bytes of JSON over bytes of the page", &values(outcomes, 0, share), " %", Relation::AtMost, 100.0),
        Check::new("bytes saved an answer", &values(outcomes, 0, saved), " kB", Relation::AtLeast, 0.0),
    ]
}
