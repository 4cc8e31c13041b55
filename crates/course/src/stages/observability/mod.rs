//! 11 · Know before your users do.

pub mod claims;
pub mod find_fault;

use scalewalk_model::telemetry::COLLECT_S;
use scalewalk_model::theory::{Watched, detect_in_steps_s, scraped_window_s};
use scalewalk_model::{Act, Config, Fault, Input, NodeId, Report, Send, Topology};

use crate::curve::{Curve, Line};
use crate::incident::{Incident, moment};
use crate::stage::{Break, Stage, Walk, control, with};
use crate::stages::stateless;

/// One data center of the last stages, for a part of the users: the machines that a site has, and those that watch it.
fn site(telemetry: bool) -> Config {
    let before = stateless::config();
    let topology = Topology { regions: false, sites: false, queue: false, telemetry, ..before.topology };
    let settings = [
        ("users", 600_000.0),
        ("requests", 30.0),
        ("web.servers", 6.0),
        ("web.cores", 2.0),
        ("cache.cores", 4.0),
        ("cache.invalidate", 1.0),
        ("db.cores", 4.0),
        ("wave", 0.0),
        ("auto.scale", 0.0),
        ("obs.window", 30.0),
        ("deploy.canary", 0.15),
        ("deploy.step", 45.0),
        ("deploy.every", 60.0),
        ("errors.base", 0.001),
    ];
    with(Config { topology, ..before }, &settings)
}

/// The stage's system: a new build comes every minute, and half of them are bad.
pub fn config() -> Config {
    site(true)
}

/// The alert's rule in `config`, for theory.
pub(crate) fn rule(config: &Config) -> Watched {
    let told = &config.telemetry;
    Watched {
        scrape_s: told.scrape_s,
        window_s: told.window_s,
        // What always fails takes a part of it.
        threshold: told.threshold - config.release.base,
        least: u64::from(told.least),
        late_s: if told.aggregate { COLLECT_S / 2.0 } else { 0.0 },
    }
}

/// How long a bad build went unnoticed, in seconds.
fn noticed_s(report: &Report) -> Option<f64> {
    report.telemetry.as_ref()?.notice_s
}

/// The same in theory.
fn noticed_in_theory_s(config: &Config) -> f64 {
    let release = &config.release;
    let step = |number| {
        let reached = release.strategy.reached(number, config.servers, release.canary);
        let lasts_s = if reached < config.servers { release.step_s } else { f64::INFINITY };
        (release.bug * f64::from(reached) / f64::from(config.servers), lasts_s)
    };
    detect_in_steps_s(&rule(config), config.arrival_rate(), step)
}

/// Requests in the window of a run of the curve, at most: enough for a dozen errors.
const TWIN_REQUESTS: f64 = 1_200.0;

/// A bad build comes at a moment between two scrapes, in a site with fewer users and plainer pages: shares are what counts.
fn deploy_bad(config: &Config, seed: u64) -> Incident {
    let told = &config.telemetry;
    let window_s = scraped_window_s(told.scrape_s, told.window_s);
    let fewer = (TWIN_REQUESTS / (window_s * config.arrival_rate()).max(1e-9)).min(1.0);
    let settings = [
        ("users", (config.users * fewer).round().max(1.0)),
        ("obs.least", (f64::from(told.least) * fewer).ceil().max(1.0)),
        ("db.queries", 0.0),
        ("deploy.every", 0.0),
        ("deploy.tests", 0.0),
    ];
    // Who is signed in has nothing to do with it.
    let topology = Topology { sessions: false, cache: false, ..config.topology };
    Incident {
        config: with(Config { topology, ..config.clone() }, &settings),
        input: (told.scrape_s * moment(seed), Input::Act(Act::DeployBad)),
        warmup_s: window_s + 1.0,
        part_s: 0.5 * told.scrape_s.max(2.0),
        most_s: window_s + 2.0 * told.scrape_s + config.release.step_s,
    }
}

/// Slower than anyone will wait for.
const SLOW_PAGE: &[(&str, f64)] = &[("web.page_time", 100.0), ("timeout", 0.1), ("work.spread", 0.0)];

/// How long a bad build goes unnoticed.
const CURVE: Curve = Curve {
    param: "obs.scrape",
    lane: 0,
    incident: Some(deploy_bad),
    lines: &[Line { id: "noticed", unit: " s", measure: noticed_s, theory: Some(noticed_in_theory_s) }],
};

/// The stage.
pub const STAGE: Stage = Stage {
    id: "observability",
    lanes: || vec![config()],
    before: Some(|| vec![site(false)]),
    before_faults: &[(0, NodeId::web(2), Fault::Slow)],
    controls: &[
        control("obs.scrape"),
        control("users"),
        control("obs.threshold"),
        control("obs.window"),
        control("obs.logs"),
        control("deploy.strategy"),
        control("deploy.canary"),
        control("deploy.step"),
        control("deploy.rollback"),
        control("deploy.tests"),
        control("deploy.bug"),
        control("deploy.every"),
    ],
    breaks: &[
        Break { lane: 0, node: NodeId::web(0), kind: Fault::Down },
        Break { lane: 0, node: NodeId::web(1), kind: Fault::Slow },
        Break { lane: 0, node: NodeId::DATABASE, kind: Fault::Slow },
        Break { lane: 0, node: NodeId::METRICS, kind: Fault::Down },
        Break { lane: 0, node: NodeId::LOGS, kind: Fault::Down },
    ],
    acts: &[Act::DeployGood, Act::DeployBad, Act::DeployBroken],
    walks: &[
        Walk { id: "counted", send: Send::PAGE, before: &[Send::PAGE], ..Walk::PLAIN },
        Walk { id: "error", send: Send::PAGE, before: &[Send::PAGE], settings: SLOW_PAGE, ..Walk::PLAIN },
    ],
    curve: Some(CURVE),
    speed: 1.0,
};
