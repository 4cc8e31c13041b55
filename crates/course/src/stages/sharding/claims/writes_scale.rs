//! Sharding scales writes, which replicas could not.

use scalewalk_model::{Config, ShardKey};

use super::{small, unsplit};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "shard.writes-scale", trials, judge };

/// Each counts some 5,000 writes of one shard.
const SEEDS: u64 = 16;
const REPLICATED: usize = 0;
const ONE: usize = 1;
const FOUR: usize = 2;

fn trials() -> Vec<Trial> {
    // One core commits 167 writes a second; six times as many want to write.
    let crowd = [("reads", 0.0), ("users", 1e6), ("db.cores", 1.0), ("db.queue", 20.0), ("web.cores", 16.0)];
    let shards = |n| with(small(ShardKey::Modulo, &crowd), &[("shard.count", n)]);
    let groups =
        [(REPLICATED, with(with(unsplit(), &crowd), &[("db.replicas", 3.0)])), (ONE, shards(1.0)), (FOUR, shards(4.0))];
    let run = |(group, config): (usize, Config)| {
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 2.0, 30.0))
    };
    groups.into_iter().flat_map(run).collect()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let rates = |group| values(outcomes, group, Outcome::answered_rate);
    let over_one = |group| -> Vec<f64> { rates(group).iter().zip(rates(ONE)).map(|(rate, one)| rate / one).collect() };
    vec![
        Check::new("writes of four shards, over those of one", &over_one(FOUR), " times", Relation::Equal, 4.0),
        Check::new("… of a primary with three replicas", &over_one(REPLICATED), " times", Relation::Equal, 1.0),
    ]
}
