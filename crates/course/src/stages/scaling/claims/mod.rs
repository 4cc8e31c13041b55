//! The claims of this stage, one file each.

use crate::claim::Claim;

mod cost;
mod hard_limit;
mod no_redundancy;
mod simple_small;

/// All of them.
pub const ALL: &[Claim] = &[simple_small::CLAIM, hard_limit::CLAIM, cost::CLAIM, no_redundancy::CLAIM];
