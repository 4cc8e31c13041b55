//! The claims of this stage, one file each.

use scalewalk_model::Config;

use super::{config, read_rate, write_rate};
use crate::claim::{Claim, Outcome};
use crate::stage::with;

mod eviction;
mod faster;
mod headroom;
mod invalidate;
mod no_expiry;
mod read_mostly;
mod spof;
mod stampede;
mod ttl_hit_ratio;
mod ttl_long;
mod ttl_short;
mod volatile;

/// All of them.
pub const ALL: &[Claim] = &[
    faster::CLAIM,
    ttl_hit_ratio::CLAIM,
    ttl_short::CLAIM,
    ttl_long::CLAIM,
    no_expiry::CLAIM,
    invalidate::CLAIM,
    read_mostly::CLAIM,
    eviction::CLAIM,
    headroom::CLAIM,
    volatile::CLAIM,
    stampede::CLAIM,
    spof::CLAIM,
];

/// A small site whose cache has room for everything. Each request asks one query, and no visitor comes back to what
/// they wrote, so that keys are asked for independently of each other, as theory has it.
fn roomy() -> Config {
    let small = [("users", 500_000.0), ("catalogue", 1_000.0), ("cache.capacity", 1.0)];
    with(with(config(), &small), &[("db.queries", 1.0), ("visit.requests", 1.0)])
}

/// Share of look-ups that hit, in percent.
fn hit_percent(outcome: &Outcome) -> f64 {
    super::hit_percent(&outcome.report).unwrap_or(f64::NAN)
}

/// Share of answers to reading queries that are stale, in percent.
fn stale_percent(outcome: &Outcome) -> f64 {
    super::stale_percent(&outcome.report).unwrap_or(f64::NAN)
}

/// The outcome of the first trial of `group`.
fn first(outcomes: &[Outcome], group: usize) -> Option<&Outcome> {
    outcomes.iter().find(|o| o.group == group)
}
