//! With replication, what is missing after a data center has failed is only the last lag's worth of its writes.

use scalewalk_model::theory::lost_writes;
use scalewalk_model::{Config, Count, Fault};

use super::{EAST, EASTERN, small};
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "dc.async-lag", trials, judge };

/// A run misses some forty writes, and its square root more or less.
const SEEDS: u64 = 40;
const LONG: usize = 0;
const SHORT: usize = 1;
const LAGS_S: [f64; 2] = [1.0, 0.5];
const DOWN_S: f64 = 3.0;

fn places(lag_s: f64) -> Config {
    small(&[("reads", 0.5), ("dc.lag", lag_s)])
}

fn trials() -> Vec<Trial> {
    let run = |group: usize, seed| {
        Trial::new(group, places(LAGS_S[group]), seed, DOWN_S - 0.1, 0.2).fault(DOWN_S, EAST, Fault::Down)
    };
    [repeat(SEEDS, |seed| run(LONG, seed)), repeat(SEEDS, |seed| run(SHORT, seed))].concat()
}

/// Writes a second at the one that fails.
fn write_rate(config: &Config) -> f64 {
    EASTERN * config.arrival_rate() * (1.0 - config.read_share)
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let check = |what, group: usize| {
        let missing = values(outcomes, group, |o| o.of(Count::LeftBehind) as f64);
        let expected = lost_writes(write_rate(&places(LAGS_S[group])), LAGS_S[group]);
        Check::new(what, &missing, "", Relation::Equal, expected).within(COARSE)
    };
    vec![check("writes missing at a lag of one second", LONG), check("… of half a second", SHORT)]
}
