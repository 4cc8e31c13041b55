//! A private address cannot be reached from the internet.

use scalewalk_model::{Cause, Journey, NodeId, Outcome as End, Send};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;
use crate::trial::percent;

/// The claim.
pub const CLAIM: Claim = Claim { id: "lb.private", trials, judge };

const SEEDS: u64 = 8;
/// Straight to each web server and to the database.
const PRIVATE: usize = 0;
/// To the site's name.
const PUBLIC: usize = 1;

fn trials() -> Vec<Trial> {
    let private = [NodeId::web(0), NodeId::web(1), NodeId::web(2), NodeId::DATABASE];
    let mut trials = Vec::new();
    for group in [PRIVATE, PUBLIC] {
        trials.extend(repeat(SEEDS, |seed| {
            let trial = Trial::new(group, with(config(), &[("users", 10_000.0)]), seed, 0.0, 10.0);
            private.iter().enumerate().fold(trial, |trial, (i, node)| {
                trial.send(1.0 + i as f64, Send { target: (group == PRIVATE).then_some(*node), ..Send::default() })
            })
        }));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let share = |o: &Outcome, ended: fn(&&Journey) -> bool| {
        percent(o.by_hand.iter().filter(ended).count() as u64, o.by_hand.len() as u64)
    };
    let cut_off = values(outcomes, PRIVATE, |o| {
        share(o, |j| matches!(j.end, Some((_, End::Failed(at, Cause::Unreachable))) if at != NodeId::BALANCER))
    });
    let through = values(outcomes, PUBLIC, |o| share(o, |j| matches!(j.end, Some((_, End::Answered)))));
    vec![
        Check::new("find no way to a private address", &cut_off, " %", Relation::Exactly, 100.0),
        Check::new("are answered at the public one", &through, " %", Relation::Exactly, 100.0),
    ]
}
