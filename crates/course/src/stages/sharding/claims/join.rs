//! A join over shards waits for the slowest of them: its p99 grows with the number asked.

use scalewalk_model::{Config, ShardKey};

use super::small;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "shard.join", trials, judge };

/// Each joins some 5,000 pages; what theory needs is a quantile that 16 in 10,000 answers of the shards exceed.
const SEEDS: u64 = 8;
const TWO: usize = 0;
const SIXTEEN: usize = 1;

/// So many cores that nobody waits: shards asked together are then as independent as theory has them.
fn idle(asked: f64) -> Config {
    let settings =
        [("reads", 1.0), ("shard.count", 16.0), ("shard.joins", 1.0), ("shard.fanout", asked), ("db.cores", 8.0)];
    small(ShardKey::Modulo, &settings)
}

fn trials() -> Vec<Trial> {
    let run = |(group, asked): (usize, f64)| repeat(SEEDS, move |seed| Trial::new(group, idle(asked), seed, 1.0, 10.0));
    [(TWO, 2.0), (SIXTEEN, 16.0)].into_iter().flat_map(run).collect()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let of = |o: &Outcome, which: fn(&scalewalk_model::ShardsReport) -> Option<f64>| {
        o.report.shards.as_ref().and_then(which).unwrap_or(f64::NAN)
    };
    let slowest = |o: &Outcome| of(o, |shards| shards.slowest_p99_ms);
    let over_theory = |o: &Outcome| slowest(o) / of(o, |shards| shards.slowest_p99_ms_in_theory);
    let over_one = |o: &Outcome| slowest(o) - of(o, |shards| shards.part_p99_ms);
    let grows = differences(outcomes, SIXTEEN, TWO, slowest);
    vec![
        Check::new("p99 with 16 asked, over that with 2", &grows, " ms", Relation::AtLeast, 0.0),
        Check::new("… over the p99 of one shard", &values(outcomes, SIXTEEN, over_one), " ms", Relation::AtLeast, 0.0),
        Check::new("p99 of 16 over theory", &values(outcomes, SIXTEEN, over_theory), " times", Relation::Equal, 1.0),
        Check::new("p99 of 2 over theory", &values(outcomes, TWO, over_theory), " times", Relation::Equal, 1.0),
    ]
}
