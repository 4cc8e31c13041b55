//! With uneven keys one shard is full while the others still have room.

use scalewalk_model::{Cause, ShardKey};

use super::{rows, rows_in_all, small};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "shard.exhaustion", trials, judge };

const SEEDS: u64 = 4;
const BY_REGION: usize = 0;
const BY_MODULO: usize = 1;

fn trials() -> Vec<Trial> {
    // Some 500 users sign up in a second. By region, the first shard begins with 7,000 rows and gets 35 % of them: it is
    // full after 6 seconds.
    let settings = [("reads", 0.0), ("shard.signups", 1.0), ("shard.capacity", 8_000.0), ("db.cores", 4.0)];
    let run = |group, key| {
        let config = small(key, &settings);
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 0.0, 10.0))
    };
    [run(BY_REGION, ShardKey::Region), run(BY_MODULO, ShardKey::Modulo)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let room = |o: &Outcome| f64::from(o.config.shards.capacity);
    let full = |o: &Outcome| 100.0 * rows(o, 0) / room(o);
    let all = |o: &Outcome| 100.0 * rows_in_all(o) / (4.0 * room(o));
    let refused = |o: &Outcome| o.failed_by(Cause::Full) as f64;
    vec![
        Check::new(
            "room taken on the first, by region",
            &values(outcomes, BY_REGION, full),
            " %",
            Relation::Exactly,
            100.0,
        ),
        Check::new("… on all together", &values(outcomes, BY_REGION, all), " %", Relation::AtMost, 90.0),
        Check::new("users turned away, by region", &values(outcomes, BY_REGION, refused), "", Relation::AtLeast, 100.0),
        Check::new("… by modulo", &values(outcomes, BY_MODULO, refused), "", Relation::AtMost, 1.0),
    ]
}
