//! The claims of this stage, one file each.

use scalewalk_model::shards::CELEBRITY;
use scalewalk_model::{Config, NodeId, ShardKey};

use super::{config, unsplit};
use crate::claim::{Claim, Outcome};
use crate::stage::with;
use crate::trial::percent;

mod celebrity;
mod celebrity_dedicated;
mod celebrity_split;
mod denormalise;
mod even;
mod exhaustion;
mod join;
mod range;
mod region;
mod resharding_mod;
mod resharding_ring;
mod vnodes;
mod writes_scale;

/// All of them.
pub const ALL: &[Claim] = &[
    writes_scale::CLAIM,
    even::CLAIM,
    region::CLAIM,
    range::CLAIM,
    exhaustion::CLAIM,
    resharding_mod::CLAIM,
    resharding_ring::CLAIM,
    vnodes::CLAIM,
    celebrity::CLAIM,
    celebrity_dedicated::CLAIM,
    celebrity_split::CLAIM,
    join::CLAIM,
    denormalise::CLAIM,
];

/// Four shards of one core under a quarter of the stage's traffic; no celebrity, nobody signs up, and no visitor comes
/// back to what they wrote.
fn small(key: ShardKey, settings: &[(&str, f64)]) -> Config {
    let key = ShardKey::ALL.iter().position(|one| *one == key).unwrap_or(0) as f64;
    let small = [
        ("users", 500_000.0),
        ("db.cores", 1.0),
        ("web.servers", 2.0),
        ("visit.requests", 1.0),
        ("celebrity.share", 0.0),
        ("shard.signups", 0.0),
        ("shard.key", key),
    ];
    with(with(config(), &small), settings)
}

/// Queries that came to the shard with number `shard`, from 0.
fn asked(outcome: &Outcome, shard: u8) -> u64 {
    outcome.station(NodeId::shard_at(0, shard)).map_or(0, |station| station.arrived)
}

/// Queries that came to all shards.
fn asked_in_all(outcome: &Outcome) -> u64 {
    (0..20).map(|shard| asked(outcome, shard)).sum()
}

/// Share of all queries that came to a shard, in percent.
fn share_percent(outcome: &Outcome, shard: u8) -> f64 {
    percent(asked(outcome, shard), asked_in_all(outcome))
}

/// Utilisation of a shard, in percent.
fn busy_percent(outcome: &Outcome, shard: u8) -> f64 {
    outcome.station(NodeId::shard_at(0, shard)).map_or(f64::NAN, |station| 100.0 * station.utilisation)
}

/// What all shards together have to do, in cores.
fn work(config: &Config) -> f64 {
    config.arrival_rate() * config.db_work_s()
}

/// Rows on a shard at the end.
fn rows(outcome: &Outcome, shard: u8) -> f64 {
    let rows =
        outcome.report.shards.as_ref().and_then(|shards| shards.rows.get(&NodeId::shard_at(0, shard).to_string()));
    rows.map_or(0.0, |rows| f64::from(*rows))
}

/// Rows on all shards at the end.
fn rows_in_all(outcome: &Outcome) -> f64 {
    (0..20).map(|shard| rows(outcome, shard)).sum()
}

/// The shard that the celebrity is on by modulo.
fn celebritys(config: &Config) -> u8 {
    (CELEBRITY % config.shards.count) as u8
}
