//! LRU against the `lru` crate.

use std::num::NonZeroUsize;

use lru::LruCache;
use scalewalk_model::time::NEVER;
use scalewalk_model::{Cache, Entry, Key, LookUp, Luck, Policy, Purpose};

use crate::traces::traces;

/// Looks up in the other as ours does: what is past its time is removed.
fn look_up(other: &mut LruCache<Key, Entry>, key: Key, now: u64) -> LookUp {
    match other.peek(&key).copied() {
        None => LookUp::Absent,
        Some(entry) if now < entry.expires => LookUp::Hit(*other.get(&key).expect("it is there")),
        Some(_) => LookUp::Expired(other.pop(&key).expect("it is there")),
    }
}

fn size(capacity: u32) -> NonZeroUsize {
    NonZeroUsize::new(capacity as usize).expect("the crate knows no cache without places")
}

fn replay(keys: u32, capacity: u32, trace: &[Key], ttl: u64, changes: bool) {
    let mut ours = Cache::new(Policy::Lru, capacity, keys);
    let mut other = LruCache::new(size(capacity));
    for (now, &key) in (0u64..).zip(trace) {
        let mut draw = Luck::new(3).draw(Purpose::Key, now, 1);
        match draw.below(200) {
            0 if changes => {
                let capacity = 1 + draw.below(keys);
                ours.set_capacity(capacity);
                other.resize(size(capacity));
            }
            1..10 if changes => {
                let key = draw.below(keys);
                assert_eq!(ours.remove(key), other.pop(&key));
            }
            _ => {}
        }
        let found = ours.look_up(key, now);
        assert_eq!(found, look_up(&mut other, key, now));
        if !matches!(found, LookUp::Hit(_)) {
            let entry = Entry { key, version: now as u32, stored: now, expires: now.saturating_add(ttl) };
            let evicted = ours.store(key, now as u32, now, ttl);
            assert_eq!(evicted, other.push(key, entry).map(|(_, entry)| entry));
        }
        assert_eq!(ours.len() as usize, other.len());
    }
    let mut entries: Vec<Entry> = other.iter().map(|(_, entry)| *entry).collect();
    entries.sort_by_key(|entry| entry.key);
    let mut kept: Vec<Entry> = ours.iter().copied().collect();
    kept.sort_by_key(|entry| entry.key);
    assert_eq!(kept, entries);
}

#[test]
fn lru_equals_the_lru_crate() {
    for (keys, capacity) in [(50, 1), (50, 2), (50, 20), (50, 50), (5_000, 700), (5_000, 4_999)] {
        for (_, trace) in traces(keys, capacity, 20_000) {
            for (ttl, changes) in [(NEVER, false), (3 * u64::from(keys), false), (3 * u64::from(keys), true)] {
                replay(keys, capacity, &trace, ttl, changes);
            }
        }
    }
}
