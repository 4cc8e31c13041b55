//! What the summary of a run tells of a station.

use serde::Serialize;

use super::report::ratio;
use crate::engine::time::to_secs;
use crate::observe::accounts::Cause;
use crate::sim::Sim;
use crate::topology::node::NodeId;

/// One station.
#[derive(Clone, Debug, Serialize)]
pub struct StationReport {
    /// Share of worker time used.
    pub utilisation: f64,
    /// Mean wait of those whose work has begun, in milliseconds.
    pub mean_wait_ms: Option<f64>,
    /// Share of those that waited at all.
    pub p_wait: Option<f64>,
    /// Mean work of those finished, in milliseconds.
    pub mean_work_ms: Option<f64>,
    /// Mean number waiting.
    pub mean_queue: f64,
    /// Came in.
    pub arrived: u64,
    /// Left with an answer.
    pub answered: u64,
    /// Turned away: refused or no place.
    pub turned_away: u64,
}

impl Sim {
    /// The summary of one station since measuring began; none where the system has no station.
    pub fn station_report(&self, node: NodeId) -> Option<StationReport> {
        let totals = self.station(node)?.totals(self.now());
        let index = usize::from(node.station()?);
        let before = &self.mark.stations[index];
        let (counts, counts_before) = (self.core.accounts.node(node), self.mark.accounts.node(node));
        let seconds = to_secs(self.measured()).max(1e-9);
        let begun = totals.begun - before.begun;
        let here = |cause: Cause| counts.failed_here[cause as usize] - counts_before.failed_here[cause as usize];
        Some(StationReport {
            utilisation: (totals.busy_ns - before.busy_ns) as f64
                / ((totals.capacity_ns - before.capacity_ns) as f64).max(1.0),
            mean_wait_ms: ratio((totals.waited_ns - before.waited_ns) as f64 * 1e-6, begun),
            p_wait: ratio((totals.delayed - before.delayed) as f64, begun),
            mean_work_ms: ratio((totals.worked_ns - before.worked_ns) as f64 * 1e-6, totals.finished - before.finished),
            mean_queue: (totals.queue_ns - before.queue_ns) as f64 * 1e-9 / seconds,
            arrived: counts.arrived - counts_before.arrived,
            answered: counts.answered - counts_before.answered,
            turned_away: here(Cause::Refused) + here(Cause::QueueFull),
        })
    }
}
