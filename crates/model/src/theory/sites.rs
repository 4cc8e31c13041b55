//! Several data centers. A visitor clicks as a Poisson process, every `think_s` seconds in the mean, and comes back with
//! the address that DNS gave until its time to live is over; each click begins a new visit, which asks DNS anew, with
//! probability 1 ÷ `visit`.

/// Share of all requests that still go by an answer which DNS gave more than `after_s` seconds ago: of those to a site
/// that DNS has dropped, what is left `after_s` later. Renewal theory: an answer of age a is still in use with rate
/// (1 − 1/n) e^−ra/n ÷ think until its time to live T is over, where r = 1 ÷ think and n = `visit`; so the share is
/// (n − 1)(e^−rs/n − e^−rT/n) ÷ (1 + (n − 1)(1 − e^−rT/n)). 0 from T on.
pub fn old_answers(after_s: f64, ttl_s: f64, think_s: f64, visit: f64) -> f64 {
    if after_s >= ttl_s {
        return 0.0;
    }
    let more = visit - 1.0;
    let kept = |age_s: f64| libm::exp(-age_s.max(0.0) / (think_s * visit));
    more * (kept(after_s) - kept(ttl_s)) / (1.0 + more * (1.0 - kept(ttl_s)))
}

/// As [`old_answers`], in the mean over the time from `from_s` to `to_s`.
pub fn old_answers_between(from_s: f64, to_s: f64, ttl_s: f64, think_s: f64, visit: f64) -> f64 {
    if to_s <= from_s {
        return old_answers(from_s, ttl_s, think_s, visit);
    }
    let (from, to) = (from_s.clamp(0.0, ttl_s), to_s.clamp(0.0, ttl_s));
    let (mean, more) = (think_s * visit, visit - 1.0);
    let kept = |age_s: f64| libm::exp(-age_s / mean);
    // The integral of the share.
    let area = mean * (kept(from) - kept(to)) - (to - from) * kept(ttl_s);
    more * area / (1.0 + more * (1.0 - kept(ttl_s))) / (to_s - from_s)
}

/// Utilisation of a site that takes over all traffic, when `utilisations` of equal sites were those before. At 1 and
/// beyond it is overloaded.
pub fn survivor_utilisation(utilisations: &[f64]) -> f64 {
    utilisations.iter().sum()
}

/// Keys that two sites both write within `window_s` seconds, in the mean: Σ (1 − e^−aw)(1 − e^−bw) over their rates of
/// writes a second at the one and at the other. If the sites cannot hear each other for that time, each is a conflict.
pub fn conflicts(rates: impl Iterator<Item = (f64, f64)>, window_s: f64) -> f64 {
    let written = |rate: f64| -libm::expm1(-rate * window_s);
    rates.map(|(a, b)| written(a) * written(b)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_answers_die_out() {
        // A new answer for every click: none is ever old.
        assert_eq!(old_answers(0.0, 60.0, 30.0, 1.0), 0.0);
        assert_eq!(old_answers(60.0, 60.0, 30.0, 10.0), 0.0);
        // Endless visits with a click every 30 s: at first all but those that have just asked, 2 of 3; then in proportion to
        // what is left of the minute.
        assert!((old_answers(0.0, 60.0, 30.0, 1e9) - 2.0 / 3.0).abs() < 1e-6);
        assert!((old_answers(45.0, 60.0, 30.0, 1e9) - 1.0 / 6.0).abs() < 1e-6);
        // Answers that last: what ends them is the end of the visit.
        let left = |s| old_answers(s, 1e9, 30.0, 10.0);
        assert!((left(0.0) - 0.9).abs() < 1e-12 && (left(300.0) - 0.9 / core::f64::consts::E).abs() < 1e-12);
    }

    #[test]
    fn the_mean_is_that_of_many_moments() {
        let mean =
            (0..100_000).map(|i| old_answers(5.0 + 40.0 * (f64::from(i) + 0.5) / 1e5, 30.0, 30.0, 10.0)).sum::<f64>()
                / 1e5;
        assert!((old_answers_between(5.0, 45.0, 30.0, 30.0, 10.0) - mean).abs() < 1e-8);
        assert!((old_answers_between(5.0, 5.0, 30.0, 30.0, 10.0) - old_answers(5.0, 30.0, 30.0, 10.0)).abs() < 1e-12);
    }

    #[test]
    fn known_values() {
        assert_eq!(survivor_utilisation(&[0.5, 0.5]), 1.0);
        assert_eq!(conflicts([(0.0, 9.0), (9.0, 0.0)].into_iter(), 5.0), 0.0);
        let often = conflicts([(1e9, 1e9), (1e-6, 2e-6)].into_iter(), 1.0);
        assert!((often - 1.0).abs() < 1e-9);
    }
}
