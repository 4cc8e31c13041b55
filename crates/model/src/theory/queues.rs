//! Stations and networks of them. Rates are in requests a second, times in seconds.
//!
//! Sources: Erlang 1917 (loss and delay); Kleinrock, *Queueing Systems* vol. 1, 1975; Pollaczek 1930 and Khinchine
//! 1932; Allen 1990 (the approximation of Allen and Cunneen); Little 1961; Jackson 1957.

/// Erlang B: probability that all `c` servers are busy when none may wait, at offered load `a` = λ·S.
/// Holds for any service-time distribution (M/G/c/c). Cost O(c).
pub fn erlang_b(c: u32, a: f64) -> f64 {
    // The recursion B(n) = aB(n−1) / (n + aB(n−1)) is stable for any c.
    (1..=c).fold(1.0, |b, n| a * b / (f64::from(n) + a * b))
}

/// Erlang C: probability of waiting in M/M/c at offered load `a`; 1 from `a` = `c` on.
pub fn erlang_c(c: u32, a: f64) -> f64 {
    let c_f = f64::from(c);
    if a >= c_f {
        return 1.0;
    }
    let b = erlang_b(c, a);
    b / (1.0 - a / c_f * (1.0 - b))
}

/// Mean wait in M/M/c, in seconds; infinite from capacity on.
pub fn mmc_wait(c: u32, rate: f64, service_s: f64) -> f64 {
    let a = rate * service_s;
    if a >= f64::from(c) { f64::INFINITY } else { erlang_c(c, a) * service_s / (f64::from(c) - a) }
}

/// Probability in M/M/c of waiting longer than `t` seconds.
pub fn mmc_wait_beyond(c: u32, rate: f64, service_s: f64, t: f64) -> f64 {
    let a = rate * service_s;
    if a >= f64::from(c) { 1.0 } else { erlang_c(c, a) * libm::exp(-(f64::from(c) - a) * t / service_s) }
}

/// The wait that a share `p` of requests does not exceed in M/M/c, in seconds.
pub fn mmc_wait_percentile(c: u32, rate: f64, service_s: f64, p: f64) -> f64 {
    let a = rate * service_s;
    let waiting = erlang_c(c, a);
    if a >= f64::from(c) {
        f64::INFINITY
    } else if waiting <= 1.0 - p {
        0.0
    } else {
        libm::log(waiting / (1.0 - p)) * service_s / (f64::from(c) - a)
    }
}

/// Mean wait in M/G/1 by Pollaczek and Khinchine; `scv` is the squared coefficient of variation.
pub fn mg1_wait(rate: f64, service_s: f64, scv: f64) -> f64 {
    let rho = rate * service_s;
    if rho >= 1.0 { f64::INFINITY } else { rho * service_s * (1.0 + scv) / (2.0 * (1.0 - rho)) }
}

/// Mean wait in M/G/c, approximately (Allen and Cunneen): M/M/c × (1 + scv) / 2. Exact for c = 1 and for scv = 1.
pub fn mgc_wait(c: u32, rate: f64, service_s: f64, scv: f64) -> f64 {
    mmc_wait(c, rate, service_s) * (1.0 + scv) / 2.0
}

/// M/M/c/K: `c` servers and `k` further places to wait.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mmck {
    /// Probability that an arrival finds all places taken.
    pub loss: f64,
    /// Probability of waiting for those who get in.
    pub p_wait: f64,
    /// Mean wait of those who get in, in seconds.
    pub wait_s: f64,
    /// Mean number in the system.
    pub in_system: f64,
    /// Share of server time used.
    pub utilisation: f64,
}

/// M/M/c/K with `k` places to wait beside the `c` servers. Cost O(c + k).
pub fn mmck(c: u32, k: u32, rate: f64, service_s: f64) -> Mmck {
    let a = rate * service_s;
    let (mut weight, mut sum, mut mean) = (1.0f64, 1.0f64, 0.0f64);
    let (mut queue, mut busy, mut waiting) = (0.0f64, 0.0f64, 0.0f64);
    for n in 1..=c + k {
        weight *= a / f64::from(n.min(c));
        // Scaling keeps long queues far beyond capacity within range.
        if weight > 1e200 {
            for x in [&mut weight, &mut sum, &mut mean, &mut queue, &mut busy, &mut waiting] {
                *x *= 1e-200;
            }
        }
        sum += weight;
        mean += weight * f64::from(n);
        queue += weight * f64::from(n.saturating_sub(c));
        busy += weight * f64::from(n.min(c));
        if (c..c + k).contains(&n) {
            waiting += weight;
        }
    }
    let loss = weight / sum;
    let entered = rate * (1.0 - loss);
    Mmck {
        loss,
        p_wait: waiting / (sum - weight),
        wait_s: if entered > 0.0 { queue / sum / entered } else { 0.0 },
        in_system: mean / sum,
        utilisation: busy / sum / f64::from(c),
    }
}

/// Little's law: mean number in a system that `rate` a second enter and stay in for `time_s`.
pub fn little(rate: f64, time_s: f64) -> f64 {
    rate * time_s
}

/// Mean time between a failure and its detection by a check every `interval_s` that must fail
/// `threshold` times in a row: the first check comes after half an interval in the mean.
pub fn detection_s(interval_s: f64, threshold: u32) -> f64 {
    interval_s * (f64::from(threshold) - 0.5)
}

/// The rate a station could bear that bears `rate` at `utilisation`, by the utilisation law (Denning and Buzen 1978):
/// rate ÷ utilisation. None for a station that does nothing.
pub fn utilised_capacity(rate: f64, utilisation: f64) -> Option<f64> {
    (utilisation > 0.0).then(|| rate / utilisation)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{a} {b}");
    }

    #[test]
    fn erlang_agrees_with_published_tables() {
        // Erlang's tables: 10 servers, 5 erlangs.
        assert!((erlang_b(10, 5.0) - 0.018_385).abs() < 1e-6);
        assert!((erlang_c(10, 5.0) - 0.036_105).abs() < 1e-6);
        close(erlang_c(3, 3.0), 1.0);
        close(erlang_b(0, 2.0), 1.0);
    }

    #[test]
    fn special_cases_agree() {
        // M/M/1: wait = ρS/(1−ρ).
        close(mmc_wait(1, 80.0, 0.01), 0.8 * 0.01 / 0.2);
        close(mg1_wait(80.0, 0.01, 1.0), mmc_wait(1, 80.0, 0.01));
        close(mg1_wait(80.0, 0.01, 0.0), mmc_wait(1, 80.0, 0.01) / 2.0);
        close(mmck(1, 10_000, 80.0, 0.01).wait_s, mmc_wait(1, 80.0, 0.01));
        close(mmck(4, 0, 300.0, 0.01).loss, erlang_b(4, 3.0));
        close(mmck(4, 0, 300.0, 0.01).p_wait, 0.0);
        close(mmck(4, 10_000, 300.0, 0.01).p_wait, erlang_c(4, 3.0));
        // M/M/1 with one place at ρ = 1: all of three states are equally likely, and the full one lets nobody in.
        close(mmck(1, 1, 100.0, 0.01).p_wait, 0.5);
        close(mmck(2, 5_000, 300.0, 0.01).utilisation, 1.0);
        let t = mmc_wait_percentile(4, 350.0, 0.01, 0.99);
        close(mmc_wait_beyond(4, 350.0, 0.01, t), 0.01);
        assert_eq!(mmc_wait(2, 200.0, 0.01), f64::INFINITY);
    }
}
