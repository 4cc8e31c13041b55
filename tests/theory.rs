//! The simulation meets the closed forms: 99.9 % intervals over replications, narrow enough to fail.
//!
//! Warm-up: the bias of the start dies out about as exp(−t/τ) with τ = S/(c·(1−√ρ)²) (Abate and Whitt 1987), at most
//! 0.9 s in these systems. Every run is measured after 20 s or more: what is left is below 1 part in a million. Rows of
//! stations (`rows.rs`) are given twenty times their own τ.
#![cfg(not(target_arch = "wasm32"))]

#[path = "theory/applying.rs"]
mod applying;
#[path = "theory/backlog.rs"]
mod backlog;
#[path = "theory/caches.rs"]
mod caches;
#[path = "theory/crossings.rs"]
mod crossings;
#[path = "theory/edges.rs"]
mod edges;
#[path = "theory/exact_caches.rs"]
mod exact_caches;
#[path = "theory/loss.rs"]
mod loss;
#[path = "theory/percentiles.rs"]
mod percentiles;
#[path = "theory/placement.rs"]
mod placement;
#[path = "theory/reliability.rs"]
mod reliability;
#[path = "theory/rows.rs"]
mod rows;
#[path = "theory/tandem.rs"]
mod tandem;
#[path = "theory/tier.rs"]
mod tier;
#[path = "theory/waits.rs"]
mod waits;

use scalewalk_course::claim::Outcome;
use scalewalk_model::NodeId;

/// A value of each outcome.
fn each(outcomes: &[Outcome], value: impl Fn(&Outcome) -> f64) -> Vec<f64> {
    outcomes.iter().map(value).collect()
}

/// The figures of the first web server.
fn web(outcome: &Outcome) -> &scalewalk_model::StationReport {
    outcome.station(NodeId::web(0)).expect("a web server")
}
