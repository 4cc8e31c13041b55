//! Past the largest machine, no size on the left serves the load; a large enough pool on the right does.

use scalewalk_model::Config;
use scalewalk_model::theory::mmck;

use super::super::{OUT, UP, out, up};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;
use crate::trial::{OBJECTIVE_FAILED_PERCENT, OBJECTIVE_P99_MS};

/// The claim.
pub const CLAIM: Claim = Claim { id: "scaling.hard-limit", trials, judge };

const SEEDS: u64 = 24;
/// 104,167 requests a second at the peak; 448 cores serve 70,000.
const USERS: f64 = 100_000_000.0;

fn trials() -> Vec<Trial> {
    // At such a rate the queue is full, or known to stay empty, within 0.3 s. Smaller machines fail more.
    let up = with(up(), &[("users", USERS), ("web.cores", 448.0)]);
    let out = with(out(), &[("users", USERS), ("web.servers", 64.0), ("web.cores", 32.0)]);
    let run = |group, config: Config| repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 0.3, 0.15));
    [run(UP, up), run(OUT, out)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let failing = |group| values(outcomes, group, Outcome::failed_percent);
    let theory = outcomes.iter().find(|o| o.group == UP).map_or(f64::NAN, |o| {
        let c = &o.config;
        100.0 * mmck(c.web_cores, c.web_queue, c.arrival_rate(), c.web_work_s()).loss
    });
    vec![
        Check::new("fail on the largest machine", &failing(UP), " %", Relation::Equal, theory),
        Check::new("fail on the pool", &failing(OUT), " %", Relation::AtMost, OBJECTIVE_FAILED_PERCENT),
        Check::new(
            "p99 of the pool",
            &values(outcomes, OUT, Outcome::p99_ms),
            " ms",
            Relation::AtMost,
            OBJECTIVE_P99_MS,
        ),
    ]
}
