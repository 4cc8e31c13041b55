//! Settings of photo uploads, the message queue and its workers.

use serde::Serialize;

use crate::config::Config;
use crate::engine::time::{Nanos, from_secs};
use crate::observe::series::TICK;

/// Who does the work on a photo.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkMode {
    /// The web server, before it answers.
    #[default]
    Synchronous,
    /// A worker, later: the web server puts a message into the queue and answers.
    Queue,
}

impl WorkMode {
    /// Both, in the order of the registry's choice.
    pub const ALL: [Self; 2] = [Self::Synchronous, Self::Queue];
}

/// Uploads, the queue and its workers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct QueueConfig {
    /// Share of requests that upload a photo, outside spikes, 0 to 1.
    pub upload_share: f64,
    /// How many times as many uploads come in a spike.
    pub spike: f64,
    /// From one spike to the next, in seconds.
    pub spike_every_s: f64,
    /// How long a spike lasts, in seconds.
    pub spike_s: f64,
    /// Who does the work.
    pub mode: WorkMode,
    /// Mean work on a photo, in milliseconds.
    pub work_ms: f64,
    /// How many workers there are, 0 to 64.
    pub workers: u32,
    /// Mean work of the queue with a message that is put in, in milliseconds.
    pub op_ms: f64,
    /// After this a message that was taken and not deleted appears again, in seconds.
    pub visibility_s: f64,
    /// How often a message is taken before it goes to the dead letters.
    pub tries: u32,
    /// Whether a worker recognises what has been done.
    pub idempotent: bool,
    /// Whether messages are written to disk.
    pub durable: bool,
    /// Mean time that this takes, in milliseconds.
    pub disk_ms: f64,
    /// Whether the number of workers follows the backlog.
    pub auto: bool,
    /// Time in which the backlog is to be worked off, in seconds, when it does.
    pub drain_s: f64,
    /// Time a worker that is added then takes to start, in seconds.
    pub boot_s: f64,
    /// The most workers then.
    pub max: u32,
    /// Whether a second queue has every message before it is acknowledged, and takes over when the first is missed. What
    /// the copying takes is left out.
    pub standby: bool,
}

impl QueueConfig {
    /// Cores of the queue.
    pub const CORES: u32 = 4;
    /// Messages that may wait to be put in.
    pub(crate) const PLACES: u32 = 4096;
    /// The most workers.
    pub const MOST_WORKERS: u32 = 64;
    /// Work of a worker that finds nothing left to do, in milliseconds.
    pub(crate) const CHECK_MS: f64 = 5.0;
    /// Time from one look at the backlog to the next, in seconds.
    pub(crate) const LOOK_S: f64 = 2.0;
    /// The fewest workers of a pool that follows the backlog.
    pub(crate) const MIN: u32 = 1;
}

impl Config {
    /// Whether there is a spike of uploads in the tenth of a second of `at`: it is the end of each stretch of time.
    pub fn spikes(&self, at: Nanos) -> bool {
        let queue = &self.queue;
        if !self.topology.queue || queue.spike <= 1.0 {
            return false;
        }
        let (every, tick) = (from_secs(queue.spike_every_s).max(1), at / TICK * TICK);
        tick % every + from_secs(queue.spike_s) >= every
    }

    /// Requests over those there would be without spikes, at `at`: pages come all the same.
    pub(crate) fn crowd(&self, at: Nanos) -> f64 {
        if self.spikes(at) { self.crest_of_uploads() } else { 1.0 }
    }

    /// Requests in a spike over those outside.
    pub(crate) fn crest_of_uploads(&self) -> f64 {
        if self.topology.queue { 1.0 + self.queue.upload_share * (self.queue.spike - 1.0) } else { 1.0 }
    }

    /// Share of the requests that upload a photo at `at`, 0 to 1.
    pub fn upload_share_at(&self, at: Nanos) -> f64 {
        match (self.topology.queue, self.spikes(at)) {
            (false, _) => 0.0,
            (true, false) => self.queue.upload_share,
            (true, true) => self.queue.upload_share * self.queue.spike / self.crest_of_uploads(),
        }
    }

    /// Photos uploaded a second in the mean, outside spikes.
    pub fn upload_rate(&self) -> f64 {
        if self.topology.queue { self.arrival_rate() * self.page_share() * self.queue.upload_share } else { 0.0 }
    }

    /// Mean time that a worker has with a message, in seconds: to get it, and to work on the photo.
    pub fn job_s(&self) -> f64 {
        (self.queue.work_ms + self.site_rtt_ms / 2.0) * 1e-3
    }

    /// Messages a second that all workers together can do.
    pub fn job_capacity(&self) -> f64 {
        f64::from(self.queue.workers) / self.job_s()
    }
}
