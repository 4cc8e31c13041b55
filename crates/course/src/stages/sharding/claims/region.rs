//! The region does not spread them evenly: more users live in some than in others.

use scalewalk_model::ShardKey;
use scalewalk_model::world::WORLD;

use super::{rows, rows_in_all, share_percent, small};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "shard.region", trials, judge };

const SEEDS: u64 = 18;

fn trials() -> Vec<Trial> {
    repeat(SEEDS, |seed| Trial::new(0, small(ShardKey::Region, &[]), seed, 1.0, 10.0))
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    // Six regions take turns on four shards: the first has the first and the fifth.
    let expected: u32 = WORLD.iter().step_by(4).map(|region| region.percent).sum();
    let fair = outcomes.first().map_or(f64::NAN, |o| 100.0 / f64::from(o.config.shards.count));
    let held = |o: &Outcome| 100.0 * rows(o, 0) / rows_in_all(o);
    let queries = values(outcomes, 0, |o| share_percent(o, 0));
    vec![
        Check::new("queries to the first", &queries, " %", Relation::Equal, f64::from(expected)),
        Check::new("… which are more than its share", &queries, " %", Relation::AtLeast, fair),
        Check::new("rows on the first", &values(outcomes, 0, held), " %", Relation::AtLeast, fair),
    ]
}
