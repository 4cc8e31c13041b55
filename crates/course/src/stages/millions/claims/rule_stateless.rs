//! With sessions on the servers, a server that dies signs out the visitors that it held; with the store, nobody.

use scalewalk_model::Count;

use super::{BROKEN, KEPT, Look, with_and_without};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "millions.rule-stateless", trials, judge };

fn trials() -> Vec<Trial> {
    with_and_without("stateless", Look { strike_s: 4.0, from_s: 4.0, for_s: 8.0 })
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let signed_out = |group| values(outcomes, group, |o| o.of(Count::SignedOut) as f64);
    vec![
        Check::new("signed out, rule broken", &signed_out(BROKEN), "", Relation::AtLeast, 100.0),
        Check::new("signed out, rule kept", &signed_out(KEPT), "", Relation::Equal, 0.0),
    ]
}
