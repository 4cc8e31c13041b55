//! With sessions on the servers, a server that dies signs out the visitors that it held; with the store, nobody.

use scalewalk_model::Count;

use super::{BROKEN, KEPT, Look, brisk, with_and_without};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "millions.rule-stateless", trials, judge };

fn trials() -> Vec<Trial> {
    // Everybody has clicked a few times by then, and so has signed in.
    let config = with(brisk(), &[("visit.think", 1.0)]);
    with_and_without("stateless", config, Look { strike_s: 3.0, from_s: 3.0, for_s: 3.0 })
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let signed_out = |group| values(outcomes, group, |o| o.of(Count::SignedOut) as f64);
    vec![
        Check::new("signed out, rule broken", &signed_out(BROKEN), "", Relation::AtLeast, 100.0),
        Check::new("signed out, rule kept", &signed_out(KEPT), "", Relation::Exactly, 0.0),
    ]
}
