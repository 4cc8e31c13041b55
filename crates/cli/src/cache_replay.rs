//! `scalewalk cache-replay`: a recorded trace, entry by entry, through the cache of the model.

use clap::Args;
use scalewalk_model::time::{NEVER, Nanos};
use scalewalk_model::{Cache, LookUp, Policy};
use serde::Serialize;

use crate::Printed;
use crate::show::{self, number};
use crate::trace::{self, MOST_S, Trace};

/// What to replay.
#[derive(Args)]
pub struct Options {
    /// Who has to go when the cache is full: lru, lfu, fifo or sieve.
    #[arg(long, value_parser = policy)]
    policy: Policy,
    /// The most entries that are kept; with 0 nothing is.
    #[arg(long, value_name = "ENTRIES", value_parser = capacity, allow_negative_numbers = true)]
    capacity: u32,
    /// How long an entry is good, from storing; for ever if it is not given.
    #[arg(long, value_name = "SECONDS", value_parser = ttl, allow_negative_numbers = true)]
    ttl: Option<Nanos>,
    /// The trace: a line `seconds,key` for each request, in order of time, and no header. `-` reads standard input.
    file: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn policy(text: &str) -> Result<Policy, String> {
    Policy::ALL.into_iter().find(|policy| policy.key() == text).ok_or_else(|| {
        let keys = Policy::ALL.map(Policy::key);
        format!("allowed are {}", keys.join(", "))
    })
}

fn capacity(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("allowed is a whole number of entries from 0 to {}", u32::MAX))
}

fn ttl(text: &str) -> Result<Nanos, String> {
    trace::nanos(text)
        .ok_or_else(|| format!("allowed is a number of seconds from 0 to {MOST_S}; leave it out for ever"))
}

/// What came of it.
#[derive(Serialize)]
struct Outcome {
    requests: u64,
    hits: u64,
    /// All that were not hits.
    misses: u64,
    /// Misses that found an entry past its time.
    expired: u64,
    /// Entries that had to go for want of a place.
    evicted: u64,
    /// Hits by requests; nothing without requests.
    hit_ratio: Option<f64>,
}

/// Replays it. A miss is stored at once.
pub fn run(options: &Options) -> Result<Printed, String> {
    let mut cache = Cache::new(options.policy, options.capacity, 0);
    let ttl = options.ttl.unwrap_or(NEVER);
    let (mut requests, mut hits, mut expired, mut evicted) = (0, 0, 0, 0);
    Trace::open(&options.file)?.each(|now, key| {
        // The catalogue is what has been asked for so far.
        cache.grow(key + 1);
        requests += 1;
        match cache.look_up(key, now) {
            LookUp::Hit(_) => {
                hits += 1;
                return;
            }
            LookUp::Expired(_) => expired += 1,
            LookUp::Absent => {}
        }
        evicted += u64::from(cache.store(key, 0, now, ttl).is_some());
    })?;
    let hit_ratio = (requests > 0).then(|| hits as f64 / requests as f64);
    let outcome = Outcome { requests, hits, misses: requests - hits, expired, evicted, hit_ratio };
    Ok(Printed::new(if options.json { show::json(&outcome)? } else { text(&outcome) }))
}

fn text(outcome: &Outcome) -> String {
    let ratio = outcome.hit_ratio.map_or_else(|| "no requests".to_owned(), |r| format!("{} %", number(100.0 * r)));
    let rows = [
        ["requests".to_owned(), outcome.requests.to_string()],
        ["hits".to_owned(), outcome.hits.to_string()],
        ["misses".to_owned(), format!("{} ({} expired)", outcome.misses, outcome.expired)],
        ["evicted".to_owned(), outcome.evicted.to_string()],
        ["hit ratio".to_owned(), ratio],
    ];
    show::table(&rows.map(|row| row.to_vec()))
}
