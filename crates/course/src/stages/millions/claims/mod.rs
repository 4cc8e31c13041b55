//! The claims of this stage, one file each.

use crate::claim::Claim;

mod ladder;

/// All of them.
pub const ALL: &[Claim] = &[ladder::CLAIM];
