//! Splitting the celebrity's key further relieves the shard that it has alone.

use scalewalk_model::shards::EXTRA;
use scalewalk_model::{Act, ShardKey};

use super::{busy_percent, small, work};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::trial::OBJECTIVE_FAILED_PERCENT;

/// The claim.
pub const CLAIM: Claim = Claim { id: "shard.celebrity-split", trials, judge };

const SEEDS: u64 = 38;
const ALONE: usize = 0;
const SPLIT: usize = 1;

fn trials() -> Vec<Trial> {
    // 70 % of 1.9 cores' work are too much for a shard of one core.
    let config = small(ShardKey::Modulo, &[("celebrity.share", 0.7)]);
    let alone = |group| {
        let config = config.clone();
        move |seed| Trial::new(group, config.clone(), seed, 8.0, 20.0).act(0.2, Act::Dedicate)
    };
    let split = |seed| alone(SPLIT)(seed).act(0.4, Act::SplitCelebrity);
    [repeat(SEEDS, alone(ALONE)), repeat(SEEDS, split)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let Some(config) = outcomes.first().map(|o| &o.config) else { return Vec::new() };
    let half = 50.0 * config.shards.celebrity * work(config);
    let busy = |group, shard| values(outcomes, group, move |o| busy_percent(o, shard));
    let failed = |group| values(outcomes, group, Outcome::failed_percent);
    vec![
        Check::new("utilisation of its one shard", &busy(ALONE, EXTRA), " %", Relation::AtLeast, 98.0),
        Check::new("… of the first of two", &busy(SPLIT, EXTRA), " %", Relation::Equal, half),
        Check::new("… of the second", &busy(SPLIT, EXTRA + 1), " %", Relation::Equal, half),
        Check::new("failed with one", &failed(ALONE), " %", Relation::AtLeast, OBJECTIVE_FAILED_PERCENT),
        Check::new("failed with two", &failed(SPLIT), " %", Relation::AtMost, OBJECTIVE_FAILED_PERCENT),
    ]
}
