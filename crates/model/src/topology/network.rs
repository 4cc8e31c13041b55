//! Delays between machines.

use crate::config::Config;
use crate::engine::luck::Draw;
use crate::engine::time::{Nanos, from_millis, from_secs};

/// How far a client is, over the mean: a fixed path and exponential queueing on the way; mean 1.
pub(crate) fn distance(config: &Config, draw: &mut Draw) -> f64 {
    1.0 - config.rtt_spread + config.rtt_spread * draw.exponential()
}

/// One way over the internet.
pub(crate) fn internet_ns(config: &Config, distance: f64) -> Nanos {
    from_millis(config.rtt_ms / 2.0 * distance)
}

/// Time that a body of `kb` kilobytes takes on the client's line.
pub(crate) fn transfer_ns(config: &Config, kb: f64) -> Nanos {
    from_secs(kb * 8e-3 / config.bandwidth_mbit)
}
