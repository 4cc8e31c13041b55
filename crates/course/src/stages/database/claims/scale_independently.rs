//! Cores added to the tier that is not the bottleneck leave throughput and p99 as they were, within the
//! noise; cores added to the bottleneck raise the capacity in proportion.

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "database.scale-independently", trials, judge };

const SEEDS: u64 = 18;
/// The stage as it stands: the web tier is the bottleneck.
const BASE: usize = 0;
/// With a database of twice the size.
const MORE_DATABASE: usize = 1;
/// More users than two web cores, or four, can serve, and no time to time out in the queue …
const FULL: usize = 2;
/// … with twice the web cores.
const FULL_TWICE: usize = 3;

fn trials() -> Vec<Trial> {
    let full = with(config(), &[("users", 750_000.0), ("web.queue", 200.0), ("web.cores", 2.0)]);
    let mut trials = Vec::new();
    for (group, config, for_s) in [
        (BASE, config(), 8.0),
        (MORE_DATABASE, with(config(), &[("db.cores", 16.0)]), 8.0),
        (FULL, full.clone(), 6.0),
        (FULL_TWICE, with(full, &[("web.cores", 4.0)]), 6.0),
    ] {
        trials.extend(repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, 2.0, for_s)));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let rates = |group| values(outcomes, group, Outcome::answered_rate);
    let over = |group, base| -> Vec<f64> { rates(group).iter().zip(rates(base)).map(|(a, b)| 100.0 * a / b).collect() };
    // The noise: how well the runs of the stage as it stands know its p99.
    let p99 = Check::new("p99", &values(outcomes, BASE, Outcome::p99_ms), " ms", Relation::AtMost, f64::INFINITY);
    let change: Vec<f64> =
        differences(outcomes, MORE_DATABASE, BASE, Outcome::p99_ms).iter().map(|d| d.abs()).collect();
    vec![
        Check::new("capacity with twice the web cores", &over(FULL_TWICE, FULL), " %", Relation::Equal, 200.0),
        Check::new("throughput with twice the database", &over(MORE_DATABASE, BASE), " %", Relation::Exactly, 100.0),
        Check::new(
            "change of p99 with it, against the noise",
            &change,
            " ms",
            Relation::AtMost,
            p99.measured.half_width,
        ),
    ]
}
