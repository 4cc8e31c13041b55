//! The database on machines of its own: queries, and replicas that follow the primary.

pub(crate) mod config;
pub(crate) mod flow;
pub(crate) mod params;
pub mod replication;

use crate::parts::database::replication::Replication;

/// The database of one data center.
#[derive(Clone, Debug, Default)]
pub(crate) struct DatabaseTier {
    /// Its machines and what each knows.
    pub replication: Replication,
    /// Which of them answered the last reading query.
    pub turn: u8,
}

impl DatabaseTier {
    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        self.replication.bytes()
    }
}
