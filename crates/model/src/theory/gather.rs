//! A page that needs the answers of several machines waits for the slowest of them. Shares go from 0 to 1.
//!
//! Sources: David and Nagaraja, *Order Statistics*, 3rd ed. 2003, § 2.1 (the largest of independent values); Dean and
//! Barroso, *The Tail at Scale*, Communications of the ACM 56(2), 2013 (what it does to pages).

/// Which quantile of one answer is the quantile `p` of the slowest of `n` independent ones: p^(1/n), because all of
/// them are there by t with probability F(t)ⁿ. With `n` 0 nothing is waited for: 0.
pub fn slowest_quantile(p: f64, n: u32) -> f64 {
    if n == 0 { 0.0 } else { libm::pow(p.clamp(0.0, 1.0), 1.0 / f64::from(n)) }
}

/// Mean of the slowest of `n` independent exponential times with mean 1: 1 + 1/2 + … + 1/n (Rényi 1953).
pub fn slowest_of_exponentials(n: u32) -> f64 {
    (1..=n).map(|i| 1.0 / f64::from(i)).sum()
}

/// Share of all requests that the hottest of `n` shards has, when `celebrity` of them ask for one key that is on one of
/// them and the others are spread evenly.
pub fn hottest_share(n: u32, celebrity: f64) -> f64 {
    if n == 0 { 0.0 } else { celebrity + (1.0 - celebrity) / f64::from(n) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::luck::{Luck, Purpose};
    use crate::theory::fan_out;

    #[test]
    fn one_slow_answer_in_a_hundred_is_the_fate_of_most_pages_that_ask_a_hundred() {
        // Dean and Barroso's 63 %: a page beyond the 99 % quantile of one answer.
        assert!((fan_out(0.01, 100) - 0.634).abs() < 1e-3);
        assert!((slowest_quantile(0.5, 69) - 0.99).abs() < 1e-4);
        assert!((slowest_quantile(1.0 - fan_out(0.01, 7), 7) - 0.99).abs() < 1e-12);
        assert_eq!((slowest_quantile(0.99, 1), slowest_quantile(0.99, 0)), (0.99, 0.0));
    }

    #[test]
    fn the_slowest_of_some_is_what_dice_give() {
        let luck = Luck::new(3);
        let runs = 50_000;
        let slowest = |i: u64| (0..8).map(|j| luck.draw(Purpose::WebWork, i, j).exponential()).fold(0.0, f64::max);
        let mean = (0..runs).map(slowest).sum::<f64>() / runs as f64;
        // Variance 1 + 1/4 + … + 1/64 < 1.6: four standard errors.
        assert!((mean - slowest_of_exponentials(8)).abs() < 4.0 * (1.6 / runs as f64).sqrt(), "{mean}");
    }

    #[test]
    fn a_celebrity_heats_one_shard() {
        assert_eq!((hottest_share(4, 0.0), hottest_share(4, 1.0), hottest_share(0, 0.5)), (0.25, 1.0, 0.0));
        assert!((hottest_share(4, 0.2) - 0.4).abs() < 1e-12);
    }
}
