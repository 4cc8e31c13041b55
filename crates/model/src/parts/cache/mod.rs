//! The cache tier: nodes that keep entries, which of them holds which key, and who fetches what they have not got. Knows
//! nothing of requests but their names; [`crate::Sim`] asks it on their behalf.

pub(crate) mod config;
mod flights;
pub(crate) mod flow;
pub(crate) mod params;
mod past;
pub(crate) mod store;
#[cfg(test)]
mod tests;
mod waiters;

pub(crate) use flights::{Flights, Part};

use crate::config::Config;
use crate::engine::time::Nanos;
use crate::parts::cache::store::{Cache, Entry, Key, LookUp};
use crate::placement::{Placement, Rule};

/// Points of each node on the ring, as many as libketama gives a server (Jones 2007).
const RING: Rule = Rule::Ring { vnodes: 160 };

/// The cache tier. Without nodes it finds and keeps nothing.
///
/// A key that moves to another node leaves its entry behind, which may be found old when the key moves back: so it is
/// with memcached, too.
#[derive(Clone, Debug)]
pub struct Tier {
    nodes: Vec<Cache>,
    ring: Placement,
    seed: u64,
    pub(crate) flights: Flights,
}

impl Default for Tier {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Tier {
    /// No nodes yet; `seed` says where they are going to stand on the ring.
    pub(crate) fn new(seed: u64) -> Self {
        Self { nodes: Vec::new(), ring: Placement::new(RING, seed, &[]), seed, flights: Flights::default() }
    }

    /// What each node keeps.
    pub fn nodes(&self) -> &[Cache] {
        &self.nodes
    }

    /// The node with number `index`.
    pub fn node(&self, index: u8) -> Option<&Cache> {
        self.nodes.get(usize::from(index))
    }

    /// Which node is asked for `key` now; none if all are known to be gone. O(1) in the mean.
    pub fn owner(&self, key: Key) -> Option<u8> {
        match self.ring.nodes() {
            [] => None,
            // The one that there is has everything.
            [only] => Some(*only as u8),
            _ => self.ring.owner(u64::from(key)).map(|node| node as u8),
        }
    }

    /// The nodes that are asked, in the order of their numbers, each with its share of all possible keys, 0 to 1.
    pub fn shares(&self) -> Vec<(u8, f64)> {
        self.ring.nodes().iter().map(|node| *node as u8).zip(self.ring.shares()).collect()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.nodes.capacity() * size_of::<Cache>()
            + self.nodes.iter().map(Cache::bytes).sum::<usize>()
            + self.ring.bytes()
            + self.flights.bytes()
    }

    /// Nodes, memory, policy and catalogue agree with the configuration.
    pub(crate) fn fit(&mut self, config: &Config) {
        let (nodes, keys) = (config.caches(), config.keys());
        let places = config.cache_places();
        self.nodes.truncate(nodes as usize);
        for number in 0..nodes {
            let capacity = places / nodes + u32::from(number < places % nodes);
            match self.nodes.get_mut(number as usize) {
                Some(node) => {
                    node.grow(keys);
                    node.set_policy(config.cache.policy);
                    node.set_capacity(capacity);
                }
                None => self.nodes.push(Cache::new(config.cache.policy, capacity, keys)),
            }
        }
        if config.cache.ttl_s == 0.0 {
            // What is off keeps nothing for the day it is turned on again.
            self.nodes.iter_mut().for_each(Cache::clear);
        }
        if config.cache.coalesce {
            self.flights.grow(keys);
        }
    }

    /// The nodes that are `believed` to be there share the keys.
    pub(crate) fn fit_ring(&mut self, believed: impl Fn(u8) -> bool) {
        let there: Vec<u16> = (0..self.nodes.len() as u16).filter(|node| believed(*node as u8)).collect();
        if self.ring.nodes() != there {
            self.ring = Placement::new(RING, self.seed, &there);
        }
    }

    /// `node` forgets everything.
    pub(crate) fn clear(&mut self, node: u8) {
        if let Some(node) = self.nodes.get_mut(usize::from(node)) {
            node.clear();
        }
    }

    /// The node, if it knows of `key` at all.
    fn with(&mut self, node: u8, key: Key) -> Option<&mut Cache> {
        self.nodes.get_mut(usize::from(node)).filter(|node| key < node.keys())
    }

    /// Somebody asks `node` for `key`.
    pub(crate) fn look_up(&mut self, node: u8, key: Key, now: Nanos) -> LookUp {
        self.with(node, key).map_or(LookUp::Absent, |node| node.look_up(key, now))
    }

    /// `node` keeps a value. Gives the entry that had to go, if one had.
    pub(crate) fn store(&mut self, node: u8, key: Key, version: u32, now: Nanos, ttl: Nanos) -> Option<Entry> {
        self.with(node, key)?.store(key, version, now, ttl)
    }

    /// `node` deletes the entry of `key`.
    pub(crate) fn remove(&mut self, node: u8, key: Key) -> Option<Entry> {
        self.with(node, key)?.remove(key)
    }
}
