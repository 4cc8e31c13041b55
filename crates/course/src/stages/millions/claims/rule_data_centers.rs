//! With one data center most people are far away, and everything is lost with it.

use super::{BROKEN, KEPT, Look, with_and_without};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "millions.rule-data-centers", trials, judge };

fn trials() -> Vec<Trial> {
    // Nobody keeps the old address any more.
    with_and_without("data-centers", Look { strike_s: 1.0, from_s: 44.0, for_s: 1.0 })
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let fail = |group| values(outcomes, group, Outcome::failed_percent);
    vec![
        Check::new("fail, rule broken", &fail(BROKEN), " %", Relation::Equal, 100.0),
        Check::new("fail, rule kept", &fail(KEPT), " %", Relation::AtMost, 1.0),
    ]
}
