//! With one machine down, every request on the left fails; on the right, with n machines, about one in n.

use scalewalk_model::{Fault, NodeId};

use super::super::{OUT, UP, out, up};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "scaling.no-redundancy", trials, judge };

const SEEDS: u64 = 36;
/// The pool a minute later: the same clients still hold the address.
const OUT_LATER: usize = 2;
const DOWN_S: f64 = 5.0;

fn trials() -> Vec<Trial> {
    let users = [("users", 250_000.0)];
    let (up, out) = (with(up(), &users), with(out(), &users));
    let mut trials = Vec::new();
    for (group, config, node, after_s) in
        [(UP, up, NodeId::web(0), 5.0), (OUT, out.clone(), NodeId::web(1), 5.0), (OUT_LATER, out, NodeId::web(1), 60.0)]
    {
        trials.extend(repeat(SEEDS, |seed| {
            Trial::new(group, config.clone(), seed, DOWN_S + after_s, 15.0).fault(DOWN_S, node, Fault::Down)
        }));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let failing = |group| values(outcomes, group, Outcome::failed_percent);
    let one_in_n = outcomes.iter().find(|o| o.group == OUT).map_or(f64::NAN, |o| 100.0 / f64::from(o.config.servers));
    vec![
        Check::new("fail on the right, one of four down", &failing(OUT), " %", Relation::Equal, one_in_n),
        Check::new("fail on the left", &failing(UP), " %", Relation::Exactly, 100.0),
        Check::new("fail on the right a minute later", &failing(OUT_LATER), " %", Relation::Equal, one_in_n),
    ]
}
