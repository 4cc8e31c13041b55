//! Two machines of the same size, split by tier, serve more users than the one did.

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;
use crate::stages::single_server;
use crate::trial::OBJECTIVE_FAILED_PERCENT;

/// The claim.
pub const CLAIM: Claim = Claim { id: "database.split-helps", trials, judge };

const SEEDS: u64 = 8;
/// One machine of four cores for everything.
const ONE: usize = 0;
/// Two of four cores, one a tier.
const TWO: usize = 1;
/// One of eight cores for everything.
const TWICE: usize = 2;
/// The one under more users than any of them can serve, in a queue too short to time out in …
const ONE_FULL: usize = 3;
/// … and the two.
const TWO_FULL: usize = 4;

fn trials() -> Vec<Trial> {
    let size = [("web.cores", 4.0), ("db.cores", 4.0)];
    let (one, two) = (with(single_server::config(), &size), with(config(), &size));
    let twice = with(one.clone(), &[("web.cores", 8.0)]);
    // Half as many users again as the one machine can serve, and more than twice as many.
    let some = [("users", 450_000.0)];
    let full = [("users", 700_000.0), ("web.queue", 200.0)];
    let mut trials = Vec::new();
    for (group, config, from_s) in [
        (ONE, with(one.clone(), &some), 10.0),
        (TWO, with(two.clone(), &some), 2.0),
        (TWICE, with(twice, &some), 2.0),
        (ONE_FULL, with(one, &full), 2.0),
        (TWO_FULL, with(two, &full), 2.0),
    ] {
        trials.extend(repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, from_s, 5.0)));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let served = |group| values(outcomes, group, Outcome::answered_rate);
    let times: Vec<f64> = served(TWO_FULL).iter().zip(served(ONE_FULL)).map(|(two, one)| two / one).collect();
    let fail = |what, group, relation| {
        let failing = values(outcomes, group, Outcome::failed_percent);
        Check::new(what, &failing, " %", relation, OBJECTIVE_FAILED_PERCENT)
    };
    vec![
        Check::new("times as many users served by two", &times, "", Relation::AtLeast, 1.0),
        fail("fail with two, under 1.5 times what one can bear", TWO, Relation::AtMost),
        fail("fail with one", ONE, Relation::AtLeast),
        fail("fail with one of twice the size", TWICE, Relation::AtMost),
    ]
}
