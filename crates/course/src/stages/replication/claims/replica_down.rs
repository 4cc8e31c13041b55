//! The reads of a dead replica move to the other ones.

use scalewalk_model::{Fault, NodeId};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::trial::{OBJECTIVE_FAILED_PERCENT, percent};

/// The claim.
pub const CLAIM: Claim = Claim { id: "replication.replica-down", trials, judge };

const SEEDS: u64 = 6;

fn trials() -> Vec<Trial> {
    let noticed_s = config().replication.detect_s + 0.1;
    repeat(SEEDS, |seed| {
        Trial::new(0, config(), seed, 1.0 + noticed_s, 10.0).fault(1.0, NodeId::replica(0), Fault::Down)
    })
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let came = |o: &Outcome, node: NodeId| o.station(node).map_or(0, |s| s.arrived);
    let share = |o: &Outcome| {
        let (first, second) = (came(o, NodeId::replica(0)), came(o, NodeId::replica(1)));
        percent(second, first + second)
    };
    vec![
        Check::new(
            "of the replicas' reads reach the other one",
            &values(outcomes, 0, share),
            " %",
            Relation::Exactly,
            100.0,
        ),
        Check::new(
            "fail",
            &values(outcomes, 0, Outcome::failed_percent),
            " %",
            Relation::AtMost,
            OBJECTIVE_FAILED_PERCENT,
        ),
    ]
}
