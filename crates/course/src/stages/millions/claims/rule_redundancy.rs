//! A tier of one is down for as long as its one machine is; with a standby, only until that takes over.

use super::{BROKEN, Look, brisk, kept, with_and_without};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, values};
use crate::trial::OBJECTIVE_FAILED_PERCENT;

/// The claim.
pub const CLAIM: Claim = Claim { id: "millions.rule-redundancy", trials, judge };

fn trials() -> Vec<Trial> {
    // The standby has taken over by then, and what failed before has been told to its clients.
    with_and_without("redundancy", brisk(), Look { strike_s: 0.5, from_s: 4.0, for_s: 1.0 })
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let broken = values(outcomes, BROKEN, Outcome::failed_percent);
    let fails = Check::new("fail, rule broken", &broken, " %", Relation::AtLeast, 10.0 * OBJECTIVE_FAILED_PERCENT);
    [vec![fails], kept(outcomes).to_vec()].concat()
}
