//! Photos worked on by the web servers take their cores away from the pages.

use super::{BROKEN, Look, brisk, kept, with_and_without};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, values};
use crate::trial::OBJECTIVE_P99_MS;

/// The claim.
pub const CLAIM: Claim = Claim { id: "millions.rule-services", trials, judge };

fn trials() -> Vec<Trial> {
    // Queues are full by then, and the first have given up.
    with_and_without("services", brisk(), Look { strike_s: 0.0, from_s: 3.0, for_s: 1.0 })
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let slow = values(outcomes, BROKEN, Outcome::p99_ms);
    let slow = Check::new("p99, rule broken", &slow, " ms", Relation::AtLeast, OBJECTIVE_P99_MS);
    [vec![slow], kept(outcomes).to_vec()].concat()
}
