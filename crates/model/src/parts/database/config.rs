//! Settings of the database's replicas.

use serde::Serialize;

/// When the primary acknowledges a write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReplicationMode {
    /// As soon as its own log has it.
    #[default]
    Asynchronous,
    /// When one replica has received it.
    SemiSynchronous,
    /// When every replica that is not known to be dead has applied it.
    Synchronous,
}

impl ReplicationMode {
    /// All modes, in the order of the registry's choice.
    pub const ALL: [Self; 3] = [Self::Asynchronous, Self::SemiSynchronous, Self::Synchronous];
}

/// Who answers reading queries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadFrom {
    /// The replicas in turn; the primary while there is none.
    #[default]
    Replicas,
    /// The primary.
    Primary,
}

impl ReadFrom {
    /// Both, in the order of the registry's choice.
    pub const ALL: [Self; 2] = [Self::Replicas, Self::Primary];
}

/// Replicas of the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ReplicationConfig {
    /// How many there are, 0 to 8.
    pub replicas: u32,
    /// When a write is acknowledged.
    pub mode: ReplicationMode,
    /// Time from a write's commit to its arrival at a replica, in seconds.
    pub lag_s: f64,
    /// Time a core of a replica, or of a database in another data center, needs to apply one write, in milliseconds.
    pub apply_ms: f64,
    /// Who answers reading queries.
    pub read_from: ReadFrom,
    /// Whether visitors read what they wrote themselves from the primary.
    pub own_writes: bool,
    /// Time from the death of a machine behind the web servers until it is noticed, in seconds.
    pub detect_s: f64,
    /// Time from then on until a new replica has taken the place of a dead one, in seconds.
    pub replace_s: f64,
}
