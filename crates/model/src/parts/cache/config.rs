//! Settings of the cache tier.

use serde::Serialize;

use crate::parts::cache::store::Policy;

/// The cache tier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CacheConfig {
    /// Nodes, 1 to 6.
    pub nodes: u32,
    /// How long an entry is good, in seconds: 0 keeps nothing, infinity for ever.
    pub ttl_s: f64,
    /// Entries that all nodes together keep, over the keys of the catalogue at first.
    pub capacity: f64,
    /// Memory kept free for growth, over what [`CacheConfig::capacity`] takes.
    pub headroom: f64,
    /// Who has to go when all places are taken.
    pub policy: Policy,
    /// Mean work of a look-up, a fill and a deletion, in milliseconds.
    pub op_ms: f64,
    /// Cores of each node.
    pub cores: u32,
    /// Whether a write deletes the entry of its key.
    pub invalidate: bool,
    /// Whether requests that miss a key wait for the first one's value.
    pub coalesce: bool,
}

impl CacheConfig {
    /// Requests that may wait at one node.
    pub(crate) const QUEUE: u32 = 4096;
}

impl Default for CacheConfig {
    fn default() -> Self {
        Self {
            nodes: 1,
            ttl_s: 0.0,
            capacity: 0.0,
            headroom: 0.0,
            policy: Policy::Lru,
            op_ms: 0.0,
            cores: 1,
            invalidate: false,
            coalesce: false,
        }
    }
}
