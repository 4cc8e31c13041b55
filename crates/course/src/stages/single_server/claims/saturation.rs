//! Past the server's capacity the wait grows until requests time out.

use scalewalk_model::Cause;

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};
use crate::stage::with;
use crate::trial::percent;

/// The claim.
pub const CLAIM: Claim = Claim { id: "single.saturation", trials, judge };

const SEEDS: u64 = 8;
/// Half as many users again as the server can serve (300,000) …
const USERS: f64 = 450_000.0;
/// … soon after they come,
const EARLY: usize = 0;
/// … some seconds later,
const LATER: usize = 1;
/// … and when the wait has met the clients' patience of 3 s, after nine seconds or so.
const FULL: usize = 2;
/// The users of the stage, a third of the capacity.
const BELOW: usize = 3;

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (group, users, from_s, for_s) in
        [(EARLY, USERS, 1.0, 1.0), (LATER, USERS, 5.0, 1.0), (FULL, USERS, 20.0, 20.0), (BELOW, 100_000.0, 5.0, 20.0)]
    {
        let config = with(config(), &[("users", users)]);
        trials.extend(repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, from_s, for_s)));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let timing_out =
        |o: &Outcome| percent(o.failed_by(Cause::Timeout), o.failed_by(Cause::Timeout) + o.report.requests.answered);
    let grown = differences(outcomes, LATER, EARLY, |o| o.wait_ms(0));
    // What comes in past the capacity cannot be answered; work done for clients that leave is lost on top.
    let surplus = outcomes
        .iter()
        .find(|o| o.group == FULL)
        .map_or(f64::NAN, |o| 100.0 * (1.0 - o.config.web_capacity() / o.config.arrival_rate()));
    let full = values(outcomes, FULL, timing_out);
    vec![
        Check::new("requests that time out at 1.5 times the capacity", &full, " %", Relation::AtLeast, surplus),
        Check::new("growth of the wait in four seconds", &grown, " ms", Relation::AtLeast, 0.0),
        Check::new(
            "requests that time out at a third of it",
            &values(outcomes, BELOW, timing_out),
            " %",
            Relation::Exactly,
            0.0,
        ),
    ]
}
