//! Sequences of keys that are hard on caches, each in its own way.

use scalewalk_model::{Key, Luck, Popularity, Purpose};

/// Named traces of `length` requests over `keys` keys, some made for a cache of `capacity` entries.
pub fn traces(keys: u32, capacity: u32, length: u32) -> Vec<(&'static str, Vec<Key>)> {
    let luck = Luck::new(u64::from(capacity) + 1);
    let drawn = |skew: f64| -> Vec<Key> {
        let popularity = Popularity::zipf(keys, skew);
        (0..length).map(|i| popularity.draw(&mut luck.draw(Purpose::Key, u64::from(i), 0))).collect()
    };
    let zipf = drawn(0.9);
    let of = |f: &dyn Fn(u32) -> Key| (0..length).map(|i| f(i) % keys).collect::<Vec<Key>>();
    vec![
        ("all alike", drawn(0.0)),
        ("a few for most", drawn(2.0)),
        ("one key again and again", of(&|_| 3)),
        ("every key twice", of(&|i| i / 2)),
        ("a loop that fits", of(&|i| i % capacity.max(1))),
        // Each key goes just before it is asked for again.
        ("a loop one too long", of(&|i| i % (capacity + 1))),
        ("there and back", of(&|i| (i % (2 * keys)).min(2 * keys - 1 - i % (2 * keys)))),
        ("a scan through popular keys", of(&|i| if i % 500 < 400 { zipf[i as usize] } else { i })),
        // Of the newest two, the older is hit again and again.
        ("new ones and the one before", of(&|i| if i % 2 == 0 { i / 2 } else { (i / 2).saturating_sub(1) })),
        ("popular keys change", of(&|i| zipf[i as usize] + i / 1_000 * 7)),
        // Every entry is hit once before the next is evicted, so that SIEVE's hand must go all the way round.
        (
            "all hit, then a new one",
            of(&|i| {
                let round = capacity.max(1) + 1;
                if i % round == 0 { capacity + i / round } else { i % round }
            }),
        ),
        ("Zipf", zipf.clone()),
    ]
}
