//! Keys on nodes: what a change moves, and how evenly nodes are loaded. Shares go from 0 to 1.
//!
//! Sources: Karger et al., *Consistent Hashing and Random Trees*, STOC 1997 (the ring); David and Nagaraja, *Order
//! Statistics*, 3rd ed. 2003, § 6.4 (spacings of uniform points); the modulo rule by the Chinese remainder theorem.

/// Share of keys that move when a hash modulo `n` becomes one modulo `m` and nodes 0 to min(n, m) − 1 stay:
/// 1 − min(n, m) ÷ lcm(n, m). From n to n + 1 it is n ÷ (n + 1). 1 from or to no nodes at all.
pub fn modulo_moved(n: u32, m: u32) -> f64 {
    if n == m {
        return 0.0;
    }
    if n == 0 || m == 0 {
        return 1.0;
    }
    // Each remainder below both comes once in every lcm(n, m) hashes as the remainder of both.
    let lcm = u64::from(n / gcd(n, m)) * u64::from(m);
    1.0 - f64::from(n.min(m)) / lcm as f64
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Mean share of keys that move on a ring when `n` nodes become `m` and the others keep their points: what those that
/// come take or those that leave had, |m − n| ÷ max(n, m). 0 from none to none.
pub fn ring_moved(n: u32, m: u32) -> f64 {
    if n == m { 0.0 } else { f64::from(n.abs_diff(m)) / f64::from(n.max(m)) }
}

/// Squared coefficient of variation of the share of a ring that a node owns, with `n` nodes of `vnodes` points each:
/// (n − 1) ÷ (nV + 1), because the share is Beta(V, (n − 1)V), a sum of V of nV spacings of uniform points. Near 1 ÷ V
/// for many nodes, so that the spread itself falls as 1 ÷ √V. 0 for no more than one node.
pub fn ring_share_scv(n: u32, vnodes: u32) -> f64 {
    f64::from(n.saturating_sub(1)) / (f64::from(n) * f64::from(vnodes) + 1.0)
}

/// Expected square of standard deviation over mean of the numbers of keys on `n` nodes, when `keys` keys fall on them
/// independently and the nodes' shares have squared coefficient of variation `share_scv` (0 by modulo):
/// share_scv × (1 − 1 ÷ K) + (n − 1) ÷ K, the law of total variance with the multinomial's own. 0 without nodes or keys.
pub fn load_scv(n: u32, share_scv: f64, keys: f64) -> f64 {
    if n == 0 || keys < 1.0 { 0.0 } else { share_scv * (1.0 - 1.0 / keys) + f64::from(n - 1) / keys }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() <= 1e-12, "{a} {b}");
    }

    #[test]
    fn modulo_is_what_counting_gives() {
        for n in 1..14u32 {
            close(modulo_moved(n, n + 1), f64::from(n) / f64::from(n + 1));
            for m in 1..14u32 {
                let moved = (0..n * m).filter(|hash| hash % n != hash % m).count();
                close(modulo_moved(n, m), moved as f64 / f64::from(n * m));
            }
        }
        assert_eq!((modulo_moved(0, 3), modulo_moved(3, 0), modulo_moved(0, 0)), (1.0, 1.0, 0.0));
        assert!(modulo_moved(u32::MAX, u32::MAX - 1) < 1.0);
    }

    #[test]
    fn the_ring_moves_what_it_must() {
        close(ring_moved(4, 5), 0.2);
        close(ring_moved(5, 4), 0.2);
        close(ring_moved(0, 4), 1.0);
        close(ring_moved(0, 0), 0.0);
    }

    #[test]
    fn spread_agrees_with_the_beta_distribution() {
        let (n, v) = (8.0, 128.0);
        let (a, b) = (v, (n - 1.0) * v);
        let (mean, variance) = (a / (a + b), a * b / ((a + b) * (a + b) * (a + b + 1.0)));
        close(ring_share_scv(8, 128), variance / (mean * mean));
        assert_eq!((ring_share_scv(1, 9), ring_share_scv(0, 9)), (0.0, 0.0));
        // A single key: one node has it, the mean is 1/n, and the square is n − 1 whatever the ring.
        close(load_scv(8, ring_share_scv(8, 1), 1.0), 7.0);
        assert_eq!((load_scv(0, 0.0, 5.0), load_scv(5, 0.3, 0.0)), (0.0, 0.0));
    }
}
