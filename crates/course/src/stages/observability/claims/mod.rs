//! The claims of this stage, one file each.

use scalewalk_model::theory::Watched;
use scalewalk_model::{Act, Config};

use super::config;
use crate::claim::{Claim, Outcome, Trial};
use crate::stage::with;

mod aggregate;
mod canary;
mod ci;
mod detect;
mod false_alarms;

/// All of them.
pub const ALL: &[Claim] = &[detect::CLAIM, false_alarms::CLAIM, aggregate::CLAIM, canary::CLAIM, ci::CLAIM];

/// When measuring begins, in seconds: the windows are full by then.
const SETTLED_S: f64 = 62.0;

/// The stage's system with fewer users and plainer pages, in which nothing fails by itself, and which gets a new build by
/// hand only.
fn quiet(settings: &[(&str, f64)]) -> Config {
    let few = [
        ("users", 10_000.0),
        ("db.queries", 0.0),
        ("errors.base", 0.0),
        ("deploy.every", 0.0),
        ("deploy.tests", 0.0),
        ("obs.window", 60.0),
    ];
    with(with(config(), &few), settings)
}

/// How late after the last scrape the build of this run comes, in seconds: of `seeds` runs each at another moment
/// between two scrapes, evenly spread.
fn phase_s(config: &Config, seed: u64, seeds: u64) -> f64 {
    config.telemetry.scrape_s * (seed as f64 - 0.5) / seeds as f64
}

/// A run in which a bad build comes `phase_s` after measuring began.
fn bad_build(group: usize, config: &Config, seed: u64, phase_s: f64, measured_s: f64) -> Trial {
    Trial::new(group, config.clone(), seed, SETTLED_S, measured_s).act(SETTLED_S + phase_s, Act::DeployBad)
}

/// The rule of `config`, for theory.
fn rule(config: &Config) -> Watched {
    super::rule(config)
}

/// From the build of this run to the alert, in seconds; not a number if there was none.
fn noticed_s(outcome: &Outcome, phase_s: f64) -> f64 {
    let first = outcome.report.telemetry.as_ref().and_then(|told| told.first_alert_s);
    first.map_or(f64::NAN, |first| first - phase_s)
}
