//! The claims of this stage, one file each.

use scalewalk_model::{Config, Count};

use super::config;
use crate::claim::{Claim, Outcome};
use crate::stage::with;
use crate::trial::percent;

mod cost;
mod distance;
mod fallback;
mod invalidate_api;
mod offload;
mod ttl_long;
mod ttl_short;
mod version;

/// All of them.
pub const ALL: &[Claim] = &[
    distance::CLAIM,
    offload::CLAIM,
    ttl_short::CLAIM,
    ttl_long::CLAIM,
    invalidate_api::CLAIM,
    version::CLAIM,
    fallback::CLAIM,
    cost::CLAIM,
];

/// The stage's system with fewer users, so that runs take less time; `edges` edge locations.
fn small(edges: f64) -> Config {
    with(config(), &[("users", 500_000.0), ("cdn.edges", edges)])
}

/// Files that the site sent out, of those that clients got, in percent.
fn from_site_percent(o: &Outcome) -> f64 {
    percent(o.of(Count::OriginFile), o.of(Count::File))
}

/// Files that were old when clients got them, in percent.
fn old_percent(o: &Outcome) -> f64 {
    percent(o.of(Count::StaleFile), o.of(Count::File))
}
