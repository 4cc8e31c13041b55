//! By sign-up date, all new users are written to the last shard.

use scalewalk_model::ShardKey;

use super::{rows, rows_in_all, small};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stages::sharding::ROWS;

/// The claim.
pub const CLAIM: Claim = Claim { id: "shard.range", trials, judge };

/// Some 1,000 users sign up in each.
const SEEDS: u64 = 8;
const BY_DATE: usize = 0;
const BY_MODULO: usize = 1;
const LAST: u8 = 3;

fn trials() -> Vec<Trial> {
    let run = |group, key| {
        let config = small(key, &[("shard.signups", 0.5)]);
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 1.0, 10.0))
    };
    [run(BY_DATE, ShardKey::SignUp), run(BY_MODULO, ShardKey::Modulo)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let first = |o: &Outcome| ROWS / f64::from(o.config.shards.count);
    let to_last = |o: &Outcome| 100.0 * (rows(o, LAST) - first(o)) / (rows_in_all(o) - ROWS);
    let writes = |o: &Outcome| {
        let others: f64 = (0..LAST).map(|shard| super::busy_percent(o, shard)).sum();
        super::busy_percent(o, LAST) * f64::from(LAST) / others
    };
    vec![
        Check::new(
            "new users on the last, by date",
            &values(outcomes, BY_DATE, to_last),
            " %",
            Relation::Exactly,
            100.0,
        ),
        Check::new("… by modulo", &values(outcomes, BY_MODULO, to_last), " %", Relation::Equal, 25.0),
        Check::new(
            "work of the last, over another's",
            &values(outcomes, BY_DATE, writes),
            " times",
            Relation::AtLeast,
            1.5,
        ),
    ]
}
