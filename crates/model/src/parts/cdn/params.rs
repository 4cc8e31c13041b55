//! Regions, files and the CDN.

use crate::params::declare::{linear, log, log_or_zero, param, real, switch, whole};
use crate::params::{Param, Scale, Unit};
use crate::topology::node::MAX_EDGES;

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
    param("cdn.ttl", "CDN time to live", Unit::Seconds, log_or_zero(1.0, 604_800.0), 3600.0, real!(cdn.ttl_s),
        "How long an edge location keeps a file.", "an hour, a common setting"),
    param("cdn.edges", "Edge locations", Unit::Count, linear(0.0, MAX_EDGES as f64, 1.0), 6.0, whole!(cdn.edges),
        "Places of the world where the CDN keeps files; 0 is no CDN.", "one in each region"),
    param("static", "Requests for files", Unit::Percent, linear(0.0, 0.95, 0.05), 0.6, real!(cdn.static_share),
        "Share of requests for images, scripts and styles.", "most requests of a page view, less what browsers keep; an assumption"),
    param("files", "Files", Unit::Count, log(10.0, 100_000.0), 1000.0, whole!(cdn.files),
        "How many files there are.", "an assumption"),
    param("file.bytes", "Size of a file", Unit::Kilobytes, log(1.0, 5000.0), 100.0, real!(cdn.file_kb),
        "Bytes of a file.", "a picture of a page, HTTP Archive order of magnitude"),
    param("file.time", "Work of a file", Unit::Milliseconds, log(0.1, 20.0), 1.0, real!(cdn.file_ms),
        "Mean time one core of a web server needs to serve a file.", "read from memory, encrypt and send; an assumption"),
    param("cdn.rare", "Rarely used files in the CDN", Unit::Percent, linear(0.0, 1.0, 0.05), 1.0, real!(cdn.rare_share),
        "Share of the less popular half of the files that the CDN serves.", "all, as when everything is put there"),
    param("cdn.price", "Price of a GB", Unit::Dollars, linear(0.0, 0.5, 0.005), 0.085, real!(cdn.usd_gb),
        "What the CDN charges for a GB that its edge locations deliver.", "list price of Amazon CloudFront in the US and Europe, first 10 TB a month, 2024"),
    param("site.price", "Price of a GB from the site", Unit::Dollars, linear(0.0, 0.5, 0.005), 0.09, real!(cdn.site_usd_gb),
        "What the site's provider charges for a GB of files that leaves the site, to clients or to edge locations.", "list price of Amazon EC2 to the internet, first 10 TB a month, 2024"),
    param("cdn.versioned", "Versions in file names", Unit::None, Scale::Switch, 0.0, switch!(cdn.versioned),
        "Whether a new version of a file has a new name.", "off, to show what is missing"),
    param("cdn.fallback", "Fall back to the site", Unit::None, Scale::Switch, 0.0, switch!(cdn.fallback),
        "Whether clients ask the site when the CDN does not answer.", "off, to show what is missing"),
];
