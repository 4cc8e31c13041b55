//! On a ring, a shard that is added takes about 1 ÷ (n + 1) of the rows, and no other row moves.

use scalewalk_model::theory::ring_moved;
use scalewalk_model::{Count, ShardKey};

use super::{rows, small};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stages::sharding::ROWS;

/// The claim.
pub const CLAIM: Claim = Claim { id: "shard.resharding-ring", trials, judge };

/// The share of a shard with 128 virtual nodes is off by 8 %: thirty rings tell 5 % apart.
const SEEDS: u64 = 400;

fn trials() -> Vec<Trial> {
    let quick = [("users", 100_000.0), ("shard.move_rate", 2_500.0), ("shard.move_time", 0.05)];
    let config = small(ShardKey::Ring, &quick);
    repeat(SEEDS, |seed| Trial::new(0, config.clone(), seed, 0.0, 3.0).set(1e-6, "shard.count", 5.0))
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let moved = |o: &Outcome| 100.0 * o.of(Count::Moved) as f64 / ROWS;
    let elsewhere = |o: &Outcome| o.of(Count::Moved) as f64 - rows(o, 4);
    vec![
        Check::new("rows moved", &values(outcomes, 0, moved), " %", Relation::Equal, 100.0 * ring_moved(4, 5)),
        Check::new("… of them not to the new shard", &values(outcomes, 0, elsewhere), "", Relation::AtMost, 1.0),
    ]
}
