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

/// Mean number of workers that have nothing to do, of `workers` that together keep up: c − λS, by Little's law for
/// those that work. 0 at or beyond capacity.
pub fn idle_workers(workers: u32, rate: f64, service_s: f64) -> f64 {
    (f64::from(workers) - rate * service_s).max(0.0)
}

/// Mean age of the oldest message, in seconds, when nobody takes any: those that wait came at `rate` a second.
pub fn oldest_s(backlog: f64, rate: f64) -> f64 {
    if backlog <= 0.0 { 0.0 } else { backlog / rate }
}

/// Mean number of steps that are done twice when a worker dies at a moment chosen by chance, which is not known to the
/// one that starts the job anew: of `steps` equal ones the part done is uniform, so (steps − 1) ÷ 2 are saved.
pub fn repeated_steps(steps: u32) -> f64 {
    f64::from(steps.saturating_sub(1)) / 2.0
}

/// Time from the first of `tries` attempts at a message that kills its worker until it is put aside, in seconds: each
/// hides it for `visibility_s`.
pub fn put_aside_s(tries: u32, visibility_s: f64) -> f64 {
    f64::from(tries) * visibility_s
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_without_takers_and_workers_without_messages() {
        assert_eq!([3, 6].map(|workers| idle_workers(workers, 10.0, 0.4)), [0.0, 2.0]);
        assert_eq!((oldest_s(80.0, 10.0), oldest_s(0.0, 0.0)), (8.0, 0.0));
        assert_eq!((repeated_steps(3), repeated_steps(1), repeated_steps(0)), (1.0, 0.0, 0.0));
        assert_eq!(put_aside_s(3, 10.0), 30.0);
    }

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
