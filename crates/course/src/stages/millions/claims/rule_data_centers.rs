//! With one data center most people are far away, and everything is lost with it.

use super::{BROKEN, KEPT, Look, brisk, with_and_without};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "millions.rule-data-centers", trials, judge };

fn trials() -> Vec<Trial> {
    // Nobody keeps the old address any more, and all of before have given up.
    with_and_without("data-centers", brisk(), Look { strike_s: 0.5, from_s: 7.0, for_s: 1.0 })
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let fail = |group| values(outcomes, group, Outcome::failed_percent);
    // The sessions of those who were there are gone: each has to sign in once.
    vec![
        Check::new("fail, rule broken", &fail(BROKEN), " %", Relation::Exactly, 100.0),
        Check::new("fail, rule kept", &fail(KEPT), " %", Relation::AtMost, 1.0),
    ]
}
