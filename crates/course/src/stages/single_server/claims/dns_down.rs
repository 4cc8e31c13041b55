//! While DNS is down, a client whose kept address is still alive gets through; a client without one does not.

use scalewalk_model::{Cause, Fault, Journey, NodeId, Outcome as End, Send};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::trial::percent;

/// The claim.
pub const CLAIM: Claim = Claim { id: "single.dns-down", trials, judge };

const SEEDS: u64 = 8;
/// Requests of a client that got its address before the fault.
const KEPT: usize = 0;
/// Requests of clients that have none.
const NEW: usize = 1;
/// The first client again, after its address has run out.
const EXPIRED: usize = 2;
const DOWN_S: f64 = 5.0;
const SENT: u32 = 10;

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (group, users, from_s) in [(KEPT, 100_000.0, 10.0), (NEW, 100_000.0, 10.0), (EXPIRED, 1.0, 310.0)] {
        let config = crate::stage::with(config(), &[("users", users)]);
        trials.extend(repeat(SEEDS, |seed| {
            let trial = Trial::new(group, config.clone(), seed, 0.0, from_s + 20.0)
                .send(1.0, Send { new_visitor: true, ..Send::default() })
                .fault(DOWN_S, NodeId::DNS, Fault::Down);
            (0..SENT).fold(trial, |trial, i| {
                trial.send(from_s + f64::from(i), Send { new_visitor: group == NEW, ..Send::default() })
            })
        }));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let answered = |j: &&Journey| matches!(j.end, Some((_, End::Answered)));
    let unnamed = |j: &&Journey| matches!(j.end, Some((_, End::Failed(NodeId::DNS, Cause::Dns))));
    // The first was sent before the fault.
    let through = |o: &Outcome| percent(o.by_hand.iter().skip(1).filter(answered).count() as u64, SENT.into());
    let failing = |o: &Outcome| percent(o.by_hand.iter().skip(1).filter(unnamed).count() as u64, SENT.into());
    let kept = values(outcomes, KEPT, through);
    vec![
        Check::new("get through with a live address", &kept, " %", Relation::Exactly, 100.0),
        Check::new("fail for DNS without one", &values(outcomes, NEW, failing), " %", Relation::Exactly, 100.0),
        Check::new("fail for DNS once it ran out", &values(outcomes, EXPIRED, failing), " %", Relation::Exactly, 100.0),
    ]
}
