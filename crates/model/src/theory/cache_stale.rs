//! Stale answers of a cache that nobody tells of writes, under the assumptions of `caches.rs`. Writes to a key are a
//! Poisson stream of their own.
//!
//! A value that was stored when it was the newest is stale at age a if its key has been written since, with
//! probability 1 − e^(−wa). Hits come as a Poisson stream of rate λ while the entry lives, so that a storing is
//! followed by λ∫₀ᵀ(1 − e^(−wa))da = λ(T − (1 − e^(−wT))/w) stale hits in the mean, of λT in all.

use super::cache_ttl::hits_of_a_storing;
use super::caches::sum;

/// Share of the requests for a key that get a stale value, 0 to 1: the key is asked for `rate` times a second and
/// written `writes` times, and kept for `ttl_s` seconds from storing.
pub fn ttl_stale_ratio(rate: f64, writes: f64, ttl_s: f64) -> f64 {
    stale_ratio(rate, writes, f64::INFINITY, ttl_s)
}

/// The same over all keys, asked for `rate` times a second together and written `writes` times, both in proportion to
/// their `probabilities`, in a cache without bound. O(keys).
pub fn ttl_stale_ratio_of_all(probabilities: &[f64], rate: f64, writes: f64, ttl_s: f64) -> f64 {
    sum(probabilities, |p| p * ttl_stale_ratio(p * rate, p * writes, ttl_s))
}

/// The same for one key in LRU, whose entries stay for `stay_s` seconds after their last use.
pub(super) fn stale_ratio(rate: f64, writes: f64, stay_s: f64, ttl_s: f64) -> f64 {
    if !(rate > 0.0 && writes > 0.0 && stay_s > 0.0 && ttl_s > 0.0) {
        return 0.0;
    }
    let hits = hits_of_a_storing(rate, stay_s, ttl_s);
    if hits == f64::INFINITY {
        // Kept for ever, and written sooner or later.
        return 1.0;
    }
    (hits - fresh_hits(rate, writes, stay_s, ttl_s)).max(0.0) / (1.0 + hits)
}

/// Mean number of hits after a storing that come before the key is written: ∫₀ᵀ M′(a) e^(−wa) da, M(a) being the mean
/// number of hits up to age a.
fn fresh_hits(rate: f64, writes: f64, stay_s: f64, ttl_s: f64) -> f64 {
    // Until the first stay is over no entry can have gone.
    let first = rate * -libm::expm1(-writes * stay_s.min(ttl_s)) / writes;
    if ttl_s <= stay_s {
        return first;
    }
    if ttl_s == f64::INFINITY {
        // By the Laplace transform of M at w.
        let (both, gone) = (rate + writes, libm::exp(-(rate + writes) * stay_s));
        return rate * -libm::expm1(-both * stay_s) / (writes + rate * gone);
    }
    // By parts, and with v = e^(−wa) in the place of a, the younger and the older half each.
    let hits = |age_s: f64| hits_of_a_storing(rate, stay_s, age_s);
    let [young, middle, old] = [stay_s, (stay_s + ttl_s) / 2.0, ttl_s].map(|age_s| libm::exp(-writes * age_s));
    let between = |from: f64, to: f64| integral(from, to, |v| hits(-libm::log(v) / writes));
    first + hits(ttl_s) * old - hits(stay_s) * young + between(old, middle) + between(middle, young)
}

/// ∫ `f` by the rule of Gauss and Legendre with eight points.
fn integral(from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (middle, half) = ((from + to) / 2.0, (to - from) / 2.0);
    half * GAUSS.iter().map(|(x, weight)| weight * (f(middle - half * x) + f(middle + half * x))).sum::<f64>()
}

/// The rule's places, each for both signs, and weights.
const GAUSS: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_5),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_3),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ttl_alone() {
        let (rate, writes, ttl_s) = (2.0, 0.5, 3.0f64);
        let stale: f64 = rate * (ttl_s - (1.0 - libm::exp(-writes * ttl_s)) / writes) / (1.0 + rate * ttl_s);
        assert!((ttl_stale_ratio(rate, writes, ttl_s) - stale).abs() < 1e-12);
        assert!((ttl_stale_ratio_of_all(&[0.5, 0.5], 4.0, 1.0, 3.0) - stale).abs() < 1e-12);
        assert_eq!(ttl_stale_ratio(2.0, 0.0, 3.0) + ttl_stale_ratio(2.0, 1.0, 0.0), 0.0);
        assert_eq!(ttl_stale_ratio(2.0, 0.1, f64::INFINITY), 1.0);
        // Quick writes leave no hit fresh, slow ones all.
        assert!((ttl_stale_ratio(2.0, 1e6, 3.0) - 6.0 / 7.0).abs() < 1e-5 && ttl_stale_ratio(2.0, 1e-9, 3.0) < 1e-8);
    }

    /// Fresh hits by the rule of Simpson over the growth of M.
    fn stepped(rate: f64, writes: f64, stay_s: f64, ttl_s: f64) -> f64 {
        let n = 20_000;
        let hits = |i: usize| hits_of_a_storing(rate, stay_s, ttl_s * i as f64 / n as f64);
        let middle = |i: usize| (-writes * ttl_s * (i as f64 + 0.5) / n as f64).exp();
        (0..n).map(|i| (hits(i + 1) - hits(i)) * middle(i)).sum()
    }

    #[test]
    fn a_bound_and_a_ttl_together() {
        for (rate, writes, ttl_s) in
            [(0.5, 0.1, 3.0), (2.0, 0.02, 12.0), (1.0, 1.0, 8.0), (4.0, 0.3, 30.0), (0.1, 0.01, 2.0)]
        {
            let exact = stepped(rate, writes, 1.0, ttl_s);
            let fresh = fresh_hits(rate, writes, 1.0, ttl_s);
            assert!((fresh / exact - 1.0).abs() < 1e-3, "{rate} {writes} {ttl_s}: {fresh} {exact}");
        }
        // For ever is the limit of long.
        let (long, ever) = (fresh_hits(1.5, 0.2, 1.0, 200.0), fresh_hits(1.5, 0.2, 1.0, f64::INFINITY));
        assert!((long / ever - 1.0).abs() < 1e-3, "{long} {ever}");
    }
}
