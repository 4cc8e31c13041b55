//! The claims of this stage, one file each.

use crate::claim::{Claim, Outcome};

mod apply_limit;
mod durable;
mod last_replica_down;
mod lost_writes;
mod promote;
mod reads_scale;
mod recover;
mod replica_down;
mod stale_reads;
mod writes_dont;

/// All of them.
pub const ALL: &[Claim] = &[
    reads_scale::CLAIM,
    writes_dont::CLAIM,
    apply_limit::CLAIM,
    stale_reads::CLAIM,
    replica_down::CLAIM,
    last_replica_down::CLAIM,
    promote::CLAIM,
    lost_writes::CLAIM,
    recover::CLAIM,
    durable::CLAIM,
];

/// Writes that arrive a second.
fn write_rate(outcome: &Outcome) -> f64 {
    outcome.config.arrival_rate() * (1.0 - outcome.config.read_share)
}

/// The outcome of the first trial of `group`.
fn first(outcomes: &[Outcome], group: usize) -> Option<&Outcome> {
    outcomes.iter().find(|o| o.group == group)
}
