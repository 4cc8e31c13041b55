//! A destroyed disk takes the data with it where there is no replica, and none where there is one.

use scalewalk_model::{Cause, Fault, NodeId};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;
use crate::trial::{OBJECTIVE_FAILED_PERCENT, percent};

/// The claim.
pub const CLAIM: Claim = Claim { id: "replication.durable", trials, judge };

const SEEDS: u64 = 6;
const ALONE: usize = 0;
const WITH_REPLICA: usize = 1;

fn trials() -> Vec<Trial> {
    let config = with(config(), &[("reads", 1.0), ("users", 200_000.0), ("web.boot", 1.0)]);
    let trial =
        |(group, replicas): (usize, f64)| {
            let config = with(config.clone(), &[("db.replicas", replicas)]);
            let after_s = 1.0 + config.replication.detect_s + 0.5;
            repeat(SEEDS, move |seed| {
                Trial::new(group, config.clone(), seed, after_s, 5.0)
                    .fault(1.0, NodeId::DATABASE, Fault::Destroy)
                    .fault(2.0, NodeId::DATABASE, Fault::Repair)
            })
        };
    [(ALONE, 0.0), (WITH_REPLICA, 1.0)].into_iter().flat_map(trial).collect()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let gone = |o: &Outcome| percent(o.failed_by(Cause::NotFound), o.failed() + o.report.requests.answered);
    let failing = values(outcomes, WITH_REPLICA, Outcome::failed_percent);
    vec![
        Check::new(
            "of reads find nothing without a replica",
            &values(outcomes, ALONE, gone),
            " %",
            Relation::Exactly,
            100.0,
        ),
        Check::new("… with one", &values(outcomes, WITH_REPLICA, gone), " %", Relation::AtMost, 1e-9),
        Check::new("… fail at all", &failing, " %", Relation::AtMost, OBJECTIVE_FAILED_PERCENT),
    ]
}
