//! Settings of photo uploads, the message queue and its workers.

use serde::Serialize;

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
    /// Share of requests that upload a photo, 0 to 1.
    pub upload_share: f64,
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
    /// Whether a worker recognises a job that has been done.
    pub idempotent: bool,
    /// Whether messages are written to disk.
    pub durable: bool,
    /// Whether the number of workers follows the backlog.
    pub auto: bool,
    /// Time in which the backlog is to be worked off, in seconds, when it does.
    pub drain_s: f64,
}

impl QueueConfig {
    /// Cores of the queue.
    pub const CORES: u32 = 4;
    /// Messages that may wait to be put in.
    pub(crate) const PLACES: u32 = 4096;
}
