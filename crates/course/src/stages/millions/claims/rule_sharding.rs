//! One database cannot take what the shards take together.

use super::{Look, brisk, objectives, with_and_without};
use crate::claim::{Claim, Trial};

/// The claim.
pub const CLAIM: Claim = Claim { id: "millions.rule-sharding", trials, judge: objectives };

fn trials() -> Vec<Trial> {
    // Queues are full by then, and the first have given up.
    with_and_without("sharding", brisk(), Look { strike_s: 0.0, from_s: 5.0, for_s: 1.0 })
}
