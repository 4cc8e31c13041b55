//! A denormalised read asks one shard; writes then touch more copies.

use scalewalk_model::{JoinMode, ShardKey};

use super::{asked_in_all, small};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "shard.denormalise", trials, judge };

const SEEDS: u64 = 5;
/// Shards that have rows of one page, or copies of one row.
const FANOUT: f64 = 8.0;
const JOINED: usize = 0;
const COPIED: usize = 1;
const WRITTEN: usize = 2;

fn trials() -> Vec<Trial> {
    let settings = [("shard.count", 8.0), ("shard.joins", 1.0), ("shard.fanout", FANOUT), ("db.cores", 8.0)];
    let run = |(group, mode, reads): (usize, JoinMode, f64)| {
        let mode = JoinMode::ALL.iter().position(|one| *one == mode).unwrap_or(0) as f64;
        let config = with(small(ShardKey::Modulo, &settings), &[("shard.read", mode), ("reads", reads)]);
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 2.0, 20.0))
    };
    let groups = [
        (JOINED, JoinMode::Joined, 1.0),
        (COPIED, JoinMode::Denormalised, 1.0),
        (WRITTEN, JoinMode::Denormalised, 0.0),
    ];
    groups.into_iter().flat_map(run).collect()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let asked = |group| values(outcomes, group, |o| asked_in_all(o) as f64 / o.report.requests.answered as f64);
    let sooner = differences(outcomes, JOINED, COPIED, Outcome::p99_ms);
    vec![
        Check::new("shards asked by a denormalised page", &asked(COPIED), "", Relation::Equal, 1.0),
        Check::new("… by one that joins", &asked(JOINED), "", Relation::Equal, FANOUT),
        Check::new("shards written by a denormalised write", &asked(WRITTEN), "", Relation::Equal, FANOUT),
        Check::new("p99 of a page falls by", &sooner, " ms", Relation::AtLeast, 0.0),
    ]
}
