//! Settings of what people ask for.

use serde::Serialize;

/// What people ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct CatalogueConfig {
    /// Keys that people ask for at first.
    pub keys: u32,
    /// By how much the keys that people ask for have grown since, as a share of those at first.
    pub growth: f64,
    /// Exponent of Zipf's law.
    pub skew: f64,
    /// New keys a second that become the most popular, each of the others falling one rank.
    pub drift: f64,
}
