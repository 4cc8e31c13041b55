//! One hot key overloads its shard while the others idle.

use scalewalk_model::ShardKey;
use scalewalk_model::theory::hottest_share;

use super::{busy_percent, celebritys, share_percent, small, work};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::trial::OBJECTIVE_FAILED_PERCENT;

/// The claim.
pub const CLAIM: Claim = Claim { id: "shard.celebrity", trials, judge };

const SEEDS: u64 = 72;
/// Three in five requests: of 1.9 cores' work, 1.3 cores' fall to a shard of one core.
const CROWD: &[(&str, f64)] = &[("celebrity.share", 0.6)];

fn trials() -> Vec<Trial> {
    repeat(SEEDS, |seed| Trial::new(0, small(ShardKey::Modulo, CROWD), seed, 14.0, 20.0))
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let Some(config) = outcomes.first().map(|o| &o.config) else { return Vec::new() };
    let hot = celebritys(config);
    let share = 100.0 * hottest_share(config.shards.count, config.shards.celebrity);
    let cold = 100.0 * (1.0 - config.shards.celebrity) / f64::from(config.shards.count) * work(config);
    vec![
        Check::new(
            "utilisation of the celebrity’s shard",
            &values(outcomes, 0, |o| busy_percent(o, hot)),
            " %",
            Relation::AtLeast,
            98.0,
        ),
        Check::new("… of the first", &values(outcomes, 0, |o| busy_percent(o, 0)), " %", Relation::Equal, cold),
        Check::new(
            "its share of the queries",
            &values(outcomes, 0, |o| share_percent(o, hot)),
            " %",
            Relation::Equal,
            share,
        ),
        Check::new(
            "failed",
            &values(outcomes, 0, Outcome::failed_percent),
            " %",
            Relation::AtLeast,
            OBJECTIVE_FAILED_PERCENT,
        ),
    ]
}
