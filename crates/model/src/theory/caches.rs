//! Hit ratios of caches of bounded size when keys are asked for independently of each other, each as a Poisson stream
//! (the independent reference model), and a miss is stored at once. `probabilities` are the shares of the keys in the
//! requests, with sum 1; a hit ratio is a share of all requests from 0 to 1.

use super::cache_ttl::ttl_hit_ratio;

/// Hit ratio of LRU with `capacity` entries by Che's approximation (Che, Tung and Wang 2002; why it is so good: Fricker,
/// Robert and Roberts 2012): a key is there if it was asked for within the [`lru_characteristic_time`]. Exact for keys
/// that are all alike, in the limit of many keys for Zipf's law. O(keys) a step of Newton's, of which there are some
/// ten.
pub fn lru_hit_ratio(probabilities: &[f64], capacity: u32) -> f64 {
    let time = lru_characteristic_time(probabilities, capacity);
    sum(probabilities, |p| p * asked_within(p, time))
}

/// Che's characteristic time of LRU in requests: within it `capacity` different keys are asked for in the mean. That is
/// how long an entry stays after its last use. Infinite if all keys fit.
pub fn lru_characteristic_time(probabilities: &[f64], capacity: u32) -> f64 {
    characteristic_time(probabilities, capacity, |p, time| {
        let there = asked_within(p, time);
        (there, p * (1.0 - there))
    })
}

/// Hit ratio of FIFO with `capacity` entries: Che's approximation with entries that stay for a fixed time from storing
/// (Martina, Garetto and Leonardi 2014), so that each key is as in [`ttl_hit_ratio`]. The same holds for a cache that
/// evicts at random, which has exactly FIFO's hit ratio (Gelenbe 1973). O(keys) a step of Newton's.
pub fn fifo_hit_ratio(probabilities: &[f64], capacity: u32) -> f64 {
    let time = fifo_characteristic_time(probabilities, capacity);
    sum(probabilities, |p| p * ttl_hit_ratio(p, time))
}

/// How long an entry stays in FIFO, in requests; infinite if all keys fit.
pub fn fifo_characteristic_time(probabilities: &[f64], capacity: u32) -> f64 {
    characteristic_time(probabilities, capacity, |p, time| {
        let there = ttl_hit_ratio(p, time);
        (there, p * (1.0 - there) * (1.0 - there))
    })
}

/// Hit ratio of the `capacity` most popular keys, which is what the counts of LFU find out in the end and no policy
/// that knows only the past can beat (Coffman and Denning 1973). `probabilities` go from the greatest to the least. A
/// cache that lets every newcomer in has one place less for them: it is between this and the value for one entry less.
/// O(capacity).
pub fn lfu_hit_ratio(probabilities: &[f64], capacity: u32) -> f64 {
    let kept = probabilities.len().min(capacity as usize);
    sum(&probabilities[..kept], |p| p)
}

/// Probability that a key with probability `p` is asked for in `time` requests.
fn asked_within(p: f64, time: f64) -> f64 {
    if p > 0.0 { -libm::expm1(-p * time) } else { 0.0 }
}

/// The time at which the probabilities of being there add up to `capacity`; `there` gives one and its derivative.
fn characteristic_time(probabilities: &[f64], capacity: u32, there: impl Fn(f64, f64) -> (f64, f64)) -> f64 {
    if capacity as usize >= probabilities.iter().filter(|p| **p > 0.0).count() {
        return f64::INFINITY;
    }
    // The sum is concave in time and, as no key is there more often than it is asked for, at most the time itself:
    // from here on Newton's steps come up to the root from below. The bound is for rounding.
    let mut time = f64::from(capacity);
    for _ in 0..100 {
        let missing = f64::from(capacity) - sum(probabilities, |p| there(p, time).0);
        let slope = sum(probabilities, |p| there(p, time).1);
        let step = missing / slope;
        time += step;
        if step <= 1e-14 * time {
            break;
        }
    }
    time
}

/// Sum over the keys, from the least popular on, so that they count too.
pub(super) fn sum(probabilities: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    probabilities.iter().rev().map(|p| of(*p)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::popularity::Popularity;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-9, "{a} {b}");
    }

    /// Exact hit ratios of LRU and FIFO by King (1971): the sums over all orders in which `c` keys can stand in line.
    fn king(p: &[f64], c: usize) -> (f64, f64) {
        // What is in line, its share in the requests, and its weights in LRU and in FIFO.
        fn go(p: &[f64], c: usize, line: &mut Vec<usize>, there: f64, weights: (f64, f64), sums: &mut [f64; 3]) {
            if line.len() == c {
                sums[0] += weights.0 * there;
                sums[1] += weights.1 * there;
                sums[2] += weights.1;
                return;
            }
            for key in 0..p.len() {
                if !line.contains(&key) {
                    line.push(key);
                    let weights = (weights.0 * p[key] / (1.0 - there), weights.1 * p[key]);
                    go(p, c, line, there + p[key], weights, sums);
                    line.pop();
                }
            }
        }
        let mut sums = [0.0; 3];
        go(p, c, &mut Vec::new(), 0.0, (1.0, 1.0), &mut sums);
        (sums[0], sums[1] / sums[2])
    }

    #[test]
    fn keys_that_are_all_alike_hit_as_often_as_they_fit() {
        let p = vec![1e-3; 1_000];
        for capacity in [0, 1, 250, 999, 1_000, 5_000] {
            let share = f64::from(capacity.min(1_000)) / 1e3;
            for ratio in [lru_hit_ratio, fifo_hit_ratio, lfu_hit_ratio] {
                close(ratio(&p, capacity), share);
            }
        }
        // n(1 − e^(−t/n)) = C.
        close(lru_characteristic_time(&p, 250) / 1e3, -libm::log(0.75));
        assert_eq!(lru_characteristic_time(&p, 1_000), f64::INFINITY);
    }

    #[test]
    fn che_comes_nearer_to_king_the_more_keys_there_are() {
        for (name, approximate, exact) in
            [("LRU", lru_hit_ratio as fn(&[f64], u32) -> f64, 0), ("FIFO", fifo_hit_ratio, 1)]
        {
            let error = |keys: u32| {
                let popularity = Popularity::zipf(keys, 0.8);
                let (lru, fifo) = king(popularity.probabilities(), keys as usize / 2);
                (approximate(popularity.probabilities(), keys / 2) - [lru, fifo][exact]).abs()
            };
            let errors = [2, 4, 6, 8].map(error);
            // How fast, tests/theory/caches.rs looks at with catalogues too large for King's sums.
            assert!(errors.is_sorted_by(|a, b| a > b), "{name}: {errors:?}");
        }
    }

    #[test]
    fn policies_rank_as_is_known() {
        for skew in [0.3, 0.8, 1.3] {
            let popularity = Popularity::zipf(10_000, skew);
            let p = popularity.probabilities();
            for capacity in [1, 10, 100, 5_000, 9_999] {
                let [fifo, lru, lfu] = [fifo_hit_ratio, lru_hit_ratio, lfu_hit_ratio].map(|f| f(p, capacity));
                assert!(0.0 < fifo && fifo < lru && lru < lfu && lfu < 1.0, "{skew} {capacity}: {fifo} {lru} {lfu}");
                // The characteristic times solve their equations.
                let time = lru_characteristic_time(p, capacity);
                close(sum(p, |p| asked_within(p, time)) / f64::from(capacity), 1.0);
                let time = fifo_characteristic_time(p, capacity);
                close(sum(p, |p| ttl_hit_ratio(p, time)) / f64::from(capacity), 1.0);
            }
        }
    }

    #[test]
    fn keys_that_nobody_asks_for_take_no_place() {
        let p = [0.5, 0.5, 0.0, 0.0];
        close(lru_hit_ratio(&p, 1), 0.5);
        close(fifo_hit_ratio(&p, 2), 1.0);
        close(lru_hit_ratio(&[], 3), 0.0);
    }
}
