//! What the summary of a run tells of a station.

use serde::Serialize;

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
