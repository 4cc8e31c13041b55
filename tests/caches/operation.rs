//! What can be done to a cache, done to two of them at once.

use proptest::prelude::*;
use scalewalk_model::time::NEVER;
use scalewalk_model::{Cache, Entry, Key, LookUp, Policy};

use crate::slow::Slow;

/// One of the things that a simulation does with a cache.
#[derive(Clone, Copy, Debug)]
pub enum Operation {
    /// Asks, and stores on a miss.
    Ask { key: Key, ttl: u64 },
    /// Asks only: the database does not answer.
    LookUp { key: Key },
    /// Stores what nobody has asked for, or what is there already.
    Store { key: Key, ttl: u64 },
    /// Invalidates.
    Remove { key: Key },
    /// Lets time pass.
    Wait { nanos: u64 },
    /// Changes the capacity.
    Capacity { entries: u32 },
    /// Changes the policy.
    Policy { policy: Policy },
    /// Restarts.
    Clear,
}

/// A cache and its slow double.
pub struct Pair {
    pub cache: Cache,
    slow: Slow,
    now: u64,
    version: u32,
}

impl Pair {
    pub fn new(policy: Policy, capacity: u32, keys: u32) -> Self {
        Self { cache: Cache::new(policy, capacity, keys), slow: Slow::new(policy, capacity, keys), now: 0, version: 0 }
    }

    /// Does it to both, and wants the same of both.
    pub fn perform(&mut self, operation: Operation) {
        match operation {
            Operation::Ask { key, ttl } => {
                if !self.look_up(key) {
                    self.store(key, ttl);
                }
            }
            Operation::LookUp { key } => _ = self.look_up(key),
            Operation::Store { key, ttl } => self.store(key, ttl),
            Operation::Remove { key } => assert_eq!(self.cache.remove(key), self.slow.remove(key)),
            Operation::Wait { nanos } => self.now += nanos,
            Operation::Capacity { entries } => {
                assert_eq!(self.cache.set_capacity(entries), self.slow.set_capacity(entries));
            }
            Operation::Policy { policy } => {
                self.cache.set_policy(policy);
                self.slow.set_policy(policy);
            }
            Operation::Clear => {
                self.cache.clear();
                self.slow.clear();
            }
        }
    }

    fn look_up(&mut self, key: Key) -> bool {
        let found = self.cache.look_up(key, self.now);
        assert_eq!(found, self.slow.look_up(key, self.now));
        matches!(found, LookUp::Hit(_))
    }

    fn store(&mut self, key: Key, ttl: u64) {
        self.version += 1;
        let entry = Entry { key, version: self.version, stored: self.now, expires: self.now.saturating_add(ttl) };
        assert_eq!(self.cache.store(key, self.version, self.now, ttl), self.slow.store(entry));
    }

    /// The same entries are in both, and every way to see them agrees.
    pub fn audit(&self) {
        let mut entries: Vec<Entry> = self.cache.iter().copied().collect();
        entries.sort_by_key(|entry| entry.key);
        assert_eq!(entries, self.slow.entries());
        assert_eq!(self.cache.len() as usize, entries.len());
        assert_eq!(self.cache.is_empty(), entries.is_empty());
        assert!(self.cache.len() <= self.cache.capacity());
        let seen: Vec<Entry> = (0..self.cache.keys()).filter_map(|key| self.cache.peek(key).copied()).collect();
        assert_eq!(entries, seen);
    }
}

/// Any operation on a catalogue of `keys` keys. Some keys and the moments at which entries expire meet often.
pub fn operation(keys: u32) -> impl Strategy<Value = Operation> {
    let key = || prop_oneof![0..keys, 0..keys.min(4)];
    let ttl = || prop_oneof![Just(NEVER), Just(0), 1..30u64];
    prop_oneof![
        20 => (key(), ttl()).prop_map(|(key, ttl)| Operation::Ask { key, ttl }),
        3 => key().prop_map(|key| Operation::LookUp { key }),
        3 => (key(), ttl()).prop_map(|(key, ttl)| Operation::Store { key, ttl }),
        4 => key().prop_map(|key| Operation::Remove { key }),
        6 => (0..12u64).prop_map(|nanos| Operation::Wait { nanos }),
        1 => (0..keys + 2).prop_map(|entries| Operation::Capacity { entries }),
        1 => prop::sample::select(&Policy::ALL[..]).prop_map(|policy| Operation::Policy { policy }),
        1 => prop_oneof![9 => Just(Operation::Wait { nanos: 1 }), 1 => Just(Operation::Clear)],
    ]
}
