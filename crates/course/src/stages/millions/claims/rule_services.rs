//! Photos worked on by the web servers take their cores away from the pages.

use super::{Look, brisk, objectives, with_and_without};
use crate::claim::{Claim, Trial};

/// The claim.
pub const CLAIM: Claim = Claim { id: "millions.rule-services", trials, judge: objectives };

fn trials() -> Vec<Trial> {
    // Queues are full by then, and the first have given up.
    with_and_without("services", brisk(), Look { strike_s: 0.0, from_s: 6.0, for_s: 1.0 })
}
