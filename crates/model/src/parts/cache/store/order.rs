//! What a policy keeps in mind of the entries, by their places.

use super::fifo::Fifo;
use super::lfu::Lfu;
use super::lru::Lru;
use super::sieve::Sieve;
use super::{Key, Policy};

/// A policy at work. Places are small numbers, from 0 to the most entries that there were at once.
pub trait Order {
    /// Somebody asks for `key`, be it here or not.
    fn asked(&mut self, _key: Key) {}
    /// An entry of `key` is new in `place`.
    fn added(&mut self, place: u32, key: Key);
    /// The entry in `place` was hit.
    fn used(&mut self, place: u32, key: Key);
    /// The entry in `place` was stored anew while it was kept.
    fn rewritten(&mut self, place: u32, key: Key);
    /// The entry in `place` has gone.
    fn removed(&mut self, place: u32);
    /// The place whose entry has to go next; none without entries. The caller removes it.
    fn victim(&mut self) -> Option<u32>;
    /// All places that are taken, first those that have been least worth keeping.
    fn ranking(&self) -> Vec<u32>;
    /// Everything is forgotten.
    fn clear(&mut self);
    /// The catalogue has `keys` keys now.
    fn grow(&mut self, _keys: u32) {}
    /// Memory held, in bytes.
    fn bytes(&self) -> usize;
}

/// One of the policies.
#[derive(Clone, Debug)]
pub enum AnyOrder {
    Lru(Lru),
    Lfu(Lfu),
    Fifo(Fifo),
    Sieve(Sieve),
}

impl AnyOrder {
    pub fn new(policy: Policy, keys: u32) -> Self {
        let mut order = match policy {
            Policy::Lru => Self::Lru(Lru::default()),
            Policy::Lfu => Self::Lfu(Lfu::default()),
            Policy::Fifo => Self::Fifo(Fifo::default()),
            Policy::Sieve => Self::Sieve(Sieve::default()),
        };
        order.grow(keys);
        order
    }

    pub fn policy(&self) -> Policy {
        match self {
            Self::Lru(_) => Policy::Lru,
            Self::Lfu(_) => Policy::Lfu,
            Self::Fifo(_) => Policy::Fifo,
            Self::Sieve(_) => Policy::Sieve,
        }
    }
}

macro_rules! each {
    ($any:expr, $order:ident => $call:expr) => {
        match $any {
            AnyOrder::Lru($order) => $call,
            AnyOrder::Lfu($order) => $call,
            AnyOrder::Fifo($order) => $call,
            AnyOrder::Sieve($order) => $call,
        }
    };
}

impl Order for AnyOrder {
    fn asked(&mut self, key: Key) {
        each!(self, order => order.asked(key));
    }

    fn added(&mut self, place: u32, key: Key) {
        each!(self, order => order.added(place, key));
    }

    fn used(&mut self, place: u32, key: Key) {
        each!(self, order => order.used(place, key));
    }

    fn rewritten(&mut self, place: u32, key: Key) {
        each!(self, order => order.rewritten(place, key));
    }

    fn removed(&mut self, place: u32) {
        each!(self, order => order.removed(place));
    }

    fn victim(&mut self) -> Option<u32> {
        each!(self, order => order.victim())
    }

    fn ranking(&self) -> Vec<u32> {
        each!(self, order => order.ranking())
    }

    fn clear(&mut self) {
        each!(self, order => order.clear());
    }

    fn grow(&mut self, keys: u32) {
        each!(self, order => order.grow(keys));
    }

    fn bytes(&self) -> usize {
        each!(self, order => order.bytes())
    }
}
