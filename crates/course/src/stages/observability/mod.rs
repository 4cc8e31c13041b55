//! 11 · Know before your users do.

pub mod claims;

use scalewalk_model::telemetry::COLLECT_S;
use scalewalk_model::theory::{Watched, detect_s};
use scalewalk_model::{Act, Config, Fault, NodeId, Report, Send, Topology};

use crate::curve::{Curve, Line};
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
        ("db.cores", 4.0),
        ("wave", 0.0),
        ("auto.scale", 0.0),
    ];
    with(Config { topology, ..before }, &settings)
}

/// The stage's system: a new build comes every minute, and half of them are bad.
pub fn config() -> Config {
    let settings = [
        ("obs.window", 30.0),
        ("deploy.canary", 0.15),
        ("deploy.step", 45.0),
        ("deploy.every", 60.0),
        ("errors.base", 0.001),
    ];
    with(site(true), &settings)
}

/// The alert's rule in `config`, for theory.
pub(crate) fn rule(config: &Config) -> Watched {
    let told = &config.telemetry;
    Watched {
        scrape_s: told.scrape_s,
        window_s: told.window_s,
        threshold: told.threshold,
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
    let first = release.strategy.reached(0, config.servers, release.canary);
    let exposed = f64::from(first) / f64::from(config.servers);
    detect_s(&rule(config), config.arrival_rate(), exposed * release.bug)
}

/// Slower than anyone will wait for.
const SLOW_QUERY: &[(&str, f64)] = &[("db.read_time", 50.0), ("timeout", 0.1), ("work.spread", 0.0)];

/// The stage.
pub const STAGE: Stage = Stage {
    id: "observability",
    lanes: || vec![config()],
    before: Some(|| vec![site(false)]),
    before_faults: &[(0, NodeId::web(2), Fault::Slow), (0, NodeId::cache(0), Fault::Slow)],
    controls: &[
        control("obs.scrape"),
        control("users"),
        control("obs.threshold"),
        control("obs.window"),
        control("obs.least"),
        control("obs.logs"),
        control("deploy.strategy"),
        control("deploy.canary"),
        control("deploy.step"),
        control("deploy.rollback"),
        control("deploy.tests"),
        control("deploy.bug"),
        control("deploy.every"),
        control("deploy.bad"),
        control("errors.base"),
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
        Walk { id: "counted", send: Send::PAGE, ..Walk::PLAIN },
        Walk { id: "error", send: Send::PAGE, settings: SLOW_QUERY, ..Walk::PLAIN },
    ],
    curve: Some(Curve {
        param: "obs.scrape",
        lane: 0,
        lines: &[Line { id: "noticed", unit: " s", measure: noticed_s, theory: Some(noticed_in_theory_s) }],
    }),
    speed: 1.0,
};
