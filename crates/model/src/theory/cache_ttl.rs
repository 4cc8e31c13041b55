//! Hit ratios of caches whose entries live for a fixed time from storing, under the assumptions of `caches.rs`. Rates
//! are in requests a second, times in seconds.

use super::caches::{lru_characteristic_time, sum};

/// Hit ratio of a key that is asked for `rate` times a second and kept for `ttl_s` seconds from storing: of the λT + 1
/// requests from one storing to the next the first misses (Jung, Berger and Balakrishnan 2003). 1 when both are
/// infinite or one is and the other is not 0.
pub fn ttl_hit_ratio(rate: f64, ttl_s: f64) -> f64 {
    let hits = rate * ttl_s;
    if hits == f64::INFINITY {
        1.0
    } else if hits > 0.0 {
        hits / (1.0 + hits)
    } else {
        0.0
    }
}

/// Hit ratio over all keys, asked for `rate` times a second together, in a cache without bound whose entries live for
/// `ttl_s` seconds. O(keys).
pub fn ttl_hit_ratio_of_all(probabilities: &[f64], rate: f64, ttl_s: f64) -> f64 {
    sum(probabilities, |p| p * ttl_hit_ratio(p * rate, ttl_s))
}

/// Hit ratio of LRU with `capacity` entries that live for `ttl_s` seconds from storing, of keys that are asked for
/// `rate` times a second together. Entries past their time hold their places until they are asked for.
///
/// Che's approximation and a renewal argument: whatever a request meets, its key is the most recently used then, so
/// that entries stay for the same characteristic time t as without a TTL. Let M be the mean number of requests after
/// a storing before the TTL T is over or a gap is longer than t: those hit, and the next misses. M solves the renewal
/// equation M(T) = ∫₀^min(T,t) λe^(−λx) (1 + M(T−x)) dx. O(keys).
pub fn lru_ttl_hit_ratio(probabilities: &[f64], capacity: u32, rate: f64, ttl_s: f64) -> f64 {
    let stay_s = lru_characteristic_time(probabilities, capacity) / rate;
    sum(probabilities, |p| {
        let hits = hits_of_a_storing(p * rate, stay_s, ttl_s);
        if hits == f64::INFINITY { p } else { p * hits / (1.0 + hits) }
    })
}

/// From here on M's growth a stay is as good as geometric: all but one root of s + ae^(−st) = 0 are far to the left.
const STAYS: f64 = 16.0;

/// M of [`lru_ttl_hit_ratio`].
pub(super) fn hits_of_a_storing(rate: f64, stay_s: f64, ttl_s: f64) -> f64 {
    if !(rate > 0.0 && stay_s > 0.0 && ttl_s > 0.0) {
        return 0.0;
    }
    if ttl_s == f64::INFINITY {
        return libm::expm1(rate * stay_s);
    }
    // The sum below has up to T/t terms with alternating signs, up to e^(0.28 T/t) times as large as their sum.
    let further = libm::ceil(ttl_s / stay_s - STAYS).max(0.0);
    if further == 0.0 {
        return hits_by_terms(rate, stay_s, ttl_s);
    }
    let base_s = ttl_s - further * stay_s;
    let base = hits_by_terms(rate, stay_s, base_s);
    let last = base - hits_by_terms(rate, stay_s, base_s - stay_s);
    let before = base - last - hits_by_terms(rate, stay_s, base_s - 2.0 * stay_s);
    // What is lost in rounding has no growth to speak of.
    if last <= 1e-12 * base || before <= 0.0 {
        return base;
    }
    let ratio = (last / before).min(1.0);
    let sum = if ratio == 1.0 { further } else { ratio * (1.0 - libm::pow(ratio, further)) / (1.0 - ratio) };
    base + last * sum
}

/// With a = λe^(−λt) the Laplace transform of the renewal equation gives
/// M(T) = λT + Σⱼ (−a)ʲ(T−jt)ʲ/j! · (1 + λ(T−jt)/(j+1)) over 1 ≤ j < T/t.
fn hits_by_terms(rate: f64, stay_s: f64, ttl_s: f64) -> f64 {
    let lost = rate * libm::exp(-rate * stay_s);
    let mut hits = rate * ttl_s;
    for j in 1..=STAYS as u32 {
        let left_s = ttl_s - f64::from(j) * stay_s;
        if left_s <= 0.0 {
            break;
        }
        let power = (1..=j).fold(1.0, |power, i| power * -lost * left_s / f64::from(i));
        hits += power * (1.0 + rate * left_s / f64::from(j + 1));
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::popularity::Popularity;
    use crate::theory::lru_hit_ratio;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{a} {b}");
    }

    #[test]
    fn a_ttl_alone() {
        close(ttl_hit_ratio(2.0, 3.0), 6.0 / 7.0);
        for (rate, ttl_s, ratio) in
            [(5.0, 0.0, 0.0), (0.0, 5.0, 0.0), (1.0, f64::INFINITY, 1.0), (0.0, f64::INFINITY, 0.0)]
        {
            assert_eq!(ttl_hit_ratio(rate, ttl_s), ratio);
        }
        close(ttl_hit_ratio_of_all(&[0.25; 4], 8.0, 0.5), 0.5);
        close(ttl_hit_ratio_of_all(&[0.75, 0.25], 4.0, 1.0), 0.75 * 0.75 + 0.25 * 0.5);
    }

    #[test]
    fn a_ttl_and_a_bound_agree_with_either_alone() {
        let popularity = Popularity::zipf(500, 0.9);
        let p = popularity.probabilities();
        let stay_s = lru_characteristic_time(p, 100) / 50.0;
        close(lru_ttl_hit_ratio(p, 100, 50.0, f64::INFINITY), lru_hit_ratio(p, 100));
        close(lru_ttl_hit_ratio(p, 100, 50.0, 1e12 * stay_s), lru_hit_ratio(p, 100));
        close(lru_ttl_hit_ratio(p, 500, 50.0, 30.0), ttl_hit_ratio_of_all(p, 50.0, 30.0));
        // Nothing can fall out before its time.
        close(lru_ttl_hit_ratio(p, 100, 50.0, stay_s), ttl_hit_ratio_of_all(p, 50.0, stay_s));
        for (capacity, rate, ttl_s) in [(0, 50.0, 30.0), (100, 0.0, 30.0), (0, 0.0, 0.0), (100, 50.0, 0.0)] {
            assert_eq!(lru_ttl_hit_ratio(p, capacity, rate, ttl_s), 0.0);
        }
        // More time, more hits, also from one way to compute it to the other.
        let ratios: Vec<f64> =
            (1..400).map(|i| lru_ttl_hit_ratio(p, 100, 50.0, f64::from(i) * stay_s / 10.0)).collect();
        assert!(ratios.is_sorted_by(|a, b| a < b), "{ratios:?}");
    }

    /// The renewal equation, step by step by the trapezoidal rule with `steps` steps a stay.
    fn stepped(rate: f64, stay_s: f64, stays: f64, steps: usize) -> f64 {
        let h = stay_s / steps as f64;
        let n = (stays * steps as f64).round() as usize;
        let density = |i: usize| rate * libm::exp(-rate * h * i as f64);
        let mut hits = vec![0.0];
        for at in 1..=n {
            let end = at.min(steps);
            let inner: f64 = (1..end).map(|i| density(i) * (1.0 + hits[at - i])).sum();
            let last = density(end) * (1.0 + hits[at - end]) / 2.0;
            // M(T) itself stands in the first term.
            let known = h * (inner + last + density(0) / 2.0);
            hits.push(known / (1.0 - h * density(0) / 2.0));
        }
        hits[n]
    }

    #[test]
    fn hits_of_a_storing_solve_the_renewal_equation() {
        for (rate, stays) in [(0.3, 1.5), (1.0, 2.75), (1.0, 7.0), (2.5, 15.5), (0.7, 25.0), (1.5, 40.25), (6.0, 30.5)]
        {
            // The rule's error falls with the square of the step: two of them give the limit, and bound what is left.
            let (coarse, fine) = (stepped(rate, 1.0, stays, 400), stepped(rate, 1.0, stays, 800));
            let limit = fine + (fine - coarse) / 3.0;
            let hits = hits_of_a_storing(rate, 1.0, stays);
            assert!((hits - limit).abs() <= (fine - coarse).abs() / 10.0, "{rate} {stays}: {hits} {limit} {fine}");
        }
    }
}
