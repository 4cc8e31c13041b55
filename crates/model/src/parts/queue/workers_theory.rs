//! How many workers a queue should have, and the fluid that its backlog is compared with.

use crate::engine::time::Nanos;
use crate::theory::backlog_growth;

/// Workers that are to each other as the messages to a worker's share of `target` messages, between `min` and `max`:
/// messages ÷ target, rounded up. So AWS' "backlog per instance" scales a group of workers on its queue.
pub fn wanted(messages: usize, target: f64, min: u32, max: u32) -> u32 {
    let workers = libm::ceil(messages as f64 / target) as u32;
    workers.max(min).min(max)
}

/// A backlog without chance: it grows by λ − μ from where it was when either last changed, and is never below none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fluid {
    from: f64,
    since: Nanos,
    rate: f64,
    capacity: f64,
}

impl Fluid {
    /// `waiting` messages at `now`, when `rate` a second come and `capacity` a second can be done.
    pub fn observe(&mut self, now: Nanos, waiting: usize, rate: f64, capacity: f64) {
        if (rate, capacity) != (self.rate, self.capacity) {
            *self = Self { from: waiting as f64, since: now, rate, capacity };
        }
    }

    /// How much there is at `now`.
    pub fn at(&self, now: Nanos) -> f64 {
        let elapsed_s = now.saturating_sub(self.since) as f64 * 1e-9;
        (self.from + backlog_growth(self.rate, self.capacity) * elapsed_s).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::SECOND;

    #[test]
    fn each_worker_has_its_share_of_the_backlog() {
        assert_eq!([0, 1, 5, 6, 50, 500].map(|messages| wanted(messages, 5.0, 2, 20)), [2, 2, 2, 2, 10, 20]);
        assert_eq!(wanted(50, 5.0, 20, 12), 12, "of contradicting bounds the upper one holds");
    }

    #[test]
    fn the_fluid_starts_anew_from_what_there_is_when_a_rate_changes() {
        let mut fluid = Fluid::default();
        fluid.observe(0, 0, 8.0, 10.0);
        assert_eq!(fluid.at(60 * SECOND), 0.0);
        fluid.observe(60 * SECOND, 3, 8.0, 0.0);
        fluid.observe(65 * SECOND, 50, 8.0, 0.0);
        assert_eq!(fluid.at(70 * SECOND), 83.0);
        fluid.observe(70 * SECOND, 81, 8.0, 10.0);
        assert_eq!((fluid.at(80 * SECOND), fluid.at(120 * SECOND)), (61.0, 0.0));
    }
}
