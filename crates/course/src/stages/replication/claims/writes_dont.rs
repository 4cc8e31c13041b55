//! Write capacity does not grow with the replicas, and synchronous replication makes writes slower.

use scalewalk_model::ReplicationMode;

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "replication.writes-dont", trials, judge };

const SEEDS: u64 = 6;
const FEW: usize = 0;
const MANY: usize = 1;
const QUICK: usize = 2;
const SYNCHRONOUS: usize = 3;

fn trials() -> Vec<Trial> {
    let writers = with(config(), &[("reads", 0.0), ("db.queries", 1.0), ("web.cores", 16.0), ("db.queue", 20.0)]);
    // One core commits 167 writes a second; six times as many want to write.
    let crowd = with(writers.clone(), &[("db.cores", 1.0), ("users", 1_000_000.0)]);
    let few = with(writers, &[("users", 100_000.0)]);
    let synchronous = with(few.clone(), &[("db.mode", ReplicationMode::Synchronous as u8 as f64)]);
    let groups = [
        (FEW, with(crowd.clone(), &[("db.replicas", 1.0)])),
        (MANY, with(crowd, &[("db.replicas", 6.0)])),
        (QUICK, few),
        (SYNCHRONOUS, synchronous),
    ];
    let trial = |(group, config): (usize, scalewalk_model::Config)| {
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 5.0, 20.0))
    };
    groups.into_iter().flat_map(trial).collect()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let rates = |group| values(outcomes, group, Outcome::answered_rate);
    let ratio: Vec<f64> = rates(MANY).iter().zip(rates(FEW)).map(|(many, few)| many / few).collect();
    let mean_ms = |o: &Outcome| o.report.latency_ms.mean.unwrap_or(f64::NAN);
    let later = differences(outcomes, SYNCHRONOUS, QUICK, mean_ms);
    let wait_ms = super::first(outcomes, SYNCHRONOUS)
        .map_or(f64::NAN, |o| o.config.replication.lag_s * 1e3 + o.config.replication.apply_ms);
    vec![
        Check::new("six replicas commit, over what one does", &ratio, " times", Relation::Exactly, 1.0),
        Check::new("a synchronous write takes longer by", &later, " ms", Relation::Equal, wait_ms),
    ]
}
