//! What theory says of LRU with a TTL for Zipf's keys, quickly enough for a curve: keys of nearly the same popularity
//! are taken together.

use super::cache_stale::stale_ratio;
use super::cache_ttl::hits_of_a_storing;

/// Ranks that stand for themselves.
const SINGLE: u32 = 32;
/// Each further class ends at this many times the rank at which it begins.
const WIDTH: f64 = 1.06;

/// LRU with a TTL in front of a catalogue of Zipf's keys. What it gives is within a thousandth of what `caches.rs` and
/// its neighbours say key by key.
#[derive(Clone, Debug)]
pub struct ZipfCache {
    /// How many keys each class has, and the probability of each of them.
    classes: Vec<(f64, f64)>,
    keys: f64,
}

impl ZipfCache {
    /// A catalogue of `keys` keys, at least one, whose r-th is asked for in proportion to r^−`skew`.
    pub fn new(keys: u32, skew: f64) -> Self {
        let keys = keys.max(1);
        let mut classes: Vec<(f64, f64)> =
            (1..=keys.min(SINGLE)).map(|rank| (1.0, libm::pow(f64::from(rank), -skew))).collect();
        let mut from = f64::from(SINGLE) + 0.5;
        let end = f64::from(keys) + 0.5;
        while from < end {
            // Half-way between ranks.
            let to = (libm::floor(from * WIDTH) + 0.5).min(end);
            let weight = if skew == 1.0 {
                libm::log(to / from)
            } else {
                (libm::pow(to, 1.0 - skew) - libm::pow(from, 1.0 - skew)) / (1.0 - skew)
            };
            classes.push((to - from, weight / (to - from)));
            from = to;
        }
        let all: f64 = classes.iter().rev().map(|(n, p)| n * p).sum();
        classes.iter_mut().for_each(|(_, p)| *p /= all);
        Self { classes, keys: f64::from(keys) }
    }

    fn sum(&self, of: impl Fn(f64) -> f64) -> f64 {
        self.classes.iter().rev().map(|(n, p)| n * of(*p)).sum()
    }

    /// How long an entry of LRU stays after its last use with `capacity` entries, in requests; infinite if all keys fit.
    pub fn stay(&self, capacity: u32) -> f64 {
        self.time(capacity, |p, time| (-libm::expm1(-p * time), p * libm::exp(-p * time)))
    }

    /// How long an entry of FIFO stays after it was stored, in requests; infinite if all keys fit.
    pub fn stay_of_fifo(&self, capacity: u32) -> f64 {
        self.time(capacity, |p, time| {
            let there = p * time / (1.0 + p * time);
            (there, p * (1.0 - there) * (1.0 - there))
        })
    }

    /// The time at which the probabilities of being there add up to `capacity`; `there` gives one and its derivative.
    fn time(&self, capacity: u32, there: impl Fn(f64, f64) -> (f64, f64)) -> f64 {
        let capacity = f64::from(capacity);
        if capacity >= self.keys {
            return f64::INFINITY;
        }
        // As in `caches.rs`: Newton's steps come up to the root from below.
        let mut time = capacity;
        for _ in 0..100 {
            let missing = capacity - self.sum(|p| there(p, time).0);
            let step = missing / self.sum(|p| there(p, time).1);
            time += step;
            if step <= 1e-9 * time {
                break;
            }
        }
        time
    }

    /// Share of `rate` requests a second that hit, 0 to 1, with `capacity` entries that live for `ttl_s` seconds.
    pub fn hit_ratio(&self, capacity: u32, rate: f64, ttl_s: f64) -> f64 {
        let stay_s = self.stay(capacity) / rate;
        self.sum(|p| {
            let hits = hits_of_a_storing(p * rate, stay_s, ttl_s);
            if hits == f64::INFINITY { p } else { p * hits / (1.0 + hits) }
        })
    }

    /// Share of `rate` requests a second that get a stale value, 0 to 1, with `writes` writes a second that the cache
    /// is not told of, to the keys in proportion to their popularity.
    pub fn stale_ratio(&self, capacity: u32, rate: f64, writes: f64, ttl_s: f64) -> f64 {
        let stay_s = self.stay(capacity) / rate;
        self.sum(|p| p * stale_ratio(p * rate, p * writes, stay_s, ttl_s))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::popularity::Popularity;
    use crate::theory::{lru_ttl_hit_ratio, ttl_stale_ratio_of_all};

    #[test]
    fn classes_come_near_to_keys() {
        for (keys, skew, capacity) in [(20, 0.8, 5), (10_000, 0.8, 2_000), (10_000, 1.0, 500), (50_000, 0.0, 9_000)] {
            let (cache, popularity) = (ZipfCache::new(keys, skew), Popularity::zipf(keys, skew));
            let p = popularity.probabilities();
            for ttl_s in [0.1, 3.0, 60.0, 1e4, f64::INFINITY] {
                let (quick, exact) =
                    (cache.hit_ratio(capacity, 500.0, ttl_s), lru_ttl_hit_ratio(p, capacity, 500.0, ttl_s));
                assert!((quick - exact).abs() < 1e-3, "{keys} {skew} {ttl_s}: {quick} {exact}");
                let (quick, exact) =
                    (cache.stale_ratio(keys, 500.0, 9.0, ttl_s), ttl_stale_ratio_of_all(p, 500.0, 9.0, ttl_s));
                assert!((quick - exact).abs() < 1e-3, "{keys} {skew} {ttl_s}, stale: {quick} {exact}");
            }
        }
    }

    #[test]
    fn degenerate_catalogues_are_legal() {
        assert_eq!(ZipfCache::new(0, 1.0).hit_ratio(1, 5.0, f64::INFINITY), 1.0);
        assert_eq!(ZipfCache::new(10, 1.0).hit_ratio(0, 5.0, 60.0), 0.0);
        assert_eq!(ZipfCache::new(10, 1.0).stale_ratio(3, 5.0, 1.0, 0.0), 0.0);
    }
}
