//! Replaying the old primary's log brings the lost writes back.

use scalewalk_model::{Act, Count, Fault, NodeId};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "replication.recover", trials, judge };

const SEEDS: u64 = 10;

fn trials() -> Vec<Trial> {
    let config = with(config(), &[("reads", 0.5), ("users", 400_000.0), ("db.detect", 0.5), ("db.lag", 1.0)]);
    repeat(SEEDS, |seed| {
        Trial::new(0, config.clone(), seed, 2.9, 2.1)
            .fault(3.0, NodeId::DATABASE, Fault::Down)
            .act(4.5, Act::RecoverLog)
    })
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let missing = values(outcomes, 0, |o| o.of(Count::Lost) as f64 - o.of(Count::Recovered) as f64);
    let recovered = values(outcomes, 0, |o| o.of(Count::Recovered) as f64);
    vec![
        Check::new("writes brought back", &recovered, "", Relation::AtLeast, 1.0),
        Check::new("still missing", &missing, "", Relation::AtMost, 1e-9),
    ]
}
