//! The claims of this stage, one file each.

use crate::claim::Claim;

mod dns_cached;
mod dns_down;
mod json_smaller;
mod saturation;
mod spof;

/// All of them.
pub const ALL: &[Claim] = &[dns_cached::CLAIM, json_smaller::CLAIM, spof::CLAIM, dns_down::CLAIM, saturation::CLAIM];
