//! The more virtual nodes, the smaller the spread of rows over shards, about 1 ÷ √V.

use scalewalk_model::ShardKey;
use scalewalk_model::theory::{load_scv, ring_share_scv};

use super::{rows, small};
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stages::sharding::ROWS;

/// The claim.
pub const CLAIM: Claim = Claim { id: "shard.vnodes", trials, judge };

/// The squared spread of sixteen shards is off by some 40 %: six hundred rings tell 6 % apart.
const SEEDS: u64 = 600;
/// Rings whose spreads are taken together.
const BLOCK: usize = 20;
const SHARDS: u8 = 16;
/// Sixteen times as many: a quarter of the spread.
const GROUPS: [f64; 2] = [8.0, 128.0];

fn trials() -> Vec<Trial> {
    let run = |(group, vnodes): (usize, f64)| {
        // Nobody asks; the rows are placed all the same.
        let settings = [("users", 1.0), ("shard.count", f64::from(SHARDS)), ("shard.vnodes", vnodes)];
        let config = small(ShardKey::Ring, &settings);
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 0.0, 0.001))
    };
    GROUPS.into_iter().enumerate().flat_map(run).collect()
}

/// Square of standard deviation over mean, in ‰.
fn spread(outcome: &Outcome) -> f64 {
    let mean = ROWS / f64::from(SHARDS);
    let square = |shard| (rows(outcome, shard) / mean - 1.0) * (rows(outcome, shard) / mean - 1.0);
    1e3 * (0..SHARDS).map(square).sum::<f64>() / f64::from(SHARDS)
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let theory = |vnodes: f64| 1e3 * load_scv(SHARDS.into(), ring_share_scv(SHARDS.into(), vnodes as u32), ROWS);
    let [few, many] = [0, 1].map(|group| values(outcomes, group, spread));
    // One ring may be even by luck; the mean over a block of them is not.
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let blocks = few.chunks(BLOCK).zip(many.chunks(BLOCK));
    let times: Vec<f64> = blocks.map(|(few, many)| (mean(few) / mean(many)).sqrt()).collect();
    vec![
        Check::new("squared spread, 8 virtual nodes", &few, " ‰", Relation::Equal, theory(GROUPS[0])).within(COARSE),
        Check::new("squared spread, 128 virtual nodes", &many, " ‰", Relation::Equal, theory(GROUPS[1])).within(COARSE),
        Check::new("spread of 8 over that of 128", &times, " times", Relation::AtLeast, 3.5),
    ]
}
