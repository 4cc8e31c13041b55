//! 6 · Remember the answer.

pub mod claims;

use scalewalk_model::theory::ZipfCache;
use scalewalk_model::{Config, Count, Fault, NodeId, Policy, ReadFrom, Report, Send, Topology};

use crate::curve::{Curve, Line};
use crate::stage::{Break, Stage, Walk, control, with};
use crate::stages::replication;
use crate::trial::percent;

/// More than the replicas can serve.
const USERS: f64 = 2_800_000.0;

/// The last stage's system with web servers for more readers than its replicas have room for.
fn uncached() -> Config {
    let settings = [("users", USERS), ("web.servers", 4.0), ("web.cores", 8.0), ("popularity.skew", 1.0)];
    with(replication::config(), &settings)
}

/// The same with a cache. The replica that is left stands by, so that what is cached is no older than it must be.
pub fn config() -> Config {
    let before = uncached();
    let mut config = Config { topology: Topology { cache: true, ..before.topology }, ..before };
    config.replication.replicas = 1;
    config.replication.read_from = ReadFrom::Primary;
    with(config, &[("cache.cores", 8.0)])
}

/// Reading queries that were answered, by the cache or by the database; none if none was, which measures nothing.
fn answered(report: &Report) -> Option<u64> {
    let reads = report.cache?.hits + report.of(Count::Read);
    (reads > 0).then_some(reads)
}

/// Share of all reading queries that the cache answered, in percent.
pub(crate) fn hit_percent(report: &Report) -> Option<f64> {
    let cache = report.cache?;
    answered(report).map(|_| 100.0 * cache.hit_ratio.unwrap_or(0.0))
}

/// Reading queries a second that the database answered.
fn database_reads(report: &Report) -> Option<f64> {
    answered(report).map(|_| report.of(Count::Read) as f64 / report.seconds)
}

/// Share of all reading queries that got an old value from the cache, in percent. Where one fetch brings an old value to
/// several, these may be more than the reads that were counted: then all got one.
pub(crate) fn stale_percent(report: &Report) -> Option<f64> {
    let cache = report.cache?;
    answered(report).map(|reads| percent(cache.stale.min(reads), reads))
}

/// Reading queries a second.
pub(crate) fn read_rate(config: &Config) -> f64 {
    config.arrival_rate() * f64::from(config.queries) - write_rate(config)
}

/// Writing queries a second.
pub(crate) fn write_rate(config: &Config) -> f64 {
    config.arrival_rate() * (1.0 - config.read_share) * f64::from(config.queries.min(1))
}

/// The keys of `config` in front of a cache, if theory knows the cache: LRU that nobody tells of writes.
fn known(config: &Config) -> Option<(ZipfCache, u32)> {
    let known = config.cache.policy == Policy::Lru && !config.cache.invalidate && config.catalogue.drift == 0.0;
    known.then(|| (ZipfCache::new(config.keys(), config.catalogue.skew), config.cache_places()))
}

fn hit_percent_in_theory(config: &Config) -> f64 {
    known(config)
        .map_or(f64::NAN, |(cache, places)| 100.0 * cache.hit_ratio(places, read_rate(config), config.cache.ttl_s))
}

fn database_reads_in_theory(config: &Config) -> f64 {
    let missed = if config.cache.coalesce { f64::NAN } else { 1.0 - hit_percent_in_theory(config) / 100.0 };
    read_rate(config) * missed
}

fn stale_percent_in_theory(config: &Config) -> f64 {
    known(config).map_or(f64::NAN, |(cache, places)| {
        100.0 * cache.stale_ratio(places, read_rate(config), write_rate(config), config.cache.ttl_s)
    })
}

/// A page about the most popular thing.
const ABOUT: Send = Send { key: Some(0), ..Send::PAGE };
/// Enough to follow.
const ONE_QUERY: &[(&str, f64)] = &[("db.queries", 1.0)];
/// A read so long that a write is over before it, in a system without chance.
const SLOW_READ: &[(&str, f64)] = &[
    ("db.queries", 1.0),
    ("db.read_time", 30.0),
    ("cache.invalidate", 1.0),
    ("work.spread", 0.0),
    ("net.spread", 0.0),
];
/// A writer whose write begins and ends while the first reader's query is answered, and a reader who comes later.
const RACE: &[(f64, Send)] = &[(12.0, Send { write: true, ..ABOUT }), (120.0, ABOUT)];

/// The stage.
pub const STAGE: Stage = Stage {
    id: "cache",
    lanes: || vec![config()],
    before: Some(|| vec![uncached()]),
    before_faults: &[],
    controls: &[
        control("cache.ttl"),
        control("users"),
        control("cache.capacity"),
        control("cache.invalidate"),
        control("cache.coalesce"),
        control("cache.nodes"),
        control("cache.policy"),
        control("popularity.skew"),
        control("popularity.drift"),
        control("reads"),
        control("cache.headroom"),
        control("catalogue.growth"),
        control("db.own_writes"),
        control("db.detect"),
    ],
    breaks: &[
        Break { lane: 0, node: NodeId::cache(0), kind: Fault::Restart },
        Break { lane: 0, node: NodeId::cache(0), kind: Fault::Down },
        Break { lane: 0, node: NodeId::cache(0), kind: Fault::Cut },
    ],
    acts: &[],
    walks: &[
        Walk { id: "miss", send: ABOUT, settings: ONE_QUERY, ..Walk::PLAIN },
        Walk { id: "hit", send: ABOUT, settings: ONE_QUERY, before: &[ABOUT], ..Walk::PLAIN },
        Walk { id: "write", send: Send { write: true, ..ABOUT }, settings: ONE_QUERY, ..Walk::PLAIN },
        Walk { id: "race", send: ABOUT, settings: SLOW_READ, others: RACE, ..Walk::PLAIN },
    ],
    curve: Some(Curve {
        param: "cache.ttl",
        lane: 0,
        incident: None,
        lines: &[
            Line { id: "hit_ratio", unit: " %", measure: hit_percent, theory: Some(hit_percent_in_theory) },
            Line { id: "database_reads", unit: " /s", measure: database_reads, theory: Some(database_reads_in_theory) },
            Line { id: "stale", unit: " %", measure: stale_percent, theory: Some(stale_percent_in_theory) },
        ],
    }),
    speed: 0.02,
};
