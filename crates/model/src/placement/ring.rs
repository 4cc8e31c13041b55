//! Consistent hashing: Karger, Lehman, Leighton, Panigrahy, Levine and Lewin, *Consistent Hashing and Random Trees*,
//! STOC 1997. Each node has points on a ring, called virtual nodes; a key belongs to the first point at or after it.

use crate::engine::luck::mix;

/// A point of a node on the ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Where it stands on the ring of 2⁶⁴ positions.
    pub at: u64,
    /// Whose it is. Of two points at one position the one of the lower node owns what lies before.
    pub node: u16,
}

/// Point number `index` of `node`: a function of (seed, node, index), whichever other nodes there are.
fn point(seed: u64, node: u16, index: u32) -> Point {
    let name = u64::from(node) << 32 | u64::from(index);
    Point { at: mix(seed ^ mix(name)), node }
}

/// The points of `nodes`, ascending.
pub(super) fn points(seed: u64, nodes: &[u16], vnodes: u32) -> Vec<Point> {
    let all = nodes.iter().flat_map(|node| (0..vnodes).map(|index| point(seed, *node, index)));
    let mut points: Vec<Point> = all.collect();
    points.sort_unstable();
    points
}

/// Puts the points of `node` among the others.
pub(super) fn add(points: &mut Vec<Point>, seed: u64, node: u16, vnodes: u32) {
    points.extend((0..vnodes).map(|index| point(seed, node, index)));
    points.sort_unstable();
}

/// Where to begin to look for the owner of a key: the ring in as many equal arcs as there are points or some more, and of
/// each the first point at or after its beginning.
pub(super) fn starts(points: &[Point]) -> Vec<u32> {
    let arcs = points.len().next_power_of_two().max(2) as u64;
    let first = |arc: u64| points.partition_point(|point| point.at < arc << shift(arcs)) as u32;
    (0..arcs).map(first).collect()
}

/// The arc of a hash, of so many, is what is above this many of its bits.
fn shift(arcs: u64) -> u32 {
    arcs.leading_zeros() + 1
}

/// The owner of a key at `hash`; none without points. `starts` are those of the points.
pub(super) fn owner(points: &[Point], starts: &[u32], hash: u64) -> Option<u16> {
    let arc = (hash >> shift(starts.len() as u64)) as usize;
    let later = points.get(*starts.get(arc)? as usize..)?;
    // Beyond the last point comes the first.
    later.iter().find(|point| point.at >= hash).or(points.first()).map(|point| point.node)
}

/// The share of the ring that each of `nodes` (ascending) owns.
pub(super) fn shares(points: &[Point], nodes: &[u16]) -> Vec<f64> {
    let mut shares = vec![0.0; nodes.len()];
    let Some(last) = points.last() else { return shares };
    let whole = points.len() == 1;
    let mut before = last.at;
    for point in points {
        let length = if whole { 1.0 } else { point.at.wrapping_sub(before) as f64 / 18_446_744_073_709_551_616.0 };
        if let Ok(place) = nodes.binary_search(&point.node) {
            shares[place] += length;
        }
        before = point.at;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_point_at_or_after_a_key_owns_it() {
        let points = [Point { at: 10, node: 1 }, Point { at: 20, node: 2 }, Point { at: 30, node: 1 }];
        let owner = |points: &[Point], hash| owner(points, &starts(points), hash);
        let owners: Vec<_> = [0, 10, 11, 20, 30, 31, u64::MAX].map(|hash| owner(&points, hash)).to_vec();
        assert_eq!(owners, [1, 1, 2, 2, 1, 1, 1].map(Some));
        assert_eq!(owner(&[], 5), None);
    }

    #[test]
    fn a_search_finds_what_a_walk_round_the_ring_finds() {
        let points = points(7, &[3, 8, 11, 500], 16);
        assert_eq!(points.len(), 64);
        let starts = starts(&points);
        for key in 0..2_000 {
            let hash = mix(key);
            let walk = points.iter().min_by_key(|point| point.at.wrapping_sub(hash));
            assert_eq!(owner(&points, &starts, hash), walk.map(|point| point.node));
        }
    }

    #[test]
    fn arcs_go_round() {
        let quarter = 1 << 62;
        let points = [Point { at: quarter, node: 5 }, Point { at: 2 * quarter, node: 9 }];
        assert_eq!(shares(&points, &[5, 9]), [0.75, 0.25]);
    }
}
