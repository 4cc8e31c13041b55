//! Settings of several data centers.

use serde::Serialize;

/// Whom geoDNS sends where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Routing {
    /// Everybody to the nearest data center.
    #[default]
    Nearest,
    /// A share of the visitors to each, wherever they are.
    Split,
}

impl Routing {
    /// Both, in the order of the registry's choice.
    pub const ALL: [Self; 2] = [Self::Nearest, Self::Split];
}

/// Several data centers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SitesConfig {
    /// How many there are, 1 to 4.
    pub count: u32,
    /// Whom geoDNS sends where.
    pub routing: Routing,
    /// Share of the visitors that is sent to the first one when they are split, 0 to 1; the others share the rest.
    pub split: f64,
    /// Time from when a data center no longer answers a request for a page until geoDNS names it no longer, in seconds.
    pub detect_s: f64,
    /// Whether each one's writes are sent to the others.
    pub replicate: bool,
    /// Time from a write's commit in one until it arrives in another, in seconds.
    pub lag_s: f64,
    /// Share of the queries that are about data which users of all data centers share, 0 to 1.
    pub shared: f64,
}
