//! Keys, caches and closed forms are the same to the last bit on every target.

use scalewalk_model::theory::{fifo_hit_ratio, lru_hit_ratio, lru_ttl_hit_ratio};
use scalewalk_model::time::MILLISECOND;
use scalewalk_model::{Cache, LookUp, Luck, Policy, Popularity, Purpose};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test;

use crate::fnv;

/// All hits and misses of a run, and who went.
fn run(policy: Policy, popularity: &Popularity) -> String {
    let (luck, mut cache) = (Luck::new(8), Cache::new(policy, 300, popularity.keys()));
    let mut found = String::new();
    for request in 0..30_000 {
        let (key, now) = (popularity.draw(&mut luck.draw(Purpose::Key, request, 0)), request * MILLISECOND);
        found += match cache.look_up(key, now) {
            LookUp::Hit(_) => "+",
            LookUp::Expired(_) => "*",
            LookUp::Absent => "-",
        };
        if !found.ends_with('+') {
            let gone = cache.store(key, 0, now, 5_000 * MILLISECOND);
            found += &gone.map_or_else(String::new, |entry| entry.key.to_string());
        }
    }
    format!("{found}{:?}", cache.iter().collect::<Vec<_>>())
}

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
fn caches_give_the_digest_on_file() {
    let popularity = Popularity::zipf(3_000, 0.9);
    let p = popularity.probabilities();
    let figures = [lru_hit_ratio(p, 300), fifo_hit_ratio(p, 300), lru_ttl_hit_ratio(p, 300, 1e3, 5.0)];
    let bits = |values: &[f64]| values.iter().map(|v| format!("{:x} ", v.to_bits())).collect::<String>();
    let texts = [bits(p), bits(&figures)].into_iter().chain(Policy::ALL.map(|policy| run(policy, &popularity)));
    let digests: Vec<String> = texts.map(|text| format!("{:016x}", fnv(&text))).collect();
    assert_eq!(digests, DIGESTS, "probabilities, closed forms, LRU, LFU, FIFO or SIEVE have changed");
}

const DIGESTS: [&str; 6] = [
    "20666e2936707a4a",
    "1206eded8bff3480",
    "364fcbf098120ca1",
    "bc3a40cb96b1f7df",
    "ac52fb2bfb315c98",
    "9552116fae6a578d",
];
