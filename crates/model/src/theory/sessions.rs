//! Sessions in the memory of `n` servers. A visitor clicks as a Poisson process, every `think_s` seconds in the mean;
//! each click begins a new visit with probability 1 ÷ `visit`, so that visits have `visit` requests in the mean.
//! Counting, and the lack of memory of Poisson and geometric laws.

/// Share of a signed-in visitor's requests that a server refuses which does not hold the session, if each request goes
/// to any of `n` servers alike: 1 − 1/n. 0 for no servers.
pub fn wrong_server(n: u32) -> f64 {
    if n == 0 { 0.0 } else { 1.0 - 1.0 / f64::from(n) }
}

/// Of `visitors`, how many find themselves signed out after one of `n` servers has died: its share, less those who were
/// not going to click again in this visit: visitors ÷ n × (1 − 1/visit).
pub fn signed_out(visitors: f64, n: u32, visit: f64) -> f64 {
    visitors / f64::from(n.max(1)) * (1.0 - 1.0 / visit)
}

/// Share of all requests that each new server gets in the mean over the first `seconds` after a pool grew to `n`, if
/// visits under way stick to the old servers: (1/n) × (1 − (1 − 1/visit) × (1 − e^−x) ÷ x), x = seconds ÷ (visit ×
/// think). Only new visits can go to a new server, and begin at each visitor with rate 1 ÷ (visit × think).
pub fn new_server_share(n: u32, visit: f64, think_s: f64, seconds: f64) -> f64 {
    let x = seconds / (visit * think_s);
    let old = if x > 0.0 { -libm::expm1(-x) / x } else { 1.0 };
    (1.0 - (1.0 - 1.0 / visit) * old) / f64::from(n.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        assert_eq!((wrong_server(1), wrong_server(4), wrong_server(0)), (0.0, 0.75, 0.0));
        assert!((signed_out(900.0, 3, 10.0) - 270.0).abs() < 1e-12);
        // At once only the new visits, in the end an equal share.
        assert!((new_server_share(4, 10.0, 30.0, 0.0) - 0.025).abs() < 1e-12);
        assert!((new_server_share(4, 10.0, 30.0, 1e9) - 0.25).abs() < 1e-6);
        assert!((new_server_share(2, 1.0, 30.0, 5.0) - 0.5).abs() < 1e-12, "visits of one request stick to nothing");
    }
}
