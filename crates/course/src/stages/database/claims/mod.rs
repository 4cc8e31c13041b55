//! The claims of this stage, one file each.

use crate::claim::Claim;

mod down;
mod join_cost;
mod scale_independently;
mod split_helps;

/// All of them.
pub const ALL: &[Claim] = &[split_helps::CLAIM, scale_independently::CLAIM, down::CLAIM, join_cost::CLAIM];
