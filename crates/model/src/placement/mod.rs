//! Which node holds a key: cache entries on cache nodes, rows on shards. Keys are really placed, so that what a
//! change moves is counted and not computed.

mod modulo;
mod moves;
mod ring;

pub use moves::{Moves, count_moves};
pub use ring::Point;

use crate::engine::luck::mix;

/// How keys are spread over nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The hash of the key modulo the number of nodes.
    Modulo,
    /// Consistent hashing (Karger et al. 1997).
    Ring {
        /// Points of each node on the ring. With 0 no node holds anything.
        vnodes: u32,
    },
}

/// Keys on nodes. A function of (rule, seed, set of nodes) alone: neither the order in which nodes came nor those
/// that have left matter. Two placements with one seed hash keys alike, and a node has the same points in both.
#[derive(Clone, Debug)]
pub struct Placement {
    rule: Rule,
    keys_seed: u64,
    points_seed: u64,
    nodes: Vec<u16>,
    points: Vec<Point>,
    starts: Vec<u32>,
}

impl Placement {
    /// Keys on `nodes`, given by identity; one named twice is one node. O(nV log nV) for a ring of V points a node.
    pub fn new(rule: Rule, seed: u64, named: &[u16]) -> Self {
        let mut nodes = Vec::new();
        for node in named {
            if let Err(at) = nodes.binary_search(node) {
                nodes.insert(at, *node);
            }
        }
        // Keys and points have hashes of their own: else key 7 would stand where a point of node 0 does.
        let mut placement = Self {
            rule,
            keys_seed: mix(seed ^ 0x6b65_7973_0000_0001),
            points_seed: mix(seed ^ 0x706f_696e_7473_0002),
            nodes,
            points: Vec::new(),
            starts: Vec::new(),
        };
        if let Rule::Ring { vnodes } = rule {
            placement.points = ring::points(placement.points_seed, &placement.nodes, vnodes);
            placement.starts = ring::starts(&placement.points);
        }
        placement
    }

    /// How keys are spread.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The nodes, ascending.
    pub fn nodes(&self) -> &[u16] {
        &self.nodes
    }

    /// The node that holds `key`; none without nodes. O(1), on a ring in the mean.
    pub fn owner(&self, key: u64) -> Option<u16> {
        self.owner_at(self.hash(key))
    }

    /// The node that holds whatever hashes to `hash`, as [`Placement::owner`] does with a key.
    pub fn owner_at(&self, hash: u64) -> Option<u16> {
        match self.rule {
            Rule::Modulo => modulo::owner(&self.nodes, hash),
            Rule::Ring { .. } => ring::owner(&self.points, &self.starts, hash),
        }
    }

    /// Where `key` stands on the ring of 2⁶⁴ positions.
    pub fn hash(&self, key: u64) -> u64 {
        mix(self.keys_seed ^ mix(key))
    }

    /// Adds `node`. Whether it was not there before.
    pub fn add(&mut self, node: u16) -> bool {
        let Err(place) = self.nodes.binary_search(&node) else { return false };
        self.nodes.insert(place, node);
        if let Rule::Ring { vnodes } = self.rule {
            ring::add(&mut self.points, self.points_seed, node, vnodes);
            self.starts = ring::starts(&self.points);
        }
        true
    }

    /// Removes `node`. Whether it was there.
    pub fn remove(&mut self, node: u16) -> bool {
        let Ok(place) = self.nodes.binary_search(&node) else { return false };
        self.nodes.remove(place);
        self.points.retain(|point| point.node != node);
        self.starts = ring::starts(&self.points);
        true
    }

    /// Memory held, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.nodes.capacity() * size_of::<u16>()
            + self.points.capacity() * size_of::<Point>()
            + self.starts.capacity() * size_of::<u32>()
    }

    /// The points of the ring, ascending, each with the node that owns what lies between the point before and it.
    /// Empty by modulo.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The share of all possible keys that each node holds, 0 to 1, in the order of [`Placement::nodes`].
    pub fn shares(&self) -> Vec<f64> {
        match self.rule {
            Rule::Modulo => vec![1.0 / self.nodes.len() as f64; self.nodes.len()],
            Rule::Ring { .. } => ring::shares(&self.points, &self.nodes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: [Rule; 3] = [Rule::Modulo, Rule::Ring { vnodes: 1 }, Rule::Ring { vnodes: 40 }];

    fn owners(placement: &Placement) -> Vec<Option<u16>> {
        (0..5_000).map(|key| placement.owner(key)).collect()
    }

    #[test]
    fn nobody_holds_anything_without_nodes() {
        for rule in RULES {
            let mut placement = Placement::new(rule, 1, &[]);
            assert_eq!(placement.owner(7), None);
            assert!(placement.shares().is_empty() && !placement.remove(3));
            assert!(placement.add(3) && !placement.add(3));
            assert!(owners(&placement).iter().all(|owner| *owner == Some(3)));
            assert_eq!(placement.shares(), [1.0]);
            assert!(placement.remove(3) && placement.owner(7).is_none());
        }
        assert_eq!(Placement::new(Rule::Ring { vnodes: 0 }, 1, &[1, 2]).owner(7), None);
    }

    #[test]
    fn only_the_set_of_nodes_matters() {
        for rule in RULES {
            let mut placement = Placement::new(rule, 9, &[5, 2, 700, 2]);
            placement.add(1);
            placement.remove(5);
            let anew = Placement::new(rule, 9, &[1, 2, 700]);
            assert_eq!(placement.nodes(), [1, 2, 700]);
            assert_eq!((owners(&placement), placement.points()), (owners(&anew), anew.points()));
            assert_ne!(owners(&placement), owners(&Placement::new(rule, 10, &[1, 2, 700])));
        }
    }

    #[test]
    fn a_node_that_comes_takes_and_one_that_leaves_gives_and_no_other_key_moves() {
        let before = Placement::new(Rule::Ring { vnodes: 40 }, 3, &[0, 1, 2, 3]);
        let mut after = before.clone();
        after.add(4);
        let (old, new) = (owners(&before), owners(&after));
        assert!(old.iter().zip(&new).all(|(old, new)| old == new || *new == Some(4)));
        assert!(new.contains(&Some(4)));
        after.remove(4);
        assert_eq!(owners(&after), old);
    }

    #[test]
    fn shares_are_what_keys_find() {
        for rule in RULES {
            let placement = Placement::new(rule, 4, &[10, 20, 30]);
            let shares = placement.shares();
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            for (node, share) in placement.nodes().iter().zip(shares) {
                let held = (0..100_000).filter(|key| placement.owner(*key) == Some(*node)).count() as f64;
                // Four standard errors of a binomial count.
                let error = 4.0 * (100_000.0 * share * (1.0 - share)).sqrt();
                assert!((held - 100_000.0 * share).abs() <= error, "{rule:?} {node}: {held}, share {share}");
            }
        }
    }
}
