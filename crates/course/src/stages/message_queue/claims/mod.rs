//! The claims of this stage, one file each.

use scalewalk_model::{Config, QueueReport};

use super::steady;
use crate::claim::Outcome;
use crate::stage::with;

mod add_workers;
mod backlog;
mod consume_without_producer;
mod decouple;
mod duplicates;
mod idle_workers;
mod latency;
mod memory;
mod poison;

use crate::claim::Claim;

/// All of them.
pub const ALL: &[Claim] = &[
    latency::CLAIM,
    backlog::CLAIM,
    add_workers::CLAIM,
    idle_workers::CLAIM,
    decouple::CLAIM,
    consume_without_producer::CLAIM,
    duplicates::CLAIM,
    poison::CLAIM,
    memory::CLAIM,
];

/// The stage with a quarter of its users, of whom each uploads four times as much: as many photos, and less beside them.
fn photos(settings: &[(&str, f64)]) -> Config {
    let steady = steady();
    let few = [("users", steady.users / 4.0), ("upload.share", 4.0 * steady.queue.upload_share)];
    with(with(steady, &few), settings)
}

impl Outcome {
    /// What a value of the queue's report is; not a number where there is no queue.
    fn queue(&self, value: impl Fn(&QueueReport) -> f64) -> f64 {
        self.report.queue.as_ref().map_or(f64::NAN, value)
    }
}
