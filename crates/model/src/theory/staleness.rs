//! Copies that are behind.

/// Share of reads at a replica that see an old value: Σ p (1 − e^(−w p L)). A read of a key is stale if the key was
/// written within the last `lag_s` seconds, which the replica does not know of yet; writes come to each key in a Poisson
/// stream, `writes` a second in all, and reads and writes alike ask for each key with its probability in
/// `popularity` (whose sum is 1). Reads see Poisson averages (Wolff 1982). O(keys).
pub fn stale_read_share(popularity: &[f64], writes: f64, lag_s: f64) -> f64 {
    popularity.iter().map(|p| -p * libm::expm1(-writes * p * lag_s)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_key_is_stale_as_often_as_a_poisson_stream_has_an_event() {
        assert!((stale_read_share(&[1.0], 10.0, 0.1) - (1.0 - (-1f64).exp())).abs() < 1e-15);
        assert_eq!((stale_read_share(&[0.5, 0.5], 10.0, 0.0), stale_read_share(&[0.5, 0.5], 0.0, 1.0)), (0.0, 0.0));
    }

    #[test]
    fn the_same_writes_over_more_keys_make_fewer_reads_stale() {
        let even = |keys: usize| stale_read_share(&vec![1.0 / keys as f64; keys], 50.0, 0.1);
        assert!(even(1) > even(10) && even(10) > even(1_000));
        // Where stale keys are rare the share is writes × lag × Σ p².
        assert!((even(10_000) / (50.0 * 0.1 / 1e4) - 1.0).abs() < 1e-3);
    }
}
