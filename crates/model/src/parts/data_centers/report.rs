//! What the summary of a run tells of the world: its regions, and the data centers.

use serde::Serialize;

/// One data center.
#[derive(Clone, Debug, Serialize)]
pub struct SiteReport {
    /// Requests that came to its balancer.
    pub arrived: u64,
    /// Requests that failed in it, by the fault of one of its machines.
    pub failed: u64,
    /// The build that its web servers run, from 1.
    pub build: u16,
}

/// Answers that reached one region.
#[derive(Clone, Debug, Serialize)]
pub struct RegionReport {
    /// Pages and JSON.
    pub pages: u64,
    /// How long they took in the mean, in milliseconds.
    pub page_ms: Option<f64>,
    /// Files.
    pub files: u64,
    /// How long they took in the mean, in milliseconds.
    pub file_ms: Option<f64>,
}
