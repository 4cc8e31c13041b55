//! With asynchronous replication the writes that die with the primary are about the write rate times the lag; with
//! synchronous replication there are none.

use scalewalk_model::theory;
use scalewalk_model::{Config, Count, Fault, NodeId, ReplicationMode};

use super::super::config;
use super::write_rate;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "replication.lost-writes", trials, judge };

const SEEDS: u64 = 160;
const ASYNCHRONOUS: usize = 0;
const SHORT: usize = 1;
const SYNCHRONOUS: usize = 2;

fn trials() -> Vec<Trial> {
    let writers = with(config(), &[("reads", 0.5), ("users", 400_000.0), ("db.detect", 0.5), ("db.lag", 1.0)]);
    let mode = |mode: ReplicationMode| [("db.mode", f64::from(mode as u8))];
    let groups = [
        (ASYNCHRONOUS, writers.clone()),
        (SHORT, with(writers.clone(), &[("db.lag", 0.5)])),
        (SYNCHRONOUS, with(writers, &mode(ReplicationMode::Synchronous))),
    ];
    let trial = |(group, config): (usize, Config)| {
        // Long enough after the start that the log is in flow, and after the death that a replica is promoted.
        repeat(SEEDS, move |seed| {
            Trial::new(group, config.clone(), seed, 2.9, 0.8).fault(3.0, NodeId::DATABASE, Fault::Down)
        })
    };
    groups.into_iter().flat_map(trial).collect()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let check = |what, group| {
        let lost = values(outcomes, group, |o| o.of(Count::Lost) as f64);
        let expected = super::first(outcomes, group)
            .map_or(f64::NAN, |o| theory::lost_writes(write_rate(o), o.config.replication.lag_s));
        Check::new(what, &lost, "", Relation::Equal, expected)
    };
    let none = values(outcomes, SYNCHRONOUS, |o| o.of(Count::Lost) as f64);
    let promoted = values(outcomes, SYNCHRONOUS, |o| o.of(Count::Promotion) as f64);
    vec![
        check("acknowledged writes lost", ASYNCHRONOUS),
        check("… at half the lag", SHORT),
        Check::new("… with synchronous replication", &none, "", Relation::AtMost, 1e-9),
        Check::new("promotions then", &promoted, "", Relation::Exactly, 1.0),
    ]
}
