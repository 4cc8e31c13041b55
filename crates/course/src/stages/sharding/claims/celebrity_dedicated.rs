//! A shard of the celebrity's own relieves the rest.

use scalewalk_model::shards::EXTRA;
use scalewalk_model::{Act, ShardKey};

use super::{busy_percent, celebritys, small, work};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "shard.celebrity-dedicated", trials, judge };

const SEEDS: u64 = 34;
/// Of 1.9 cores' work, 1.1 cores' fall to the shard of one core that the celebrity shares with others.
const CROWD: &[(&str, f64)] = &[("celebrity.share", 0.45)];
const TOGETHER: usize = 0;
const APART: usize = 1;

fn trials() -> Vec<Trial> {
    let run = |group| move |seed| Trial::new(group, small(ShardKey::Modulo, CROWD), seed, 5.0, 30.0);
    let apart = |seed| run(APART)(seed).act(0.5, Act::Dedicate);
    [repeat(SEEDS, run(TOGETHER)), repeat(SEEDS, apart)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let Some(config) = outcomes.first().map(|o| &o.config) else { return Vec::new() };
    let was_hot = celebritys(config);
    let fair = 100.0 * (1.0 - config.shards.celebrity) / f64::from(config.shards.count) * work(config);
    let own = 100.0 * config.shards.celebrity * work(config);
    let cooler = differences(outcomes, TOGETHER, APART, |o| busy_percent(o, was_hot));
    vec![
        Check::new(
            "utilisation of the shard that it left",
            &values(outcomes, APART, |o| busy_percent(o, was_hot)),
            " %",
            Relation::Equal,
            fair,
        ),
        Check::new("… which is less than before by", &cooler, " points", Relation::AtLeast, 50.0),
        Check::new(
            "… of its own shard",
            &values(outcomes, APART, |o| busy_percent(o, EXTRA)),
            " %",
            Relation::Equal,
            own,
        ),
    ]
}
