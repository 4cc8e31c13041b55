//! A bad build that is rolled back when the alert rings hurts some for a while; without that it goes to all servers, and
//! hurts until somebody wakes up.

use super::{BROKEN, KEPT, Look, brisk, with_and_without};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, values};
use crate::trial::OBJECTIVE_FAILED_PERCENT;

/// The claim.
pub const CLAIM: Claim = Claim { id: "millions.rule-automation", trials, judge };

fn trials() -> Vec<Trial> {
    // The alert has rung by then, and the canaries would have been followed by all others.
    with_and_without("automation", brisk(), Look { strike_s: 0.5, from_s: 14.0, for_s: 1.0 })
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let fail = |group| values(outcomes, group, Outcome::failed_percent);
    vec![
        Check::new("fail, rule broken", &fail(BROKEN), " %", Relation::AtLeast, 10.0 * OBJECTIVE_FAILED_PERCENT),
        Check::new("fail, rule kept", &fail(KEPT), " %", Relation::AtMost, OBJECTIVE_FAILED_PERCENT),
    ]
}
