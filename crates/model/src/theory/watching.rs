//! Watching: how long a fault goes unnoticed, and how often chance looks like one. Times in seconds, shares from 0 to 1.
//!
//! Sources: Feller, *An Introduction to Probability Theory and Its Applications*, vol. 1, 3rd ed. 1968, ch. VI
//! (Poisson approximation, tails) and vol. 2, 2nd ed. 1971, ch. I (waiting for the n-th event, order statistics);
//! multi-window alerts on shares of failed requests: Beyer et al., *The Site Reliability Workbook*, 2018, ch. 5.

/// How long a window of `window_s` really is when counters are read every `scrape_s`: it begins and ends at a scrape.
pub fn scraped_window_s(scrape_s: f64, window_s: f64) -> f64 {
    scrape_s * libm::ceil(window_s / scrape_s).max(1.0)
}

/// A rule that raises an alert: at a scrape, if more than `threshold` of the requests in the window have failed, and at
/// least `least`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Watched {
    /// From scrape to scrape, in seconds.
    pub scrape_s: f64,
    /// The window, in seconds.
    pub window_s: f64,
    /// The share of failed requests that must be passed, 0 to 1.
    pub threshold: f64,
    /// The number of failed requests that must be reached.
    pub least: u64,
    /// How late an error is known, in seconds.
    pub late_s: f64,
}

/// Mean time from a fault to the alert, if of `rate` requests a second the share `failing` fails from then on and none
/// did before: until so many have failed that the window holds more than the threshold, until they are known, and half a
/// scrape interval, since the fault begins at any moment between two scrapes. Infinite if the window never holds so many.
pub fn detect_s(rule: &Watched, rate: f64, failing: f64) -> f64 {
    detect_in_steps_s(rule, rate, |_| (failing, f64::INFINITY))
}

/// The same where the share that fails grows step by step: `step` says of each, from 0, what share fails and for how many
/// seconds, the last for ever.
pub fn detect_in_steps_s(rule: &Watched, rate: f64, step: impl Fn(u32) -> (f64, f64)) -> f64 {
    let window_s = scraped_window_s(rule.scrape_s, rule.window_s);
    let mut needed = (libm::floor(rule.threshold.max(0.0) * rate * window_s) + 1.0).max(rule.least as f64);
    let mut begun_s = 0.0;
    for number in 0.. {
        let (failing, lasts_s) = step(number);
        let fills_s = needed / (rate * failing);
        if fills_s <= lasts_s {
            let steady = needed < rate * failing * window_s;
            return if steady { begun_s + fills_s + rule.late_s + rule.scrape_s / 2.0 } else { f64::INFINITY };
        }
        begun_s += lasts_s;
        needed -= rate * failing * lasts_s;
    }
    f64::INFINITY
}

/// Probability of k events or fewer, if their number is Poisson with this mean.
fn poisson_up_to(k: i64, mean: f64) -> f64 {
    if k < 0 {
        return 0.0;
    }
    let mut term = libm::exp(-mean);
    if term == 0.0 {
        // Far from 0: as the normal distribution, with the third moment (Cornish and Fisher).
        let z = (k as f64 + 0.5 - mean) / libm::sqrt(mean);
        return 0.5 * libm::erfc(-z / core::f64::consts::SQRT_2);
    }
    let mut sum = term;
    for n in 1..=k {
        term *= mean / n as f64;
        sum += term;
        if n as f64 > mean && term < 1e-18 {
            break;
        }
    }
    sum.min(1.0)
}

/// Probability that in a window with `requests` requests in the mean, arriving at random and each failing with
/// probability `failing`, at least `least` fail, and more than the share `threshold` of them: a false alarm at one look,
/// where `failing` is what always fails. Failures and other requests are two independent Poisson streams. Cost
/// O(requests).
pub fn false_alarm(requests: f64, failing: f64, threshold: f64, least: u64) -> f64 {
    let (bad, good) = (requests * failing, requests * (1.0 - failing));
    if bad <= 0.0 || threshold >= 1.0 {
        return 0.0;
    }
    let mut log_term = -bad;
    let mut sum = 0.0;
    let end = bad + 40.0 + 12.0 * libm::sqrt(bad);
    let mut k = 0u32;
    while f64::from(k) < end {
        let errors = f64::from(k);
        if u64::from(k) >= least.max(1) {
            // More than the share: fewer good ones than errors × (1 − threshold) ÷ threshold.
            let most =
                if threshold > 0.0 { libm::ceil(errors * (1.0 - threshold) / threshold - 1e-9) - 1.0 } else { 1e18 };
            sum += libm::exp(log_term) * poisson_up_to(most.min(1e9) as i64, good);
        }
        k += 1;
        log_term += libm::log(bad / f64::from(k));
    }
    sum.min(1.0)
}

/// Mean time until the first of `n` files has `lines` lines, if each gets one every second in the mean, at random and
/// independently: ∫ P(one has fewer at t)ⁿ dt, by Simpson's rule. For one file, `lines`.
pub fn first_of(n: u32, lines: u32) -> f64 {
    if n == 0 {
        return f64::INFINITY;
    }
    let all_below = |t: f64| libm::pow(poisson_up_to(i64::from(lines) - 1, t), f64::from(n));
    let end = f64::from(lines) + 40.0 + 12.0 * libm::sqrt(f64::from(lines));
    let steps = 4_000;
    let width = end / f64::from(steps);
    let inner: f64 = (1..steps).map(|i| if i % 2 == 1 { 4.0 } else { 2.0 } * all_below(width * f64::from(i))).sum();
    width / 3.0 * (all_below(0.0) + inner + all_below(end))
}

/// Mean number of requests that a bad build fails before it is rolled back: `rate` requests a second, of which the
/// share `exposed` meets the build, which fails the share `failing` of them, for `detect_s`.
pub fn hurt(rate: f64, exposed: f64, failing: f64, detect_s: f64) -> f64 {
    rate * exposed * failing * detect_s
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_a_whole_number_of_scrapes() {
        assert_eq!(
            (scraped_window_s(15.0, 30.0), scraped_window_s(15.0, 31.0), scraped_window_s(60.0, 30.0)),
            (30.0, 45.0, 60.0)
        );
        assert_eq!(scraped_window_s(15.0, 0.0), 15.0);
    }

    #[test]
    fn half_an_interval_and_the_part_of_the_window_that_it_takes() {
        let rule = Watched { scrape_s: 10.0, window_s: 60.0, threshold: 0.02, least: 10, late_s: 0.5 };
        // More than 120 of 6,000 at 20 a second; then half an interval.
        assert_eq!(detect_s(&rule, 100.0, 0.2), 121.0 / 20.0 + 0.5 + 5.0);
        // Of few requests it takes ten.
        assert_eq!(detect_s(&rule, 1.0, 0.5), 20.0 + 5.5);
        assert_eq!(detect_s(&rule, 100.0, 0.02), f64::INFINITY);
        // A third of it first, and after ten seconds the rest.
        let steps = |n| if n == 0 { (0.2 / 3.0, 10.0) } else { (0.2, f64::INFINITY) };
        let later = 10.0 + (121.0 - 100.0 / 1.5) / 20.0 + 0.5 + 5.0;
        assert!((detect_in_steps_s(&rule, 100.0, steps) - later).abs() < 1e-9);
        assert_eq!(hurt(100.0, 0.125, 0.2, 20.0), 50.0);
    }

    #[test]
    fn tails_agree_with_sums_by_hand() {
        // Any failure at all: 1 − e⁻ᵃ.
        assert!((false_alarm(100.0, 0.01, 0.0, 1) - (1.0 - libm::exp(-1.0))).abs() < 1e-9);
        // More than half of the requests, both streams alike: P(X > Y) of two Poisson(2), by the table of their sums.
        let p = |k: i32| libm::exp(-2.0) * libm::pow(2.0, f64::from(k)) / (1..=k).map(f64::from).product::<f64>();
        let by_hand: f64 = (0..30).flat_map(|x| (0..x).map(move |y| (x, y))).map(|(x, y)| p(x) * p(y)).sum();
        assert!((false_alarm(4.0, 0.5, 0.5, 1) - by_hand).abs() < 1e-9);
        let three: f64 = 1.0 - p(0) - p(1) - p(2);
        assert!((false_alarm(200.0, 0.01, 0.0, 3) - three).abs() < 1e-9);
        assert_eq!((false_alarm(100.0, 0.0, 0.01, 1), false_alarm(100.0, 0.1, 1.0, 1)), (0.0, 0.0));
        // A longer window at the same threshold has fewer.
        let of = |requests| false_alarm(requests, 0.002, 0.01, 1);
        assert!(of(100.0) > of(400.0) && of(400.0) > 10.0 * of(2_000.0));
    }

    #[test]
    fn the_first_of_many_files_comes_sooner_than_one_but_later_than_all_together() {
        assert!((first_of(1, 10) - 10.0).abs() < 1e-6 && (first_of(8, 1) - 0.125).abs() < 1e-3);
        assert!(first_of(8, 10) < 10.0 && first_of(8, 10) > 10.0 / 8.0 * 3.0);
        assert_eq!(first_of(0, 3), f64::INFINITY);
    }
}
