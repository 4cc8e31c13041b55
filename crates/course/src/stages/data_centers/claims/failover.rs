//! When a data center goes down, all of its traffic goes to the healthy one once two times are over: until it is noticed,
//! and the time to live of DNS answers.

use scalewalk_model::Fault;
use scalewalk_model::theory::old_answers_between;

use super::{EAST, EASTERN, PATIENCE_S, share_percent, small};
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::trial::percent;

/// The claim.
pub const CLAIM: Claim = Claim { id: "dc.failover", trials, judge };

/// A run has 400 requests in a second; in each window some hundreds of them fail, so that over these runs the share is
/// known to within a fiftieth.
const SEEDS: u64 = 28;
/// Before it is noticed nearly two of three fail …
const FEWER: u64 = 12;
/// … and after all is over none, whatever the luck.
const FEWEST: u64 = 5;
/// Visitors who click every few seconds ask DNS more often, so that after some times to live answers are of all ages.
const THINK_S: f64 = 3.0;
const DOWN_S: f64 = 30.0;
const HEALTH_S: f64 = 3.0;
const TTL_S: f64 = 6.0;
/// Windows in seconds after the fault; those who fail in them set out a client's patience earlier.
const BEFORE_NOTICE: (f64, f64) = (0.5, HEALTH_S - 0.5);
const WINDOWS: [(f64, f64); 3] = [BEFORE_NOTICE, (HEALTH_S + 0.3, HEALTH_S + 2.3), (HEALTH_S + 2.3, HEALTH_S + 5.0)];
/// When all is over.
const AFTER: usize = WINDOWS.len();
const AFTER_S: f64 = DOWN_S + HEALTH_S + TTL_S + 1.0;

fn trials() -> Vec<Trial> {
    let config = small(&[("dc.health", HEALTH_S), ("dns.ttl", TTL_S), ("visit.think", THINK_S)]);
    let run = |group, seeds, from_s, for_s| {
        let config = config.clone();
        repeat(seeds, move |seed| {
            Trial::new(group, config.clone(), seed, from_s + PATIENCE_S, for_s).fault(DOWN_S, EAST, Fault::Down)
        })
    };
    let mut trials = run(AFTER, FEWEST, AFTER_S, 2.0);
    for (group, (from, to)) in WINDOWS.into_iter().enumerate() {
        let seeds = if to < HEALTH_S { FEWER } else { SEEDS };
        trials.extend(run(group, seeds, DOWN_S + from, to - from));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let to_west = values(outcomes, AFTER, |o| share_percent(o, 1));
    let failing = |group| values(outcomes, group, |o| percent(o.failed(), o.report.requests.arrived));
    let mut checks = vec![
        Check::new("of all requests to the healthy one", &to_west, " %", Relation::Exactly, 100.0),
        Check::new("failures then", &failing(AFTER), " %", Relation::Exactly, 0.0),
    ];
    for (group, (from, to)) in WINDOWS.into_iter().enumerate() {
        let old = |from, to| old_answers_between(from, to, TTL_S, THINK_S, small(&[]).visit_requests);
        let (what, expected) = if to < HEALTH_S {
            ("failures until it is noticed", 100.0 * EASTERN)
        } else {
            ("failures while old answers run out", 100.0 * EASTERN * old(from - HEALTH_S, to - HEALTH_S))
        };
        checks.push(Check::new(what, &failing(group), " %", Relation::Equal, expected).within(COARSE));
    }
    checks
}
