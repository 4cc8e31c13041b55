//! A Poisson stream of arrivals.

use crate::engine::luck::{Luck, Purpose};
use crate::engine::time::{NEVER, Nanos, from_secs};

/// A Poisson stream of requests. The gaps are drawn in units of the mean gap, so that another rate
/// stretches the same luck.
#[derive(Clone, Debug)]
pub(crate) struct Arrivals {
    rate: f64,
    next: Nanos,
    number: u64,
    /// The gap after the next arrival, in mean gaps: drawn ahead, so that nothing waits for the dice.
    gap: f64,
}

impl Arrivals {
    pub fn new(luck: &Luck, rate: f64) -> Self {
        let mut arrivals = Self { rate: 0.0, next: NEVER, number: 0, gap: gap(luck, 1) };
        arrivals.set_rate(luck, 0, rate);
        arrivals
    }

    /// When the next request arrives.
    #[inline]
    pub fn next(&self) -> Nanos {
        self.next
    }

    /// Changes the rate (a second) at `now`. What is left of the current gap is stretched, which a
    /// Poisson stream, having no memory, allows.
    pub fn set_rate(&mut self, luck: &Luck, now: Nanos, rate: f64) {
        if rate == self.rate {
            return;
        }
        let left =
            if self.next == NEVER { gap(luck, self.number) } else { (self.next - now) as f64 * 1e-9 * self.rate };
        self.rate = rate;
        self.next = if rate > 0.0 { now.saturating_add(from_secs(left / rate)) } else { NEVER };
    }

    /// Takes the arrival that is due: its number.
    #[inline]
    pub fn take(&mut self, luck: &Luck) -> u64 {
        let number = self.number;
        self.number += 1;
        self.next = self.next.saturating_add(from_secs(self.gap / self.rate));
        self.gap = gap(luck, self.number + 1);
        number
    }
}

/// The gap before arrival `number`, in mean gaps.
#[inline]
fn gap(luck: &Luck, number: u64) -> f64 {
    luck.draw(Purpose::Arrival, number, 0).exponential()
}
