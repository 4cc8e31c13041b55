//! What the summary of a run tells of the message queue.

use serde::Serialize;

use crate::engine::time::to_secs;
use crate::observe::accounts::Totals;
use crate::observe::count::Count;
use crate::observe::mark::Mark;
use crate::observe::report::ratio;
use crate::parts::queue::flow::Jobs;
use crate::sim::core::Core;
use crate::topology::node::WORKERS;

/// The message queue and its workers. Published = waiting + in work + done + dead + lost, over the whole run.
#[derive(Clone, Debug, Serialize)]
pub struct QueueReport {
    /// Messages that waited when measuring began.
    pub waiting_before: u64,
    /// Messages that wait at the end.
    pub waiting: u64,
    /// Messages in work, or hidden since their worker died.
    pub in_work: u64,
    /// Dead letters at the end.
    pub dead: u64,
    /// Time from the beginning of measuring until no message waited for the first time, in seconds; none if some always
    /// did.
    pub emptied_s: Option<f64>,
    /// Mean latency of uploads answered, in milliseconds.
    pub upload_ms: Option<f64>,
    /// Mean time from publishing a message until it was done, in milliseconds.
    pub ready_ms: Option<f64>,
    /// Pictures saved, duplicates included.
    pub pictures: u64,
    /// Workers that died with a job in hand.
    pub crashes: u64,
    /// Mean number of workers, those that start included.
    pub mean_workers: f64,
}

impl Jobs {
    /// The summary since measuring began at `mark`, if there is a queue; `total` counts what has happened since.
    pub fn report(&self, core: &Core, mark: &Mark, total: &Totals) -> Option<QueueReport> {
        let (queue, jobs, before) = (&self.queue, &self.totals, &mark.jobs);
        let workers = core.stations[usize::from(WORKERS)].totals(core.now);
        let capacity_ns = workers.capacity_ns - mark.stations[usize::from(WORKERS)].capacity_ns;
        let emptied = self.emptied.map(|at| to_secs(at.saturating_sub(mark.at)));
        core.config.topology.queue.then(|| QueueReport {
            waiting_before: mark.backlog as u64,
            waiting: queue.waiting() as u64,
            in_work: queue.in_work() as u64,
            dead: queue.dead(),
            emptied_s: emptied,
            upload_ms: ratio((jobs.upload_ns - before.upload_ns) as f64 * 1e-6, jobs.uploads - before.uploads),
            ready_ms: ratio((jobs.ready_ns - before.ready_ns) as f64 * 1e-6, total.of(Count::JobDone)),
            pictures: jobs.pictures - before.pictures,
            crashes: jobs.crashes - before.crashes,
            mean_workers: capacity_ns as f64 / ((core.now - mark.at) as f64).max(1.0),
        })
    }
}
