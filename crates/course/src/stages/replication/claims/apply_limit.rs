//! A replica applies one write after another: beyond 1/s writes a second, at s each, its backlog grows by λ − 1/s.

use scalewalk_model::theory::backlog_growth;

use super::super::config;
use super::write_rate;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "replication.apply-limit", trials, judge };

/// 200 writes a second for 40 s are 8,000, give or take 90: growth scatters by 2.2 from run to run, and over 28 runs the
/// interval is 1.6 wide on either side of 100.
const SEEDS: u64 = 28;
const MEASURED_S: f64 = 40.0;
const WRITES: f64 = 200.0;
/// Time to apply a write, in milliseconds, and replicas of the groups: 100 a second are too few, 250 enough.
const GROUPS: [(f64, f64); 3] = [(10.0, 1.0), (10.0, 6.0), (4.0, 1.0)];
const ONE: usize = 0;
const MANY: usize = 1;
const ENOUGH: usize = 2;

fn trials() -> Vec<Trial> {
    let users = (WRITES * 86_400.0 / 90.0).round();
    let writers = with(config(), &[("reads", 0.0), ("db.queries", 1.0), ("users", users)]);
    let trial = |(group, (apply_ms, replicas)): (usize, (f64, f64))| {
        let config = with(writers.clone(), &[("db.apply_time", apply_ms), ("db.replicas", replicas)]);
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 5.0, MEASURED_S))
    };
    GROUPS.into_iter().enumerate().flat_map(trial).collect()
}

/// Writes by which the backlog of a replica grows a second, in the mean of all.
fn growth(outcome: &Outcome) -> f64 {
    let replicas = &outcome.report.replicas;
    let grown = replicas.values().map(|replica| replica.backlog as f64 - replica.backlog_before as f64);
    grown.sum::<f64>() / (replicas.len() as f64 * outcome.report.seconds)
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let theory = |group| {
        super::first(outcomes, group)
            .map_or(f64::NAN, |o| backlog_growth(write_rate(o), 1e3 / o.config.replication.apply_ms))
    };
    let check = |what, group| Check::new(what, &values(outcomes, group, growth), " /s", Relation::Equal, theory(group));
    vec![
        check("the backlog of one replica grows by", ONE),
        check("… of each of six", MANY),
        Check::new("… of one that is quick enough", &values(outcomes, ENOUGH, growth), " /s", Relation::AtMost, 1.0),
    ]
}
