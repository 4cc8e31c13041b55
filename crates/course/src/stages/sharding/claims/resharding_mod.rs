//! From four to five shards by modulo, 80 % of the rows move: n ÷ (n + 1).

use scalewalk_model::theory::modulo_moved;
use scalewalk_model::{Count, ShardKey};

use super::small;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stages::sharding::ROWS;
use crate::trial::OBJECTIVE_FAILED_PERCENT;

/// The claim.
pub const CLAIM: Claim = Claim { id: "shard.resharding-mod", trials, judge };

/// What moves is the same in each; what fails meanwhile may differ.
const SEEDS: u64 = 4;

fn trials() -> Vec<Trial> {
    let config = small(ShardKey::Modulo, &[("shard.move_rate", 1_000.0), ("shard.move_time", 0.05)]);
    repeat(SEEDS, |seed| Trial::new(0, config.clone(), seed, 1.0, 11.0).set(1.0 + 1e-6, "shard.count", 5.0))
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let moved = |o: &Outcome| o.of(Count::Moved) as f64;
    let left = |o: &Outcome| o.report.shards.as_ref().map_or(f64::NAN, |shards| f64::from(shards.leaving));
    vec![
        Check::new(
            "rows moved, of 20,000",
            &values(outcomes, 0, moved),
            "",
            Relation::Exactly,
            modulo_moved(4, 5) * ROWS,
        ),
        Check::new("rows still to move at the end", &values(outcomes, 0, left), "", Relation::AtMost, 1.0),
        Check::new(
            "failed meanwhile",
            &values(outcomes, 0, Outcome::failed_percent),
            " %",
            Relation::AtMost,
            OBJECTIVE_FAILED_PERCENT,
        ),
    ]
}
