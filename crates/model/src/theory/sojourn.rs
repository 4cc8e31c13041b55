//! How long requests stay at a station, wait and work together, and how long a station remembers its past. Rates are
//! in requests a second, times in seconds.
//!
//! Sources: Gross and Harris, *Fundamentals of Queueing Theory*, 3rd ed. 1998, ch. 2.3 (time in M/M/c); Abate and
//! Whitt 1987 (relaxation of M/M/1); Morse, *Queues, Inventories and Maintenance*, 1958, ch. 6 (with bounded places).

use super::erlang_c;

/// Probability in M/M/c of staying longer than `t` seconds, wait and work together; 1 from capacity on.
pub fn mmc_stay_beyond(c: u32, rate: f64, service_s: f64, t: f64) -> f64 {
    let a = rate * service_s;
    let spare = f64::from(c) - a;
    if spare <= 0.0 {
        return 1.0;
    }
    stay_beyond(erlang_c(c, a), spare, t / service_s)
}

/// The stay that a share `p` (0 to 1, but not 1) of requests does not exceed in M/M/c, in seconds; infinite from
/// capacity on. By bisection of [`mmc_stay_beyond`], to the last digits.
pub fn mmc_stay_percentile(c: u32, rate: f64, service_s: f64, p: f64) -> f64 {
    let a = rate * service_s;
    let spare = f64::from(c) - a;
    if spare <= 0.0 {
        return f64::INFINITY;
    }
    let waiting = erlang_c(c, a);
    let (mut low, mut high) = (0.0, 1.0);
    while stay_beyond(waiting, spare, high) > 1.0 - p {
        high *= 2.0;
    }
    // Each step halves the interval; a number has 53 bits.
    for _ in 0..64 {
        let middle = (low + high) / 2.0;
        if stay_beyond(waiting, spare, middle) > 1.0 - p {
            low = middle;
        } else {
            high = middle;
        }
    }
    high * service_s
}

/// Who waits (with probability `waiting`) does so for an exponential time of rate `spare`, and all are worked on for
/// one of rate 1: the tail of the sum, with times in units of the mean work.
fn stay_beyond(waiting: f64, spare: f64, x: f64) -> f64 {
    let difference = spare - 1.0;
    let work = libm::exp(-x);
    // Where the two rates are nearly the same, the difference of the two tails loses its digits.
    let delayed = if libm::fabs(x * difference) < 1e-9 {
        work * x
    } else if libm::fabs(x * difference) < 1.0 {
        -work * libm::expm1(-x * difference) / difference
    } else {
        (work - libm::exp(-spare * x)) / difference
    };
    work + waiting * delayed
}

/// About how long a station remembers: the bias of its start dies out as exp(−t/τ). τ is one work, for those under
/// way, and the relaxation time of the queue of one server as quick as all `c` together: 1/(√λ − √cμ)² without a
/// bound, where it is infinite at capacity and means little beyond; with `places` 1/(λ + cμ − 2√(λcμ)·cos(π/(places +
/// 1))).
pub fn relaxation_s(c: u32, places: Option<u32>, rate: f64, service_s: f64) -> f64 {
    let (arriving, leaving) = (libm::sqrt(rate), libm::sqrt(f64::from(c) / service_s));
    let bound = places.map_or(0.0, |places| {
        let half = libm::sin(core::f64::consts::PI / (2.0 * (f64::from(places) + 1.0)));
        4.0 * arriving * leaving * half * half
    });
    service_s + 1.0 / ((arriving - leaving) * (arriving - leaving) + bound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::mmc_wait;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-9 * b.abs(), "{a} {b}");
    }

    #[test]
    fn one_server_makes_an_exponential_stay() {
        // M/M/1: the stay is exponential with rate μ − λ.
        for t in [0.0, 0.001, 0.05, 0.5] {
            close(mmc_stay_beyond(1, 80.0, 0.01, t), libm::exp(-20.0 * t));
        }
        close(mmc_stay_percentile(1, 80.0, 0.01, 0.99), libm::log(100.0) / 20.0);
        assert_eq!(mmc_stay_beyond(2, 200.0, 0.01, 1.0), 1.0);
        assert_eq!(mmc_stay_percentile(2, 200.0, 0.01, 0.5), f64::INFINITY);
    }

    #[test]
    fn the_tail_has_the_mean_as_its_area_whatever_the_rates() {
        // The third and fourth have rates of waiting and working that are the same, or nearly.
        for (c, rate) in [(4, 350.0), (8, 100.0), (3, 200.0), (3, 200.000_001), (2, 99.0)] {
            let step = 1e-4;
            let tail = |i: i32| mmc_stay_beyond(c, rate, 0.01, step * f64::from(i));
            // Simpson's rule over 2 s.
            let area: f64 = (0..10_000).map(|i| tail(2 * i) + 4.0 * tail(2 * i + 1) + tail(2 * i + 2)).sum();
            close(area * step / 3.0, mmc_wait(c, rate, 0.01) + 0.01);
            for p in [0.5, 0.95, 0.999] {
                close(mmc_stay_beyond(c, rate, 0.01, mmc_stay_percentile(c, rate, 0.01, p)), 1.0 - p);
            }
        }
    }

    #[test]
    fn a_station_near_capacity_remembers_long() {
        // Abate and Whitt: S/(1 − √ρ)², and one work.
        close(relaxation_s(1, None, 81.0, 0.01), 0.01 + 0.01 / (0.1 * 0.1));
        assert_eq!(relaxation_s(1, None, 100.0, 0.01), f64::INFINITY);
        close(relaxation_s(2, Some(10_000_000), 162.0, 0.01), relaxation_s(2, None, 162.0, 0.01));
        assert!(relaxation_s(4, Some(0), 400.0, 0.01) < 0.02);
        // At capacity with K places, about K² / (π² c μ).
        let theory = 1_000f64 * 1_000.0 / (core::f64::consts::PI.powi(2) * 400.0);
        assert!((relaxation_s(4, Some(1_000), 400.0, 0.01) / theory - 1.0).abs() < 0.01);
    }
}
