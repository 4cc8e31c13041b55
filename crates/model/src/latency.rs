//! The latency of answered requests, in a mergeable histogram with at most 1 % relative error.

use hdrhistogram::Histogram;

use crate::time::Nanos;

/// Recorded in microseconds, up to ten minutes.
const LARGEST_US: u64 = 600_000_000;

/// A latency histogram.
#[derive(Clone, Debug)]
pub struct Latency {
    histogram: Histogram<u64>,
    sum_ns: u128,
}

impl Default for Latency {
    fn default() -> Self {
        // Constant bounds that the library accepts, so this cannot fail.
        let histogram = Histogram::new_with_bounds(1, LARGEST_US, 2).expect("legal bounds");
        Self { histogram, sum_ns: 0 }
    }
}

impl Latency {
    pub(crate) fn record(&mut self, latency: Nanos) {
        self.histogram.saturating_record((latency / 1_000).max(1));
        self.sum_ns += u128::from(latency);
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        // Same bounds on both sides, so this cannot fail.
        let merged = self.histogram.add(&other.histogram);
        debug_assert!(merged.is_ok());
        self.sum_ns += other.sum_ns;
    }

    pub(crate) fn clear(&mut self) {
        self.histogram.reset();
        self.sum_ns = 0;
    }

    /// How many were recorded.
    pub fn count(&self) -> u64 {
        self.histogram.len()
    }

    /// Mean in milliseconds, exact; none of nothing.
    pub fn mean_ms(&self) -> Option<f64> {
        (self.count() > 0).then(|| self.sum_ns as f64 * 1e-6 / self.count() as f64)
    }

    /// The latency in milliseconds that a share `p` (0 to 1) of requests does not exceed. None when there
    /// are too few to tell: fewer than ten beyond it.
    pub fn percentile_ms(&self, p: f64) -> Option<f64> {
        let beyond = self.count() as f64 * (1.0 - p);
        (beyond >= 10.0).then(|| self.histogram.value_at_quantile(p) as f64 * 1e-3)
    }

    /// As [`Latency::percentile_ms`] however few there are; none of nothing.
    pub fn rough_percentile_ms(&self, p: f64) -> Option<f64> {
        (self.count() > 0).then(|| self.histogram.value_at_quantile(p) as f64 * 1e-3)
    }

    /// How many lie in each of the `edges_ms.len() + 1` classes that the ascending edges make.
    pub fn classes(&self, edges_ms: &[f64]) -> Vec<u64> {
        let mut counts = vec![0; edges_ms.len() + 1];
        for value in self.histogram.iter_recorded() {
            let ms = value.value_iterated_to() as f64 * 1e-3;
            counts[edges_ms.partition_point(|edge| *edge < ms)] += value.count_at_value();
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_within_one_percent_and_scarce_ones_are_withheld() {
        let mut latency = Latency::default();
        for i in 1..=10_000u64 {
            latency.record(i * 100_000);
        }
        for (p, ms) in [(0.5, 500.0), (0.95, 950.0), (0.99, 990.0)] {
            let measured = latency.percentile_ms(p).unwrap();
            assert!((measured / ms - 1.0).abs() < 0.01, "{p}: {measured}");
        }
        assert!(latency.percentile_ms(0.9995).is_none());
        assert!((latency.mean_ms().unwrap() - 500.05).abs() < 1e-9);
        assert_eq!(latency.classes(&[500.5]).iter().sum::<u64>(), 10_000);
        let mut twice = latency.clone();
        twice.merge(&latency);
        assert_eq!(twice.count(), 20_000);
        assert_eq!(twice.percentile_ms(0.5), latency.percentile_ms(0.5));
        twice.clear();
        assert!(twice.mean_ms().is_none() && twice.rough_percentile_ms(0.5).is_none());
    }
}
