//! Caches as one would write them at a blackboard: one vector, oldest first, searched from its start.

use scalewalk_model::{Key, LookUp, Policy};

/// An entry and all that any policy needs of it.
#[derive(Clone, Copy, Debug)]
struct Item {
    entry: scalewalk_model::Entry,
    visited: bool,
    used: u64,
}

/// The cache.
pub struct Slow {
    policy: Policy,
    capacity: usize,
    items: Vec<Item>,
    /// Where SIEVE's hand is in the vector.
    hand: usize,
    requests: Vec<u64>,
    clock: u64,
}

impl Slow {
    pub fn new(policy: Policy, capacity: u32, keys: u32) -> Self {
        let requests = vec![0; keys as usize];
        Self { policy, capacity: capacity as usize, items: Vec::new(), hand: 0, requests, clock: 0 }
    }

    /// The entries, by key.
    pub fn entries(&self) -> Vec<scalewalk_model::Entry> {
        let mut entries: Vec<_> = self.items.iter().map(|item| item.entry).collect();
        entries.sort_by_key(|entry| entry.key);
        entries
    }

    fn find(&self, key: Key) -> Option<usize> {
        self.items.iter().position(|item| item.entry.key == key)
    }

    fn take(&mut self, index: usize) -> scalewalk_model::Entry {
        let item = self.items.remove(index);
        if index < self.hand {
            self.hand -= 1;
        }
        // Past the newest there is nobody: it begins again with the oldest.
        if self.hand == self.items.len() {
            self.hand = 0;
        }
        item.entry
    }

    fn touch(&mut self, index: usize) {
        self.clock += 1;
        self.items[index].used = self.clock;
        self.items[index].visited = true;
        if self.policy == Policy::Lru {
            let item = self.items.remove(index);
            self.items.push(item);
        }
    }

    fn evict(&mut self) -> scalewalk_model::Entry {
        let index = match self.policy {
            Policy::Lru | Policy::Fifo => 0,
            Policy::Lfu => {
                let worth = |i: &usize| (self.requests[self.items[*i].entry.key as usize], self.items[*i].used);
                (0..self.items.len()).min_by_key(worth).expect("an entry")
            }
            Policy::Sieve => {
                while self.items[self.hand].visited {
                    self.items[self.hand].visited = false;
                    self.hand = (self.hand + 1) % self.items.len();
                }
                self.hand
            }
        };
        self.take(index)
    }

    pub fn look_up(&mut self, key: Key, now: u64) -> LookUp {
        self.requests[key as usize] += 1;
        let Some(index) = self.find(key) else { return LookUp::Absent };
        let entry = self.items[index].entry;
        if entry.expires <= now {
            return LookUp::Expired(self.take(index));
        }
        self.touch(index);
        LookUp::Hit(entry)
    }

    pub fn store(&mut self, entry: scalewalk_model::Entry) -> Option<scalewalk_model::Entry> {
        let at = self.find(entry.key);
        if self.capacity == 0 || entry.expires == entry.stored {
            at.map(|index| self.take(index));
            return None;
        }
        if let Some(index) = at {
            self.items[index].entry = entry;
            self.touch(index);
            return None;
        }
        let evicted = (self.items.len() == self.capacity).then(|| self.evict());
        self.clock += 1;
        self.items.push(Item { entry, visited: false, used: self.clock });
        evicted
    }

    pub fn remove(&mut self, key: Key) -> Option<scalewalk_model::Entry> {
        self.find(key).map(|index| self.take(index))
    }

    pub fn set_capacity(&mut self, capacity: u32) -> u32 {
        self.capacity = capacity as usize;
        let surplus = self.items.len().saturating_sub(self.capacity);
        (0..surplus).for_each(|_| _ = self.evict());
        surplus as u32
    }

    pub fn set_policy(&mut self, policy: Policy) {
        if policy == self.policy {
            return;
        }
        if self.policy == Policy::Lfu {
            let requests = &self.requests;
            self.items.sort_by_key(|item| (requests[item.entry.key as usize], item.used));
        }
        self.policy = policy;
        self.hand = 0;
        self.requests.fill(0);
        for (place, item) in self.items.iter_mut().enumerate() {
            item.visited = false;
            item.used = self.clock + place as u64;
        }
        self.clock += self.items.len() as u64;
    }

    pub fn clear(&mut self) {
        self.items.clear();
        self.hand = 0;
        self.requests.fill(0);
    }
}
