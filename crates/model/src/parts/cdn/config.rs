//! Settings of regions, files and the CDN.

use serde::Serialize;

/// Regions, files and the CDN.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct CdnConfig {
    /// Share of requests for files (images, scripts, styles), 0 to 1.
    pub static_share: f64,
    /// Files there are.
    pub files: u32,
    /// Size of a file, in kB.
    pub file_kb: f64,
    /// Mean work of a file on a web server's core, in milliseconds.
    pub file_ms: f64,
    /// Edge locations, 0 to 6; 0 is no CDN.
    pub edges: u32,
    /// How long an edge keeps a file, in seconds.
    pub ttl_s: f64,
    /// Share of the rarely used files (the less popular half) that the CDN serves, 0 to 1.
    pub rare_share: f64,
    /// Price of what edge locations deliver, in dollars a GB.
    pub usd_gb: f64,
    /// Price of files that leave the site, in dollars a GB.
    pub site_usd_gb: f64,
    /// Whether file names carry their version, so that a new one is another file.
    pub versioned: bool,
    /// Whether clients ask the site itself when the CDN does not answer.
    pub fallback: bool,
}
