//! Settings of the wave of traffic and of the pool of web servers that follows it.

use serde::Serialize;

/// The wave of traffic, and the pool of servers that follows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ScalingConfig {
    /// How far the rate of arrivals swings about its mean, as a share of the mean, 0 to 1.
    pub wave: f64,
    /// Length of one wave, in seconds.
    pub wave_s: f64,
    /// Whether the pool follows its load.
    pub auto: bool,
    /// Utilisation that it aims at, 0 to 1.
    pub target: f64,
    /// Time from one look at the utilisation to the next, in seconds.
    pub interval_s: f64,
    /// Time after a change in which nothing is changed again, in seconds.
    pub cooldown_s: f64,
    /// Time a new server takes to start, in seconds.
    pub boot_s: f64,
    /// The fewest servers.
    pub min: u32,
    /// The most servers.
    pub max: u32,
}
