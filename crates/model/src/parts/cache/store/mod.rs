//! A cache: entries that are really kept, found, expired and evicted one by one.
//!
//! Keys are the dense numbers of a catalogue, so that arrays take the part of hash maps: nothing is hashed, and
//! nothing is allocated once as many entries are kept as ever will be. Looking up and storing are separate moments,
//! because between them the database is asked.

mod demand;
mod fifo;
mod lfu;
mod list;
mod lru;
mod order;
mod sieve;
#[cfg(test)]
mod tests;

pub use demand::Demand;
use serde::Serialize;

use crate::engine::time::Nanos;
use list::NONE;
use order::{AnyOrder, Order};

pub use crate::engine::popularity::Key;

/// Who has to go when all places are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// The one that was not used for the longest time.
    Lru,
    /// The one with the fewest requests so far, counted also while it was not kept; of several the least recently
    /// used.
    Lfu,
    /// The one that came in first.
    Fifo,
    /// The first that a hand, going from the oldest to the newest, finds not hit since it last came by
    /// (Zhang et al., NSDI 2024).
    Sieve,
}

impl Policy {
    /// All policies.
    pub const ALL: [Self; 4] = [Self::Lru, Self::Lfu, Self::Fifo, Self::Sieve];

    /// Its name in reports and on the command line.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Lru => "lru",
            Self::Lfu => "lfu",
            Self::Fifo => "fifo",
            Self::Sieve => "sieve",
        }
    }
}

/// What is kept of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whose value it is.
    pub key: Key,
    /// Which of its values.
    pub version: u32,
    /// When it was stored.
    pub stored: Nanos,
    /// From when on it is not good any more; [`crate::engine::time::NEVER`] if it always is.
    pub expires: Nanos,
}

/// What a look-up finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookUp {
    /// A good entry.
    Hit(Entry),
    /// An entry past its time. It has been removed.
    Expired(Entry),
    /// Nothing.
    Absent,
}

/// A cache of a bounded number of entries of one size. Methods that take a key panic if it is not in the catalogue.
///
/// ```
/// use scalewalk_model::{Cache, LookUp, Policy, time::SECOND};
///
/// let mut cache = Cache::new(Policy::Lru, 2, 10);
/// assert_eq!(cache.look_up(7, 0), LookUp::Absent);
/// assert_eq!(cache.store(7, 1, 0, 60 * SECOND), None);
/// assert!(matches!(cache.look_up(7, 59 * SECOND), LookUp::Hit(entry) if entry.version == 1));
/// assert!(matches!(cache.look_up(7, 60 * SECOND), LookUp::Expired(_)));
/// assert!(cache.is_empty());
/// ```
#[derive(Clone, Debug)]
pub struct Cache {
    capacity: u32,
    /// Where the entry of each key is.
    place_of: Vec<u32>,
    /// The entries; a free place has the key [`NONE`].
    places: Vec<Entry>,
    free: Vec<u32>,
    order: AnyOrder,
}

impl Cache {
    /// An empty cache for up to `capacity` entries (0 is legal and keeps nothing) of a catalogue of `keys` keys,
    /// from 0 to 2³² − 2. Holds 4 bytes a key, with LFU 8, and some 40 an entry, which are taken when they are needed.
    pub fn new(policy: Policy, capacity: u32, keys: u32) -> Self {
        let order = AnyOrder::new(policy, keys);
        Self { capacity, place_of: vec![NONE; keys as usize], places: Vec::new(), free: Vec::new(), order }
    }

    /// The most entries that it keeps.
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// Who has to go when all places are taken.
    pub fn policy(&self) -> Policy {
        self.order.policy()
    }

    /// Keys in the catalogue.
    pub fn keys(&self) -> u32 {
        self.place_of.len() as u32
    }

    /// Entries kept, also those past their time that nobody has touched since.
    pub fn len(&self) -> u32 {
        (self.places.len() - self.free.len()) as u32
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries, each in its place: one that stays keeps its order among those that stay. O(places).
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.places.iter().filter(|entry| entry.key != NONE)
    }

    /// The entry of `key`, good or not, without using it. O(1).
    pub fn peek(&self, key: Key) -> Option<&Entry> {
        match self.place_of[key as usize] {
            NONE => None,
            place => Some(&self.places[place as usize]),
        }
    }

    /// Somebody asks for `key` at `now`. An entry is good while `now < expires`; one past its time is removed.
    /// O(1), LFU O(log n).
    pub fn look_up(&mut self, key: Key, now: Nanos) -> LookUp {
        self.order.asked(key);
        let place = self.place_of[key as usize];
        if place == NONE {
            return LookUp::Absent;
        }
        let entry = self.places[place as usize];
        if now < entry.expires {
            self.order.used(place, key);
            LookUp::Hit(entry)
        } else {
            self.take(place);
            LookUp::Expired(entry)
        }
    }

    /// Stores a value at `now` that is good for `ttl` from now on, however often it is used; with
    /// [`crate::engine::time::NEVER`] for ever. Gives the entry of another key that had to go, if one had.
    ///
    /// Entries past their time hold their places until they are looked up or evicted, as in memcached. A value of a
    /// key that is kept takes the old one's place: a use for LRU and SIEVE, no request for LFU, and nothing for FIFO.
    /// With a TTL of 0 nothing is kept, and an old entry goes. O(1), SIEVE amortised, LFU O(log n).
    pub fn store(&mut self, key: Key, version: u32, now: Nanos, ttl: Nanos) -> Option<Entry> {
        if self.capacity == 0 || ttl == 0 {
            self.remove(key);
            return None;
        }
        let entry = Entry { key, version, stored: now, expires: now.saturating_add(ttl) };
        let place = self.place_of[key as usize];
        if place != NONE {
            self.places[place as usize] = entry;
            self.order.rewritten(place, key);
            return None;
        }
        let evicted = if self.len() >= self.capacity { self.evict() } else { None };
        let place = match self.free.pop() {
            Some(place) => {
                self.places[place as usize] = entry;
                place
            }
            None => {
                self.places.push(entry);
                self.places.len() as u32 - 1
            }
        };
        self.place_of[key as usize] = place;
        self.order.added(place, key);
        evicted
    }

    /// Removes the entry of `key`, as when its value has been written elsewhere. O(1), LFU O(log n).
    pub fn remove(&mut self, key: Key) -> Option<Entry> {
        match self.place_of[key as usize] {
            NONE => None,
            place => Some(self.take(place)),
        }
    }

    /// Forgets everything, counts of requests too, as a restart does. O(places), LFU O(keys).
    pub fn clear(&mut self) {
        for entry in self.places.iter().filter(|entry| entry.key != NONE) {
            self.place_of[entry.key as usize] = NONE;
        }
        self.places.clear();
        self.free.clear();
        self.order.clear();
    }

    /// Makes it larger or smaller; who has to go goes by the policy. Gives how many went. Each costs an eviction.
    pub fn set_capacity(&mut self, capacity: u32) -> u32 {
        self.capacity = capacity;
        let before = self.len();
        while self.len() > capacity {
            self.evict();
        }
        before - self.len()
    }

    /// Changes the policy; all entries stay. They line up as the old policy ranked them (SIEVE: as they came in), as
    /// if they had been stored in that order, and none counts as hit. LFU counts from now on. O(places), from and to
    /// LFU O(n log n + keys).
    pub fn set_policy(&mut self, policy: Policy) {
        if policy == self.policy() {
            return;
        }
        let ranking = self.order.ranking();
        self.order = AnyOrder::new(policy, self.keys());
        for place in ranking {
            self.order.added(place, self.places[place as usize].key);
        }
    }

    /// Every entry is good until another moment. O(places).
    pub(crate) fn retime(&mut self, expires: impl Fn(&Entry) -> Nanos) {
        for entry in self.places.iter_mut().filter(|entry| entry.key != NONE) {
            entry.expires = expires(entry);
        }
    }

    /// The catalogue has `keys` keys now; it never gets smaller. Amortised O(1) a new key.
    pub fn grow(&mut self, keys: u32) {
        if keys > self.keys() {
            self.place_of.resize(keys as usize, NONE);
            self.order.grow(keys);
        }
    }

    /// Memory held, in bytes.
    pub fn bytes(&self) -> usize {
        let entries = self.places.capacity() * size_of::<Entry>();
        entries + 4 * (self.place_of.capacity() + self.free.capacity()) + self.order.bytes()
    }

    fn evict(&mut self) -> Option<Entry> {
        let place = self.order.victim()?;
        Some(self.take(place))
    }

    /// Takes the entry out of `place`.
    fn take(&mut self, place: u32) -> Entry {
        let entry = self.places[place as usize];
        self.order.removed(place);
        self.places[place as usize].key = NONE;
        self.place_of[entry.key as usize] = NONE;
        self.free.push(place);
        entry
    }
}
