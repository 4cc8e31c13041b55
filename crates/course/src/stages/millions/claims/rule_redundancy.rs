//! A tier of one is down for as long as its one machine is; with a standby, only until that takes over.

use super::{Look, brisk, objectives, with_and_without};
use crate::claim::{Claim, Trial};

/// The claim.
pub const CLAIM: Claim = Claim { id: "millions.rule-redundancy", trials, judge: objectives };

fn trials() -> Vec<Trial> {
    // The standby has taken over by then, and what failed before has been told to its clients.
    with_and_without("redundancy", brisk(), Look { strike_s: 0.5, from_s: 4.0, for_s: 1.0 })
}
