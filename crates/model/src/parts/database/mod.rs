//! The database on machines of its own: queries, and replicas that follow the primary.

pub(crate) mod applying;
pub(crate) mod config;
pub(crate) mod flow;
pub(crate) mod params;
pub mod replication;
pub(crate) mod report;

use std::collections::VecDeque;

use crate::parts::database::applying::Applier;
use crate::parts::database::replication::{MACHINES, Replication};
use crate::request::RequestKey;

/// The database of one data center.
#[derive(Clone, Debug, Default)]
pub(crate) struct DatabaseTier {
    /// Its machines and what each knows.
    pub replication: Replication,
    /// Which of them answered the last reading query.
    pub turn: u8,
    /// By machine: the thread that applies the log there, if it is a replica.
    appliers: [Applier; MACHINES],
    /// Writers who wait until all replicas have applied what they wrote, in the order of their commits …
    waiting: VecDeque<RequestKey>,
    /// … and whether a look at them is planned.
    looked_after: bool,
}

impl DatabaseTier {
    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        self.replication.bytes() + self.waiting.capacity() * size_of::<RequestKey>()
    }
}
