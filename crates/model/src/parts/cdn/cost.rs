//! What it costs to deliver files.

use crate::config::Config;

/// Seconds of a month of 730 hours.
const MONTH_S: f64 = 730.0 * 3600.0;

impl Config {
    /// The bill for files, in dollars a month, when edge locations deliver `edge` bytes and the site sends out `site`
    /// bytes in a second of the peak hour: the mean over the month is less by the factor `peak`. Each party charges for
    /// what leaves it. Pages are left out, as in the stages before.
    pub fn traffic_usd_month(&self, edge: f64, site: f64) -> f64 {
        (edge * self.cdn.usd_gb + site * self.cdn.site_usd_gb) * 1e-9 * MONTH_S / self.peak
    }
}
