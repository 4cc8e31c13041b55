//! From stage to stage the ladder never falls, and the last stage passes 100 million users.

use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::ladder::{BUILDS, rungs};
use crate::trial::{OBJECTIVE_FAILED_PERCENT, OBJECTIVE_P99_MS};

/// The claim.
pub const CLAIM: Claim = Claim { id: "millions.ladder", trials, judge };

/// Three runs have an interval. That it is wide does no harm: a system that serves its users answers in well under half
/// of the objective, and fails none.
const SEEDS: u64 = 3;
/// The last stage serves more than these.
const USERS: f64 = 1e8;
/// Seconds before measuring begins, and measured: at the rates of the later stages that is 10,000 requests and more.
const SECONDS: (f64, f64) = (0.6, 0.2);
/// So many requests are measured at the rates of the first stages.
const REQUESTS: f64 = 5_000.0;

/// Each stage after the first with the users that the one before it serves, and the last with a hundred million.
fn trials() -> Vec<Trial> {
    let before = rungs().map(|rung| rung.users);
    let climbs = BUILDS.iter().skip(1).zip(before).chain(BUILDS.last().map(|last| (last, USERS)));
    let run = |(group, (build, users)): (usize, (&crate::ladder::Build, f64))| {
        let config = build.config(users);
        let measured_s = SECONDS.1.max(REQUESTS / config.arrival_rate());
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, SECONDS.0, measured_s).settled())
    };
    climbs.enumerate().flat_map(run).collect()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let last = outcomes.last().map_or(0, |outcome| outcome.group);
    // The last stage first: its check is the one that is shown.
    let checks = (0..=last).rev().flat_map(|group| {
        [
            Check::new(
                "p99 with the users of the stage before",
                &values(outcomes, group, Outcome::p99_ms),
                " ms",
                Relation::AtMost,
                OBJECTIVE_P99_MS,
            ),
            Check::new(
                "requests that fail",
                &values(outcomes, group, Outcome::failed_percent),
                " %",
                Relation::AtMost,
                OBJECTIVE_FAILED_PERCENT,
            ),
        ]
    });
    checks.collect()
}
