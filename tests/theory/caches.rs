//! Hit ratios of caches that are asked for Zipf's keys in a Poisson stream.
//!
//! Warm-up: LRU is as it will be once as many different keys have been asked for as it has places, FIFO after some
//! rounds through all places; every run is measured after ten rounds or more.

use scalewalk_model::estimate::{Confidence, Estimate};
use scalewalk_model::theory::{
    fifo_hit_ratio, lfu_hit_ratio, lru_characteristic_time, lru_hit_ratio, lru_ttl_hit_ratio, ttl_hit_ratio,
    ttl_hit_ratio_of_all,
};
use scalewalk_model::time::{NEVER, from_secs};
use scalewalk_model::{Cache, Demand, LookUp, Policy, Popularity};
use scalewalk_tests::meets;

use crate::exact_caches as exact;

/// Requests a second.
const RATE: f64 = 1_000.0;

/// A cache in front of a catalogue.
struct System {
    popularity: Popularity,
    policy: Policy,
    capacity: u32,
    ttl_s: f64,
}

impl System {
    fn new(keys: u32, skew: f64, policy: Policy, capacity: u32) -> Self {
        Self { popularity: Popularity::zipf(keys, skew), policy, capacity, ttl_s: f64::INFINITY }
    }

    fn p(&self) -> &[f64] {
        self.popularity.probabilities()
    }

    /// Hit ratios of `runs` independent runs, each of `requests` requests after `warmup` others.
    fn hit_ratios(&self, runs: u64, warmup: u64, requests: u64) -> Vec<f64> {
        let ttl = if self.ttl_s == f64::INFINITY { NEVER } else { from_secs(self.ttl_s) };
        let run = |seed| {
            let mut cache = Cache::new(self.policy, self.capacity, self.popularity.keys());
            let mut hits = 0;
            let demand = Demand::new(seed, RATE, self.popularity.clone());
            for (number, (now, key)) in (0..warmup + requests).zip(demand) {
                match cache.look_up(key, now) {
                    LookUp::Hit(_) => hits += u64::from(number >= warmup),
                    LookUp::Expired(_) | LookUp::Absent => _ = cache.store(key, 0, now, ttl),
                }
            }
            hits as f64 / requests as f64
        };
        (1..=runs).map(run).collect()
    }
}

/// The runs meet the approximation, whose own error is less than a tenth of the interval.
fn meets_approximation(what: &str, ratios: &[f64], approximate: f64, exact: f64) {
    let half_width = Estimate::of(ratios, Confidence::P999).half_width;
    let error = (approximate - exact).abs();
    assert!(error < half_width / 10.0, "{what}: off by {error}, interval ± {half_width}");
    meets(what, ratios, approximate, 0.01);
}

#[test]
fn small_lru_and_fifo_are_exact() {
    for (policy, exact) in [(Policy::Lru, exact::lru as fn(&[f64], usize) -> f64), (Policy::Fifo, exact::fifo)] {
        for (keys, capacity) in [(5, 1), (5, 2), (8, 5), (40, 10)] {
            let system = System::new(keys, 0.9, policy, capacity);
            let ratios = system.hit_ratios(24, 5_000, 100_000);
            meets(&format!("{policy:?} {capacity} of {keys}"), &ratios, exact(system.p(), capacity as usize), 0.01);
        }
    }
}

#[test]
fn ches_error_falls_as_the_catalogue_grows() {
    // Fricker, Robert and Roberts 2012: what the approximation leaves out, the spread of the characteristic time and its
    // dependence on the key, vanishes against it as there are more keys.
    let error = |f: fn(&[f64], u32) -> f64, exact: fn(&[f64], usize) -> f64, keys: u32| {
        let popularity = Popularity::zipf(keys, 0.8);
        (f(popularity.probabilities(), keys / 5) - exact(popularity.probabilities(), keys as usize / 5)).abs()
    };
    for (name, f, exact) in [
        ("LRU", lru_hit_ratio as fn(&[f64], u32) -> f64, exact::lru as fn(&[f64], usize) -> f64),
        ("FIFO", fifo_hit_ratio, exact::fifo),
    ] {
        let errors = [10, 40, 160, 640].map(|keys| error(f, exact, keys));
        assert!(errors.windows(2).all(|pair| pair[1] < pair[0] / 2.0), "{name}: {errors:?}");
    }
}

#[test]
fn lru_meets_ches_approximation() {
    for (skew, capacity) in [(0.8, 200), (1.1, 50)] {
        let system = System::new(1_000, skew, Policy::Lru, capacity);
        let ratios = system.hit_ratios(16, 50_000, 100_000);
        let (theory, exact) = (lru_hit_ratio(system.p(), capacity), exact::lru(system.p(), capacity as usize));
        meets_approximation(&format!("LRU {capacity}, skew {skew}"), &ratios, theory, exact);
    }
}

#[test]
fn fifo_meets_its_approximation() {
    for (skew, capacity) in [(0.8, 4_000), (1.1, 500)] {
        let system = System::new(20_000, skew, Policy::Fifo, capacity);
        let ratios = system.hit_ratios(16, 200_000, 200_000);
        let (theory, exact) = (fifo_hit_ratio(system.p(), capacity), exact::fifo(system.p(), capacity as usize));
        meets_approximation(&format!("FIFO {capacity}, skew {skew}"), &ratios, theory, exact);
    }
}

#[test]
fn a_ttl_meets_its_ratio() {
    // One key: λT = 1,000 · T.
    for (ttl_s, power) in [(0.0002, 0.02), (0.001, 0.02), (0.01, 0.02)] {
        let system = System { ttl_s, ..System::new(1, 0.0, Policy::Fifo, 1) };
        let ratios = system.hit_ratios(16, 100, 50_000);
        meets(&format!("one key, TTL {ttl_s}"), &ratios, ttl_hit_ratio(RATE, ttl_s), power);
    }
    for policy in Policy::ALL {
        let system = System { ttl_s: 2.0, ..System::new(1_000, 0.8, policy, 1_000) };
        let ratios = system.hit_ratios(16, 20_000, 100_000);
        let theory = ttl_hit_ratio_of_all(system.p(), RATE, 2.0);
        meets(&format!("1,000 keys, TTL 2 s, room for all, {policy:?}"), &ratios, theory, 0.01);
    }
}

#[test]
fn lru_with_a_ttl_meets_its_ratio() {
    // Its only approximation is the characteristic time, as in LRU alone, of which twenty times fewer keys are enough.
    let system = System::new(20_000, 0.9, Policy::Lru, 2_000);
    let stay_s = lru_characteristic_time(system.p(), 2_000) / RATE;
    for share in [0.5, 1.5, 4.0, 25.0] {
        let system = System { ttl_s: share * stay_s, popularity: system.popularity.clone(), ..system };
        let theory = lru_ttl_hit_ratio(system.p(), 2_000, RATE, system.ttl_s);
        let ratios = system.hit_ratios(16, 150_000, 200_000);
        meets(&format!("LRU with a TTL of {share} stays"), &ratios, theory, 0.01);
    }
}

#[test]
fn lfu_keeps_the_most_popular_and_the_last_newcomer() {
    for (keys, skew, capacity) in [(1_000, 0.9, 100), (200, 1.2, 10), (50, 0.6, 5)] {
        let system = System::new(keys, skew, Policy::Lfu, capacity);
        let ratios = system.hit_ratios(16, 400_000, 100_000);
        let [low, high] = [capacity - 1, capacity].map(|kept| lfu_hit_ratio(system.p(), kept));
        let measured = Estimate::of(&ratios, Confidence::P999);
        let name = format!("LFU {capacity} of {keys}, skew {skew}");
        assert!(low <= measured.high() && measured.low() <= high, "{name}: {measured:?}, theory {low} to {high}");
        // The last place is the newcomers': each of them stays until the next one comes.
        let rest = &system.p()[capacity as usize - 1..];
        let newcomer = rest.iter().map(|p| p * p).sum::<f64>() / rest.iter().sum::<f64>();
        meets(&format!("{name}, with the last newcomer"), &ratios, low + newcomer, 0.01);
    }
}
