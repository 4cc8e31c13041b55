//! While the server is down, every request that reaches it fails.

use scalewalk_model::{Fault, NodeId};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "single.spof", trials, judge };

const SEEDS: u64 = 8;
const DOWN: usize = 0;
const UP: usize = 1;
const REPAIRED: usize = 2;

fn trials() -> Vec<Trial> {
    // Measuring begins when the last answer from before the fault has long been received.
    let run = |group, seed| Trial::new(group, config(), seed, 10.0, 20.0);
    [
        repeat(SEEDS, |seed| run(DOWN, seed).fault(5.0, NodeId::web(0), Fault::Down)),
        repeat(SEEDS, |seed| run(UP, seed)),
        repeat(SEEDS, |seed| {
            run(REPAIRED, seed).fault(2.0, NodeId::web(0), Fault::Down).fault(4.0, NodeId::web(0), Fault::Repair)
        }),
    ]
    .concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let failing = |group| values(outcomes, group, Outcome::failed_percent);
    vec![
        Check::new("requests that fail with the server down", &failing(DOWN), " %", Relation::Exactly, 100.0),
        Check::new("… with the server up", &failing(UP), " %", Relation::Exactly, 0.0),
        Check::new("… after the repair", &failing(REPAIRED), " %", Relation::Exactly, 0.0),
    ]
}
