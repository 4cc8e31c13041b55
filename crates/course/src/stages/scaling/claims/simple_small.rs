//! At low traffic, the one machine is cheaper than a pool.

use scalewalk_model::Config;

use super::super::{OUT, UP, out, up};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};
use crate::stage::with;
use crate::trial::{OBJECTIVE_FAILED_PERCENT, OBJECTIVE_P99_MS};

/// The claim.
pub const CLAIM: Claim = Claim { id: "scaling.simple-small", trials, judge };

const SEEDS: u64 = 8;

fn trials() -> Vec<Trial> {
    // Ten requests a second: the smallest machine will do. A pool is two of them at least.
    let small = [("users", 10_000.0), ("web.cores", 1.0)];
    let pool = with(with(out(), &small), &[("web.servers", 2.0)]);
    let run = |group, config: Config| repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 10.0, 200.0));
    [run(UP, with(up(), &small)), run(OUT, pool)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let dearer = differences(outcomes, OUT, UP, |o| o.report.usd_month);
    let one = |value: fn(&Outcome) -> f64| values(outcomes, UP, value);
    vec![
        Check::new("dollars a month more for the pool", &dearer, " $", Relation::AtLeast, 0.0),
        Check::new("fail on the one", &one(Outcome::failed_percent), " %", Relation::AtMost, OBJECTIVE_FAILED_PERCENT),
        Check::new("p99 of the one", &one(Outcome::p99_ms), " ms", Relation::AtMost, OBJECTIVE_P99_MS),
    ]
}
