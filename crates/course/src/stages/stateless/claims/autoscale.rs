//! A stateless pool follows the wave: more servers at the crest, fewer in the trough, and a utilisation near its target.

use scalewalk_model::Config;

use super::super::config;
use super::PAGES;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "stateless.autoscale", trials, judge };

/// Every run differs from the others by its dice only, and the wave is the same: few will do.
const SEEDS: u64 = 5;
const WHOLE: usize = 0;
const CREST: usize = 1;
const TROUGH: usize = 2;

/// Times the work of a page, for that part of the users: the same servers for fewer requests.
const HEAVIER: f64 = 8.0;

/// Heavier pages, and no files.
fn heavy() -> Config {
    let config = config();
    let settings = [
        ("users", (config.users / HEAVIER).round()),
        ("requests", PAGES),
        ("static", 0.0),
        ("web.page_time", HEAVIER * config.page_ms),
        ("web.json_time", HEAVIER * config.json_ms),
    ];
    with(config, &settings)
}

fn trials() -> Vec<Trial> {
    let config = heavy();
    let period_s = config.scaling.wave_s;
    // A look and a start: the pool is that much behind.
    let behind_s = config.scaling.interval_s + config.scaling.boot_s;
    let run = |group, from: f64, waves: f64| {
        let config = config.clone();
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, from * period_s + behind_s, waves * period_s))
    };
    [run(WHOLE, 1.0, 2.0), run(CREST, 1.0 + 1.0 / 8.0, 0.25), run(TROUGH, 1.0 + 5.0 / 8.0, 0.25)].concat()
}

/// Servers at the target that the mean load needs.
fn needed(config: &Config) -> f64 {
    f64::from(config.servers) * config.arrival_rate() / config.web_capacity() / config.scaling.target
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let of = |group, value: fn(&scalewalk_model::PoolReport) -> f64| {
        values(outcomes, group, move |o| o.report.pool.as_ref().map_or(f64::NAN, value))
    };
    let utilisation = of(WHOLE, |pool| 100.0 * pool.utilisation.unwrap_or(f64::NAN));
    let servers = |group| of(group, |pool| pool.mean_servers);
    let failed = values(outcomes, WHOLE, |o| o.failed() as f64);
    let (needed, target) =
        outcomes.first().map_or((f64::NAN, f64::NAN), |o| (needed(&o.config), 100.0 * o.config.scaling.target));
    vec![
        // Rounding up adds less than one server.
        Check::new("utilisation", &utilisation, " %", Relation::AtMost, target),
        Check::new("utilisation", &utilisation, " %", Relation::AtLeast, target * needed / (needed + 1.0)),
        Check::new("servers at the crest", &servers(CREST), "", Relation::AtLeast, needed + 1.0),
        Check::new("servers in the trough", &servers(TROUGH), "", Relation::AtMost, needed),
        Check::new("failed requests", &failed, "", Relation::Exactly, 0.0),
    ]
}
