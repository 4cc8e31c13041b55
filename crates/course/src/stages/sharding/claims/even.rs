//! A hash of the user's number spreads rows and load evenly.

use scalewalk_model::ShardKey;

use super::{asked, asked_in_all, rows, rows_in_all, share_percent, small};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "shard.even", trials, judge };

const SEEDS: u64 = 18;

fn trials() -> Vec<Trial> {
    repeat(SEEDS, |seed| Trial::new(0, small(ShardKey::Modulo, &[]), seed, 1.0, 10.0))
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    // Of some 5,200 queries each shard gets 1,300, give or take 2.4 %: the largest of four is hardly ever 10 % above.
    let largest = |o: &Outcome| {
        let most = (0..4).map(|shard| asked(o, shard)).max().unwrap_or(0);
        4.0 * most as f64 / asked_in_all(o) as f64
    };
    let fair = outcomes.first().map_or(f64::NAN, |o| 100.0 / f64::from(o.config.shards.count));
    vec![
        Check::new(
            "rows on the first",
            &values(outcomes, 0, |o| 100.0 * rows(o, 0) / rows_in_all(o)),
            " %",
            Relation::Exactly,
            fair,
        ),
        Check::new("queries to the first", &values(outcomes, 0, |o| share_percent(o, 0)), " %", Relation::Equal, fair),
        Check::new(
            "queries to the busiest, over the mean",
            &values(outcomes, 0, largest),
            " times",
            Relation::AtMost,
            1.1,
        ),
    ]
}
