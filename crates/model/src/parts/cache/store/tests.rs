use super::*;
use crate::engine::luck::{Luck, Purpose};
use crate::engine::popularity::Popularity;
use crate::engine::time::{NEVER, SECOND};

/// Asks for `key` at `now`, and stores it if it is not there; whether it was, and who went.
fn ask(cache: &mut Cache, key: Key, now: Nanos, ttl: Nanos) -> (bool, Option<Key>) {
    match cache.look_up(key, now) {
        LookUp::Hit(_) => (true, None),
        _ => (false, cache.store(key, 0, now, ttl).map(|entry| entry.key)),
    }
}

/// Asks for all keys of `text`, a letter each, and says who went at each of them.
fn gone(cache: &mut Cache, text: &str) -> String {
    let letter = |key: Key| char::from(b'A' + key as u8);
    text.bytes().map(|c| ask(cache, Key::from(c - b'A'), 0, NEVER).1.map_or('.', letter)).collect()
}

#[test]
fn each_policy_lets_its_own_go() {
    for (policy, expected) in [
        // B is older than A, which was used again.
        (Policy::Lru, "....B.C"),
        // A has two requests; then D, with one, has been used later than C.
        (Policy::Lfu, "....B.C"),
        (Policy::Fifo, "....ABC"),
        // The hand spares A, takes B, and goes on to C.
        (Policy::Sieve, "....B.C"),
    ] {
        assert_eq!(gone(&mut Cache::new(policy, 3, 26), "ABCADAE"), expected, "{policy:?}");
    }
}

#[test]
fn sieve_goes_as_in_the_paper() {
    // From the tail on the line is A B C D E F G, with A, B and G hit; then H, A, D, I, B and J are asked for.
    let mut cache = Cache::new(Policy::Sieve, 7, 26);
    gone(&mut cache, "ABCDEFGABG");
    assert_eq!(gone(&mut cache, "HADIBJ"), "C..E.F");
    // The hand stands at G, which was hit, as are H, I and J now; it goes round, past A and B, to D, which was hit
    // before the hand last came by. Then G has not been hit since.
    assert_eq!(gone(&mut cache, "IHJ"), "...");
    assert_eq!(gone(&mut cache, "KL"), "DG");
}

#[test]
fn the_hand_of_sieve_survives_the_removal_of_what_it_points_at() {
    let mut cache = Cache::new(Policy::Sieve, 4, 26);
    gone(&mut cache, "ABCDA");
    // Spares A, takes B, and stands at C.
    assert_eq!(gone(&mut cache, "E"), "B");
    assert!(cache.remove(2).is_some());
    // Room for F; then D is next, where the hand stands now.
    assert_eq!(gone(&mut cache, "FG"), ".D");
    cache.clear();
    assert_eq!(gone(&mut cache, "ABCDE"), "....A");
}

#[test]
fn lfu_counts_what_it_does_not_keep() {
    let mut cache = Cache::new(Policy::Lfu, 2, 26);
    gone(&mut cache, "CCCAAAAB");
    // C, with three requests, had to give way to B as the least frequent there; asked again, it beats it.
    assert!(cache.peek(2).is_none());
    assert_eq!(gone(&mut cache, "C"), "B");
    // Now A and C have four each, and A was used earlier.
    assert_eq!(gone(&mut cache, "B"), "A");
    cache.clear();
    assert_eq!(gone(&mut cache, "ABBC"), "...A");
}

#[test]
fn time_to_live_counts_from_storing() {
    for policy in Policy::ALL {
        let mut cache = Cache::new(policy, 2, 4);
        cache.store(1, 5, 10, 100);
        assert!(matches!(cache.look_up(1, 109), LookUp::Hit(entry) if (entry.version, entry.stored) == (5, 10)));
        // It holds its place until it is touched.
        assert_eq!((cache.len(), cache.peek(1).map(|entry| entry.expires)), (1, Some(110)));
        assert!(matches!(cache.look_up(1, 110), LookUp::Expired(entry) if entry.version == 5));
        assert_eq!(cache.look_up(1, 110), LookUp::Absent);
        cache.store(1, 6, 110, NEVER);
        assert!(matches!(cache.look_up(1, NEVER - 1), LookUp::Hit(_)));
        // A TTL of 0 keeps nothing, and not the old value either.
        assert_eq!(cache.store(1, 7, 120, 0), None);
        assert!(cache.is_empty());
    }
}

#[test]
fn degenerate_caches_are_legal() {
    for policy in Policy::ALL {
        let mut none = Cache::new(policy, 0, 3);
        assert_eq!((none.store(1, 0, 0, NEVER), none.len(), none.look_up(1, 0)), (None, 0, LookUp::Absent));
        let mut one = Cache::new(policy, 1, 3);
        assert_eq!(
            (0..4).map(|i| ask(&mut one, i % 2, 0, NEVER).1).collect::<Vec<_>>(),
            [None, Some(0), Some(1), Some(0)]
        );
        let mut all = Cache::new(policy, u32::MAX, 3);
        assert!((0..9).all(|i| ask(&mut all, i % 3, 0, NEVER) == (i >= 3, None)));
        assert_eq!(all.set_capacity(0), 3);
        assert_eq!(Cache::new(policy, 5, 0).iter().count(), 0);
    }
}

#[test]
fn a_new_policy_takes_the_entries_over() {
    for (from, to) in Policy::ALL.into_iter().flat_map(|from| Policy::ALL.map(|to| (from, to))) {
        let mut cache = Cache::new(from, 4, 26);
        gone(&mut cache, "ABCDCBA");
        cache.remove(1);
        let kept: Vec<Entry> = cache.iter().copied().collect();
        cache.set_policy(to);
        assert_eq!(cache.policy(), to);
        assert!(cache.iter().eq(&kept), "{from:?} {to:?}");
        // LRU and LFU rank D, C, A; FIFO and SIEVE rank A, C, D.
        let expected = match (from, to) {
            // Who stays with his policy knows of the hits.
            (Policy::Lfu, Policy::Lfu) | (Policy::Sieve, Policy::Sieve) => ".DEF",
            (Policy::Lru | Policy::Lfu, _) => ".DCA",
            (Policy::Fifo | Policy::Sieve, _) => ".ACD",
        };
        assert_eq!(gone(&mut cache, "EFGH"), expected, "{from:?} {to:?}");
    }
}

#[test]
fn capacity_changes_live_and_the_catalogue_grows() {
    for policy in Policy::ALL {
        let mut cache = Cache::new(policy, 5, 5);
        (0..5).for_each(|key| assert_eq!(ask(&mut cache, key, 0, NEVER), (false, None)));
        assert_eq!(cache.set_capacity(2), 3);
        // Nothing was hit, so that all agree on who came first.
        assert_eq!(cache.iter().map(|entry| entry.key).collect::<Vec<_>>(), [3, 4]);
        cache.set_capacity(3);
        cache.grow(10);
        cache.grow(2);
        assert_eq!(cache.keys(), 10);
        assert_eq!(ask(&mut cache, 9, 0, NEVER), (false, None));
        assert_eq!(ask(&mut cache, 8, 0, NEVER), (false, Some(3)));
    }
}

#[test]
fn a_long_run_takes_no_more_memory() {
    let popularity = Popularity::zipf(2_000, 0.8);
    let luck = Luck::new(4);
    for policy in Policy::ALL {
        let mut cache = Cache::new(policy, 300, 2_000);
        let run = |cache: &mut Cache, requests: std::ops::Range<u64>| {
            for request in requests {
                let mut draw = luck.draw(Purpose::Key, request, 0);
                let (key, now) = (popularity.draw(&mut draw), request * SECOND);
                match draw.below(50) {
                    0 => _ = cache.remove(key),
                    _ => _ = ask(cache, key, now, 2_000 * SECOND),
                }
            }
            // All places are free once, which is as many as there can be.
            (0..2_000).for_each(|key| _ = cache.remove(key));
            cache.bytes()
        };
        let filled = run(&mut cache, 0..10_000);
        assert_eq!(filled, run(&mut cache, 10_000..400_000), "{policy:?}");
        // 4 bytes a key, with LFU 8; and 24 for the entry, 4 in the free list and up to 20 for the order, each vector
        // with up to twice its length in room.
        assert!(filled <= 8 * 2_000 + 2 * 48 * 512, "{policy:?}: {filled}");
    }
}
