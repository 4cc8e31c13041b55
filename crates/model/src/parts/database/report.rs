//! What the summary of a run tells of replicas.

use serde::Serialize;

/// A replica of the database.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ReplicaReport {
    /// Writes that it had received and not applied when measuring began …
    pub backlog_before: u64,
    /// … and at the end.
    pub backlog: u64,
    /// How old the oldest write is at the end that it has not applied, those on their way to it included, in seconds; 0
    /// if there is none.
    pub behind_s: f64,
}
