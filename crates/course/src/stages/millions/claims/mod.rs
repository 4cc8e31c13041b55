//! The claims of this stage, one file each.

use scalewalk_model::{Config, Input, time::from_secs};

use super::config;
use super::rules::{Rule, Strike, find};
use crate::claim::{Check, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;
use crate::trial::{OBJECTIVE_FAILED_PERCENT, OBJECTIVE_P99_MS};

mod ladder;
mod rule_automation;
mod rule_cache;
mod rule_cdn;
mod rule_data_centers;
mod rule_redundancy;
mod rule_services;
mod rule_sharding;
mod rule_stateless;

/// All of them.
pub const ALL: &[crate::claim::Claim] = &[
    rule_stateless::CLAIM,
    rule_redundancy::CLAIM,
    rule_cache::CLAIM,
    rule_data_centers::CLAIM,
    rule_cdn::CLAIM,
    rule_sharding::CLAIM,
    rule_services::CLAIM,
    rule_automation::CLAIM,
    ladder::CLAIM,
];

/// The system of the stage.
const KEPT: usize = 0;
/// The same with the rule broken.
const BROKEN: usize = 1;

/// Thousands of requests a second make one run much like the other.
const SEEDS: u64 = 5;

/// All waits shortened, so that a run of seconds shows what happens in minutes; and nobody asks for files, which edge
/// locations answer.
const BRISK: &[(&str, f64)] = &[
    ("requests", 30.0),
    ("static", 0.0),
    ("dns.ttl", 2.0),
    ("dc.health", 1.0),
    ("lb.interval", 0.5),
    ("lb.threshold", 1.0),
    ("obs.scrape", 1.0),
    ("obs.window", 3.0),
    ("deploy.step", 4.0),
];

/// The stage's system in the runs of these claims.
fn brisk() -> Config {
    with(config(), BRISK)
}

/// When a run is looked at, in seconds.
#[derive(Clone, Copy)]
struct Look {
    /// When misfortune strikes, if the rule has one.
    strike_s: f64,
    /// When measuring begins.
    from_s: f64,
    /// For how long it measures.
    for_s: f64,
}

/// The stage's system with and without the rule, under the same luck and the same misfortune.
fn with_and_without(id: &str, config: Config, look: Look) -> Vec<Trial> {
    let Some(rule) = find(id) else { return Vec::new() };
    let broken = with(config.clone(), rule.off);
    let run = |group, config: &Config| {
        repeat(SEEDS, |seed| {
            struck(Trial::new(group, config.clone(), seed, look.from_s, look.for_s), rule, look).settled()
        })
    };
    [run(KEPT, &config), run(BROKEN, &broken)].concat()
}

fn struck(mut trial: Trial, rule: &Rule, look: Look) -> Trial {
    let input = match rule.strike {
        Some(Strike::Fault(node, kind)) => Input::Fault { node, kind },
        Some(Strike::Act(act)) => Input::Act(act),
        None => return trial,
    };
    trial.inputs.push((from_secs(look.strike_s), input));
    trial
}

/// The system that keeps the rule meets both objectives.
fn kept(outcomes: &[Outcome]) -> [Check; 2] {
    [
        Check::new(
            "p99, rule kept",
            &values(outcomes, KEPT, Outcome::p99_ms),
            " ms",
            Relation::AtMost,
            OBJECTIVE_P99_MS,
        ),
        Check::new(
            "fail, rule kept",
            &values(outcomes, KEPT, Outcome::failed_percent),
            " %",
            Relation::AtMost,
            OBJECTIVE_FAILED_PERCENT,
        ),
    ]
}

/// 100 if a run misses one of the objectives, 0 if it meets both.
fn misses(outcome: &Outcome) -> f64 {
    let met = outcome.p99_ms() < OBJECTIVE_P99_MS && outcome.failed_percent() < OBJECTIVE_FAILED_PERCENT;
    if met { 0.0 } else { 100.0 }
}

/// Every run misses an objective once the rule is broken; with the rule they are met.
fn objectives(outcomes: &[Outcome]) -> Vec<Check> {
    let broken = values(outcomes, BROKEN, misses);
    let missed = Check::new("runs that miss an objective, rule broken", &broken, " %", Relation::Exactly, 100.0);
    [vec![missed], kept(outcomes).to_vec()].concat()
}
