//! The latency of answered requests, in a mergeable histogram with at most 0.4 % relative error.

use crate::engine::time::Nanos;

/// Values are told apart to 64 ns.
const SHIFT: u32 = 6;
/// Classes of equal width in each octave: the width is at most 1/128 of the value.
const FINE: u32 = 7;
/// Octaves above the first 128 classes: up to 19 hours, beyond which all counts as one.
const OCTAVES: usize = 33;
const CLASSES: usize = (OCTAVES + 1) << FINE;

/// A log-linear histogram, like Tene's HdrHistogram but for the bounds of what has been recorded: most runs fill
/// a few octaves, and only these are read, merged and cleared.
#[derive(Clone, Debug)]
pub struct Latency {
    counts: Box<[u64; CLASSES]>,
    /// First class in use and the one after the last.
    used: (usize, usize),
    count: u64,
    sum_ns: u128,
}

impl Default for Latency {
    fn default() -> Self {
        Self { counts: Box::new([0; CLASSES]), used: (CLASSES, 0), count: 0, sum_ns: 0 }
    }
}

/// The class of a value. Below 2⁷ units one a unit; then 128 to an octave.
#[inline]
fn class(latency: Nanos) -> usize {
    let units = latency >> SHIFT;
    let octave = (63 - (units | 1).leading_zeros()).saturating_sub(FINE);
    let place = (units >> octave) as usize + ((octave as usize) << FINE);
    place.min(CLASSES - 1)
}

/// The middle of a class, in nanoseconds.
fn middle(class: usize) -> f64 {
    let octave = (class >> FINE).saturating_sub(1);
    let units = class - (octave << FINE);
    (units as f64 + 0.5) * (1u64 << (octave as u32 + SHIFT)) as f64
}

impl Latency {
    #[inline]
    pub(crate) fn record(&mut self, latency: Nanos) {
        let class = class(latency);
        self.counts[class] += 1;
        self.used = (self.used.0.min(class), self.used.1.max(class + 1));
        self.count += 1;
        self.sum_ns += u128::from(latency);
    }

    fn used(&self) -> core::ops::Range<usize> {
        self.used.0.min(self.used.1)..self.used.1
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts[other.used()].iter_mut().zip(&other.counts[other.used()]) {
            *count += more;
        }
        self.used = (self.used.0.min(other.used.0), self.used.1.max(other.used.1));
        self.count += other.count;
        self.sum_ns += other.sum_ns;
    }

    pub(crate) fn clear(&mut self) {
        let used = self.used();
        self.counts[used].fill(0);
        self.used = (CLASSES, 0);
        self.count = 0;
        self.sum_ns = 0;
    }

    /// How many bytes it takes on the heap: as many however much was recorded.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.counts)
    }

    /// How many were recorded.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Mean in milliseconds, exact; none of nothing.
    pub fn mean_ms(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum_ns as f64 * 1e-6 / self.count as f64)
    }

    /// The latency in milliseconds that a share `p` (0 to 1) of requests does not exceed. None when there
    /// are too few to tell: fewer than ten beyond it.
    pub fn percentile_ms(&self, p: f64) -> Option<f64> {
        let beyond = self.count as f64 * (1.0 - p);
        if beyond >= 10.0 { self.rough_percentile_ms(p) } else { None }
    }

    /// As [`Latency::percentile_ms`] however few there are; none of nothing.
    pub fn rough_percentile_ms(&self, p: f64) -> Option<f64> {
        let rank = (libm::ceil(self.count as f64 * p) as u64).max(1);
        let mut below = 0;
        self.used().find_map(|class| {
            below += self.counts[class];
            (below >= rank).then(|| middle(class) * 1e-6)
        })
    }

    /// How many lie in each of the `edges_ms.len() + 1` classes that the ascending edges make.
    pub fn classes(&self, edges_ms: &[f64]) -> Vec<u64> {
        let mut counts = vec![0; edges_ms.len() + 1];
        for class in self.used() {
            let ms = middle(class) * 1e-6;
            counts[edges_ms.partition_point(|edge| *edge < ms)] += self.counts[class];
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::luck::mix;
    use crate::engine::time::{MILLISECOND, SECOND, to_millis};

    #[test]
    fn classes_follow_each_other_and_hold_their_values() {
        let mut last = 0;
        for exponent in 0..46 {
            for part in 0..200 {
                let value = (1u64 << exponent) + (part << exponent) / 200;
                let here = class(value);
                assert!(here == last || here == last + 1 || exponent < 14, "{value}: {last} {here}");
                last = here;
                let error = (middle(here) - value as f64).abs();
                assert!(error <= (value as f64 / 256.0).max(33.0), "{value}: {error}");
            }
        }
        assert_eq!(class(u64::MAX), CLASSES - 1);
    }

    #[test]
    fn percentiles_are_within_bounds_of_the_sorted_values() {
        let mut latency = Latency::default();
        let mut values: Vec<u64> = (0..30_000).map(|i| (1 << (10 + mix(i) % 25)) + mix(!i) % (1 << 24)).collect();
        values.iter().for_each(|value| latency.record(*value));
        values.sort_unstable();
        for p in [0.001, 0.25, 0.5, 0.95, 0.99, 0.999] {
            let exact = to_millis(values[(values.len() as f64 * p).ceil() as usize - 1]);
            let measured = latency.percentile_ms(p).unwrap();
            assert!((measured / exact - 1.0).abs() < 0.004, "{p}: {measured} {exact}");
        }
    }

    #[test]
    fn percentiles_are_those_of_hdr_histogram() {
        for seed in 0..40 {
            let mut latency = Latency::default();
            // Three digits: off by one in a thousand at most.
            let mut hdr = hdrhistogram::Histogram::<u64>::new_with_bounds(1, 20 * 3_600 * SECOND, 3).unwrap();
            // From microseconds to minutes, as wide and as many as the seed has it.
            let (octaves, count) = (1 + mix(seed) % 24, 100 + mix(!seed) % 20_000);
            for i in 0..count {
                let octave = 12 + mix(seed << 32 | i) % octaves;
                let value = (1 << octave) + mix(!(seed << 32 | i)) % (1 << octave);
                latency.record(value);
                hdr.record(value).unwrap();
            }
            assert_eq!(latency.count(), hdr.len());
            assert!((latency.mean_ms().unwrap() * 1e6 / hdr.mean() - 1.0).abs() < 0.001);
            for p in [0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1.0] {
                let (ours, theirs) = (latency.rough_percentile_ms(p).unwrap(), to_millis(hdr.value_at_quantile(p)));
                // Values of a few microseconds are told apart to 64 ns.
                let bound = (0.005 * theirs).max(64e-6);
                assert!((ours - theirs).abs() <= bound, "seed {seed}, {p}: {ours} ms, {theirs} ms");
            }
        }
    }

    #[test]
    fn scarce_percentiles_are_withheld() {
        let mut latency = Latency::default();
        for i in 1..=10_000u64 {
            latency.record(i * MILLISECOND / 10);
        }
        assert!(latency.percentile_ms(0.9995).is_none());
        assert!((latency.mean_ms().unwrap() - 500.05).abs() < 1e-9);
    }

    #[test]
    fn merging_adds_and_clearing_forgets() {
        let mut latency = Latency::default();
        (1..=1_000u64).for_each(|i| latency.record(i * MILLISECOND));
        assert_eq!(latency.classes(&[500.5]).iter().sum::<u64>(), 1_000);
        let mut other = Latency::default();
        other.record(30 * SECOND);
        other.merge(&latency);
        other.merge(&latency);
        assert_eq!((other.count(), other.rough_percentile_ms(0.5)), (2_001, latency.rough_percentile_ms(0.5)));
        assert!(other.rough_percentile_ms(1.0).unwrap() > 29_800.0);
        other.clear();
        assert!(other.mean_ms().is_none() && other.rough_percentile_ms(0.5).is_none());
        other.merge(&latency);
        assert_eq!(other.classes(&[250.5, 750.5]), latency.classes(&[250.5, 750.5]));
    }
}
