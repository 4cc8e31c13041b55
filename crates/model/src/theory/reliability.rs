//! Parts that fail independently. Availabilities and probabilities go from 0 to 1.
//!
//! Sources: Barlow and Proschan, *Mathematical Theory of Reliability*, 1965 (availability, series, parallel, k of n);
//! Dean and Barroso, *The Tail at Scale*, CACM 56(2), 2013 (fan-out).

/// Share of time that a part is up which works for `mtbf_s` in the mean and is then down for `mttr_s`: MTBF ÷ (MTBF +
/// MTTR), whatever the distributions. MTBF counts from the end of a repair to the next failure. 1 if both are 0.
pub fn availability(mtbf_s: f64, mttr_s: f64) -> f64 {
    if mttr_s <= 0.0 { 1.0 } else { mtbf_s / (mtbf_s + mttr_s) }
}

/// Share of time that at least one of `n` parts of availability `a` is up: 1 − (1 − a)ⁿ. 0 for no parts.
pub fn redundancy(a: f64, n: u32) -> f64 {
    at_least_one(a, n)
}

/// Share of time that at least `k` of `n` parts of availability `a` are up: the upper tail of a binomial distribution.
/// 1 for k = 0, 0 for k > n. Cost O(n).
pub fn k_of_n(a: f64, k: u32, n: u32) -> f64 {
    if k == 0 {
        return 1.0;
    }
    if a <= 0.0 || k > n {
        return 0.0;
    }
    if a >= 1.0 {
        return 1.0;
    }
    let (up, down) = (libm::log(a), libm::log1p(-a));
    // In logarithms, because the first terms of many parts are out of range.
    let mut log_ways = 0.0;
    let mut sum = 0.0;
    for i in 0..=n {
        if i >= k {
            sum += libm::exp(log_ways + f64::from(i) * up + f64::from(n - i) * down);
        }
        log_ways += libm::log(f64::from(n - i) / f64::from(i + 1));
    }
    sum.min(1.0)
}

/// Share of time that all parts are up on which a request depends: the product of their availabilities.
pub fn in_series(parts: &[f64]) -> f64 {
    parts.iter().product()
}

/// Probability that a request is slow which waits for the slowest of `n` servers, each slow with probability `p`:
/// 1 − (1 − p)ⁿ. With 1 % and 100 servers, 63 %. 0 for no servers.
pub fn fan_out(p: f64, n: u32) -> f64 {
    at_least_one(p, n)
}

/// 1 − (1 − p)ⁿ without the loss of digits that small p would bring.
fn at_least_one(p: f64, n: u32) -> f64 {
    if n == 0 { 0.0 } else { -libm::expm1(f64::from(n) * libm::log1p(-p)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-12 * b.abs().max(1e-3), "{a} {b}");
    }

    #[test]
    fn the_published_example_comes_out() {
        assert_eq!((fan_out(0.01, 100) * 100.0).round(), 63.0);
        close(fan_out(0.01, 1), 0.01);
        // One in 10,000 and 2,000 servers: nearly one request in five.
        assert!((fan_out(1e-4, 2_000) - 0.18).abs() < 0.005);
        close(fan_out(1e-15, 3), 3e-15);
    }

    #[test]
    fn special_cases_agree() {
        close(availability(99.0, 1.0), 0.99);
        assert_eq!((availability(0.0, 1.0), availability(0.0, 0.0), availability(5.0, 0.0)), (0.0, 1.0, 1.0));
        close(redundancy(0.99, 2), 0.9999);
        assert_eq!((redundancy(1.0, 3), redundancy(0.0, 3), redundancy(0.5, 0)), (1.0, 0.0, 0.0));
        close(in_series(&[0.99, 0.98, 0.5]), 0.99 * 0.98 * 0.5);
        assert_eq!(in_series(&[]), 1.0);
        for n in 1..9 {
            close(k_of_n(0.9, 1, n), redundancy(0.9, n));
            close(k_of_n(0.9, n, n), in_series(&vec![0.9; n as usize]));
        }
        close(k_of_n(0.9, 2, 3), 3.0 * 0.81 * 0.1 + 0.729);
        // Half of an odd number of fair coins; two thousand rounded terms.
        assert!((k_of_n(0.5, 1_001, 2_001) - 0.5).abs() < 1e-10);
        assert_eq!((k_of_n(0.3, 0, 5), k_of_n(0.3, 6, 5), k_of_n(1.0, 5, 5), k_of_n(0.0, 1, 5)), (1.0, 0.0, 1.0, 0.0));
    }
}
