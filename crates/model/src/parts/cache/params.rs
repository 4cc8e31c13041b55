//! The cache tier.

use crate::params::declare::{choice, linear, log, one_of, param, real, switch, whole};
use crate::params::{Choice, Param, Scale, Unit};
use crate::parts::cache::store::Policy;
use crate::topology::node::MAX_CACHES;

const POLICIES: [Choice; 4] =
    [choice("lru", "LRU"), choice("lfu", "LFU"), choice("fifo", "FIFO"), choice("sieve", "SIEVE")];

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
    param("cache.ttl", "Cache time to live", Unit::Seconds, Scale::Log { min: 0.1, max: 86_400.0, zero: true, never: true }, 60.0, real!(cache.ttl_s),
        "How long the cache keeps an answer; 0 keeps nothing.", "a minute, a common setting for pages that may be a little old"),
    param("cache.capacity", "Cache size", Unit::Percent, log(0.001, 1.0), 0.2, real!(cache.capacity),
        "Entries that fit, over the keys of the catalogue.", "the popular fifth"),
    param("cache.policy", "Who has to go", Unit::None, Scale::Choice(&POLICIES), 0.0, one_of!(cache.policy, Policy),
        "Which entry goes when the cache is full.", "LRU is the default of memcached"),
    param("cache.nodes", "Cache nodes", Unit::Count, linear(1.0, MAX_CACHES as f64, 1.0), 1.0, whole!(cache.nodes),
        "Machines that share the keys by consistent hashing.", "one, to show what is missing"),
    param("cache.time", "Work of the cache", Unit::Milliseconds, log(0.1, 5.0), 0.3, real!(cache.op_ms),
        "Mean time one core needs for a look-up, a fill or a deletion.", "an in-memory look-up with its share of the network stack"),
    param("cache.cores", "Cores of a cache node", Unit::Cores, Scale::Steps(&[1.0, 2.0, 4.0, 8.0, 16.0]), 4.0, whole!(cache.cores),
        "Cores of each cache node; one core serves one look-up at a time.", "memcached's default of four threads"),
    param("cache.invalidate", "Delete on write", Unit::None, Scale::Switch, 0.0, switch!(cache.invalidate),
        "Whether a write deletes the entry of its key.", "off, to show what is missing"),
    param("cache.coalesce", "One fetch for all who miss", Unit::None, Scale::Switch, 0.0, switch!(cache.coalesce),
        "Whether requests that miss the same key wait for the first one's value.", "off, to show what is missing"),
    param("cache.headroom", "Memory headroom", Unit::Percent, linear(0.0, 2.0, 0.05), 0.0, real!(cache.headroom),
        "Memory kept free for growth, over what the cache size takes.", "none, to show what is missing"),
];
