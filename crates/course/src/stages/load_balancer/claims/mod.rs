//! The claims of this stage, one file each.

use crate::claim::Claim;

/// All of them.
pub const ALL: &[Claim] = &[];
