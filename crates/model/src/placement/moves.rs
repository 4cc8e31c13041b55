//! What a change of nodes moves, counted key by key.

use super::Placement;

/// What happened to keys when one placement took the place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moves {
    /// Keys that were placed.
    pub keys: u64,
    /// Keys that have another owner now.
    pub moved: u64,
    /// Keys on each node before, in the order of its nodes.
    pub before: Vec<u64>,
    /// Keys on each node after, in the order of its nodes.
    pub after: Vec<u64>,
}

/// Places each of `keys` by `before` and by `after`. Takes one key at a time and keeps none: memory follows the
/// nodes, not the keys.
pub fn count_moves(before: &Placement, after: &Placement, keys: impl IntoIterator<Item = u64>) -> Moves {
    let mut old = vec![0; table(before)];
    let mut new = vec![0; table(after)];
    let (mut placed, mut moved) = (0, 0);
    for key in keys {
        let (from, to) = (before.owner(key), after.owner(key));
        for (loads, owner) in [(&mut old, from), (&mut new, to)] {
            if let Some(node) = owner {
                loads[usize::from(node)] += 1;
            }
        }
        placed += 1;
        moved += u64::from(from != to);
    }
    let loads = |of: &Placement, table: &[u64]| of.nodes().iter().map(|node| table[usize::from(*node)]).collect();
    Moves { keys: placed, moved, before: loads(before, &old), after: loads(after, &new) }
}

/// Entries of a table by node identity.
fn table(placement: &Placement) -> usize {
    placement.nodes().last().map_or(0, |node| usize::from(*node) + 1)
}

impl Moves {
    /// Share of the keys that moved, 0 to 1; 0 of no keys.
    pub fn moved_fraction(&self) -> f64 {
        if self.keys == 0 { 0.0 } else { self.moved as f64 / self.keys as f64 }
    }

    /// Standard deviation over mean of the nodes' loads before.
    pub fn spread_before(&self) -> f64 {
        spread(&self.before)
    }

    /// Standard deviation over mean of the nodes' loads after.
    pub fn spread_after(&self) -> f64 {
        spread(&self.after)
    }
}

/// Standard deviation over mean of all `loads`, which are the whole and not a sample; 0 where nothing is held.
fn spread(loads: &[u64]) -> f64 {
    let n = loads.len() as f64;
    let mean = loads.iter().sum::<u64>() as f64 / n;
    // Also without nodes, where the mean is not a number.
    if mean.is_nan() || mean == 0.0 {
        return 0.0;
    }
    let variance = loads.iter().map(|load| (*load as f64 - mean) * (*load as f64 - mean)).sum::<f64>() / n;
    libm::sqrt(variance) / mean
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::placement::Rule;

    #[test]
    fn every_key_is_counted_once() {
        let before = Placement::new(Rule::Modulo, 1, &[0, 1, 900]);
        let after = Placement::new(Rule::Ring { vnodes: 8 }, 1, &[1, 2]);
        let moves = count_moves(&before, &after, 0..10_000);
        assert_eq!((moves.before.len(), moves.after.len()), (3, 2));
        assert_eq!(moves.before.iter().sum::<u64>(), 10_000);
        assert_eq!(moves.after.iter().sum::<u64>(), 10_000);
        let moved = (0..10_000).filter(|key| before.owner(*key) != after.owner(*key)).count() as u64;
        assert_eq!((moves.keys, moves.moved), (10_000, moved));
        assert_eq!(count_moves(&after, &after, 0..500).moved, 0);
    }

    #[test]
    fn keys_that_lose_their_only_node_have_moved() {
        let before = Placement::new(Rule::Modulo, 1, &[4]);
        let moves = count_moves(&before, &Placement::new(Rule::Modulo, 1, &[]), 0..10);
        assert_eq!((moves.moved_fraction(), moves.spread_before(), moves.spread_after()), (1.0, 0.0, 0.0));
        assert_eq!(count_moves(&before, &before, []).moved_fraction(), 0.0);
    }

    #[test]
    fn spread_is_that_of_the_whole() {
        assert_eq!(spread(&[1, 3]), 0.5);
        assert_eq!(spread(&[0, 0]), 0.0);
        assert_eq!(spread(&[5, 5, 5]), 0.0);
    }
}
