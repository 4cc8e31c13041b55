//! What heaps up: work that waits, and writes that a copy has not got yet. Rates are in requests a second.
//!
//! Sources: Newell, *Applications of Queueing Theory*, 2nd ed. 1982, ch. 2 (the fluid model); for a random walk with
//! independent steps the mean times are exact (Wald 1944). Lost writes are Little's law for the writes on their way.

/// Requests by which a backlog grows each second, λ − μ, while all workers are busy; below 0 it shrinks.
pub fn backlog_growth(rate: f64, capacity: f64) -> f64 {
    rate - capacity
}

/// Mean time until `backlog` waiting requests are worked off while `rate` a second arrive and `capacity` a second can
/// be served: backlog ÷ (μ − λ), in seconds. Infinite at or beyond capacity; 0 without a backlog.
pub fn drain_s(backlog: f64, rate: f64, capacity: f64) -> f64 {
    if backlog <= 0.0 {
        0.0
    } else if rate >= capacity {
        f64::INFINITY
    } else {
        backlog / (capacity - rate)
    }
}

/// Mean number of acknowledged writes that a replica has not got when the primary dies: `rate` writes a second times
/// how far the replica lies behind, in seconds.
pub fn lost_writes(rate: f64, lag_s: f64) -> f64 {
    rate * lag_s
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_of_overload_takes_its_time() {
        let backlog = 60.0 * backlog_growth(480.0, 400.0);
        assert_eq!(backlog, 4_800.0);
        assert_eq!(drain_s(backlog, 200.0, 400.0), 24.0);
        assert_eq!(drain_s(backlog, 400.0, 400.0), f64::INFINITY);
        assert_eq!(drain_s(0.0, 500.0, 400.0), 0.0);
        assert_eq!(lost_writes(120.0, 0.1), 12.0);
    }
}
