//! Settings of what watches the system.

use serde::Serialize;

/// Scrapes, alerts and logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct TelemetryConfig {
    /// Time from one scrape to the next, in seconds.
    pub scrape_s: f64,
    /// Over this time an alert looks back, in seconds.
    pub window_s: f64,
    /// Share of failed requests above which the alert rings, 0 to 1.
    pub threshold: f64,
    /// Whether the log lines of all machines are collected in one place.
    pub aggregate: bool,
}
