//! While the database is down, every page that needs it fails; the web server says so at once, and no
//! client is left hanging.

use scalewalk_model::{Cause, Fault, NodeId};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "database.down", trials, judge };

const SEEDS: u64 = 8;
const DOWN: usize = 0;
const UP: usize = 1;
/// Down, but the pages need no data.
const UNNEEDED: usize = 2;

fn trials() -> Vec<Trial> {
    let run =
        |group, queries: f64, seed| Trial::new(group, with(config(), &[("db.queries", queries)]), seed, 10.0, 5.0);
    [
        repeat(SEEDS, |seed| run(DOWN, 3.0, seed).fault(5.0, NodeId::DATABASE, Fault::Down)),
        repeat(SEEDS, |seed| run(UP, 3.0, seed)),
        repeat(SEEDS, |seed| run(UNNEEDED, 0.0, seed).fault(5.0, NodeId::DATABASE, Fault::Down)),
    ]
    .concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let failing = |group| values(outcomes, group, Outcome::failed_percent);
    let hanging = values(outcomes, DOWN, |o| o.failed_by(Cause::Timeout) as f64);
    // A failure is counted where it happens; the error has its way back to the client still to go.
    let error_ms = values(outcomes, DOWN, |o| o.report.requests.failing_ms.unwrap_or(f64::NAN) + o.config.rtt_ms / 2.0);
    let answer_ms = values(outcomes, UP, |o| o.report.latency_ms.mean.unwrap_or(f64::NAN));
    let sooner: Vec<f64> = answer_ms.iter().zip(error_ms).map(|(answer, error)| answer - error).collect();
    vec![
        Check::new("pages that fail", &failing(DOWN), " %", Relation::Exactly, 100.0),
        Check::new("clients left hanging", &hanging, "", Relation::Exactly, 0.0),
        Check::new("the error comes sooner than the page would", &sooner, " ms", Relation::AtLeast, 0.0),
        Check::new("pages without data that fail", &failing(UNNEEDED), " %", Relation::Exactly, 0.0),
    ]
}
