//! Stale answers of a cache that writes delete from, against a bare model of the same system that shares no code with the
//! simulation: a heap of events, two first-come-first-served cores at the database, a cache without bounds.
//!
//! Cache and database share no transaction: a reader that took the old value from the database may store it after the
//! deletion. How often depends on what a query sees that begins at the moment at which a write ends: the bare model says it
//! in one line.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use rand::{RngExt, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use scalewalk_course::claim::Outcome;
use scalewalk_course::stage::with;
use scalewalk_course::stages::cache;
use scalewalk_model::estimate::{Confidence, Estimate};
use scalewalk_model::{Config, Count};
use scalewalk_tests::{replicate, users};

use crate::each;

/// Requests a second; each asks one query.
const RATE: f64 = 250.0;
const KEYS: usize = 100;
const READS: f64 = 0.5;
const CORES: usize = 2;
const SEEDS: u64 = 24;
/// Seconds before measuring, and seconds measured.
const SPAN_S: (f64, f64) = (20.0, 300.0);

/// Half a round trip inside the site, and the work of the cache and of the database, in microseconds.
const HALF: u64 = 250;
const CACHE: u64 = 300;
const READ: u64 = 2_000;
const WRITE: u64 = 6_000;

fn system() -> Config {
    with(
        with(cache::config(), &[users(RATE), ("db.queries", 1.0), ("visit.requests", 1.0), ("catalogue", KEYS as f64)]),
        &[
            ("reads", READS),
            ("popularity.skew", 1.0),
            ("cache.capacity", 1.0),
            ("cache.ttl", f64::INFINITY),
            ("cache.invalidate", 1.0),
            ("cache.cores", 16.0),
            ("db.read_from", 1.0),
            ("db.cores", CORES as f64),
            ("work.spread", 0.0),
            ("web.cores", 64.0),
        ],
    )
}

/// What happens next to a request about a key; the version is the one that it read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Arrival,
    LookedUp { key: usize },
    AtDatabase { key: usize, write: bool },
    Done { key: usize, write: bool, read: u32 },
    Stored { key: usize, read: u32 },
    Deleted { key: usize },
}

/// The share of stale answers in one run of the bare model.
fn bare(seed: u64) -> f64 {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let weights: Vec<f64> = (1..=KEYS).map(|rank| 1.0 / rank as f64).collect();
    let all: f64 = weights.iter().sum();
    let (mut committed, mut cached) = (vec![1_u32; KEYS], vec![None::<u32>; KEYS]);
    let (mut waiting, mut busy) = (VecDeque::new(), 0);
    let (mut answers, mut stale) = (0_u64, 0_u64);
    let mut events = BinaryHeap::from([Reverse((0_u64, Event::Arrival))]);
    let (begin, end) = ((SPAN_S.0 * 1e6) as u64, ((SPAN_S.0 + SPAN_S.1) * 1e6) as u64);
    while let Some(Reverse((now, event))) = events.pop().filter(|Reverse((now, _))| *now < end) {
        let counts = u64::from(now >= begin);
        let mut at = |after: u64, event| events.push(Reverse((now + after, event)));
        match event {
            Event::Arrival => {
                at((-(1.0 - rng.random::<f64>()).ln() / RATE * 1e6) as u64, Event::Arrival);
                let mut left = rng.random::<f64>() * all;
                let key = weights.iter().position(|weight| {
                    left -= weight;
                    left < 0.0
                });
                let key = key.unwrap_or(0);
                if rng.random::<f64>() < READS {
                    at(HALF + CACHE, Event::LookedUp { key });
                } else {
                    at(HALF, Event::AtDatabase { key, write: true });
                }
            }
            Event::LookedUp { key } => match cached[key] {
                Some(version) => {
                    answers += counts;
                    stale += counts * u64::from(version < committed[key]);
                }
                None => at(2 * HALF, Event::AtDatabase { key, write: false }),
            },
            Event::AtDatabase { key, write } => waiting.push_back((key, write)),
            Event::Done { key, write, read } => {
                busy -= 1;
                if write {
                    committed[key] += 1;
                    at(2 * HALF + CACHE, Event::Deleted { key });
                } else {
                    answers += counts;
                    at(2 * HALF + CACHE, Event::Stored { key, read });
                }
            }
            Event::Stored { key, read } => cached[key] = Some(read),
            Event::Deleted { key } => cached[key] = None,
        }
        // Free cores take up what waits, and see what has been committed by now.
        while busy < CORES
            && let Some((key, write)) = waiting.pop_front()
        {
            busy += 1;
            at(if write { WRITE } else { READ }, Event::Done { key, write, read: committed[key] });
        }
    }
    stale as f64 / answers as f64
}

fn stale(outcome: &Outcome) -> f64 {
    let cache = outcome.report.cache.expect("a cache");
    cache.stale as f64 / (cache.hits + outcome.of(Count::Read)) as f64
}

#[test]
fn a_cache_that_is_deleted_from_is_as_stale_as_a_bare_model_says() {
    let simulated = each(&replicate(&system(), SEEDS, SPAN_S.0, SPAN_S.1), stale);
    let bare: Vec<f64> = (0..SEEDS).map(bare).collect();
    let both = [&simulated, &bare].map(|values| Estimate::of(values, Confidence::P999));
    let [simulated, bare] = &both;
    let apart = (simulated.mean - bare.mean).abs();
    assert!(apart <= simulated.half_width.hypot(bare.half_width), "simulated {simulated:?}, bare {bare:?}");
    assert!(simulated.half_width.hypot(bare.half_width) < 0.1 * bare.mean, "simulated {simulated:?}, bare {bare:?}");
}
