//! For equal capacity, the largest, high-memory machines cost more per request than ordinary ones, whose
//! price is about linear in their size.

use super::super::{out, up};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;
use crate::trial::{OBJECTIVE_FAILED_PERCENT, OBJECTIVE_P99_MS};

/// The claim.
pub const CLAIM: Claim = Claim { id: "scaling.cost", trials, judge };

const SEEDS: u64 = 8;
/// One high-memory machine of 448 cores.
const LARGEST: usize = 0;
/// As many cores in ordinary machines of 32.
const ORDINARY: usize = 1;
/// As many cores in ordinary machines of 64.
const TWICE_THE_SIZE: usize = 2;

fn trials() -> Vec<Trial> {
    let users = ("users", 10_000_000.0);
    let pool = |servers, cores| with(out(), &[users, ("web.servers", servers), ("web.cores", cores)]);
    let mut trials = Vec::new();
    for (group, config) in [
        (LARGEST, with(up(), &[users, ("web.cores", 448.0)])),
        (ORDINARY, pool(14.0, 32.0)),
        (TWICE_THE_SIZE, pool(7.0, 64.0)),
    ] {
        trials.extend(repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, 0.5, 0.5)));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let price = |group| values(outcomes, group, |o| o.report.usd_month / o.answered_rate());
    let over = |group, base| -> Vec<f64> { price(group).iter().zip(price(base)).map(|(a, b)| a / b).collect() };
    let all = |value: fn(&Outcome) -> f64| outcomes.iter().map(value).collect::<Vec<_>>();
    vec![
        Check::new("times the price per request", &over(LARGEST, ORDINARY), "", Relation::AtLeast, 1.0),
        Check::new("… of ordinary ones of twice the size", &over(TWICE_THE_SIZE, ORDINARY), "", Relation::Exactly, 1.0),
        Check::new("fail on any", &all(Outcome::failed_percent), " %", Relation::AtMost, OBJECTIVE_FAILED_PERCENT),
        Check::new("p99 of all", &all(Outcome::p99_ms), " ms", Relation::AtMost, OBJECTIVE_P99_MS),
    ]
}
