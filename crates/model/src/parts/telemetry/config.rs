//! Settings of what watches the system.

use serde::Serialize;

/// Scrapes, alerts and logs, and what failures mean to the business.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct TelemetryConfig {
    /// Time from one scrape to the next, in seconds.
    pub scrape_s: f64,
    /// Over this time an alert looks back, in seconds.
    pub window_s: f64,
    /// Share of failed requests above which the alert rings, 0 to 1.
    pub threshold: f64,
    /// Errors below which it does not ring.
    pub least: u32,
    /// Whether the log lines of all machines are collected in one place.
    pub aggregate: bool,
    /// Share of the visitors who met a failure that stay away for good, 0 to 1.
    pub churn: f64,
    /// What a page earns that reaches its visitor, in dollars.
    pub usd_page: f64,
}
