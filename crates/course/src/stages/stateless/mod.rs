//! 8 · Nothing to lose.

pub mod claims;

use scalewalk_model::theory::mmc_wait;
use scalewalk_model::{Config, Fault, NodeId, Report, Send, SessionMode, Topology};

use crate::curve::{Curve, Line};
use crate::stage::{Break, Stage, Walk, control, with};
use crate::stages::cdn;

/// The last stage's system with fewer users, who sign in. Its load is steady, and nobody adds or removes servers.
pub fn steady(mode: SessionMode) -> Config {
    let before = cdn::config();
    let topology = Topology { sessions: true, ..before.topology };
    let mode = SessionMode::ALL.iter().position(|one| *one == mode).unwrap_or(0) as f64;
    // At the crest of the wave the database has half as much again to do.
    with(Config { topology, ..before }, &[("session.mode", mode), ("users", 1.8e6)])
}

/// Sessions in a store, traffic in waves, and a pool that follows them.
pub fn config() -> Config {
    let settings = [("wave", 0.5), ("wave.period", 300.0), ("auto.scale", 1.0)];
    with(steady(SessionMode::Store), &settings)
}

/// Mean time of a look-up at the store, in milliseconds.
fn stay_ms(report: &Report) -> Option<f64> {
    let store = report.stations.get("sessions")?;
    Some(store.mean_wait_ms? + store.mean_work_ms?)
}

/// The same in M/M/c, at the mean of the wave: only pages need a session.
fn stay_in_theory_ms(config: &Config) -> f64 {
    if !config.has(NodeId::SESSIONS) {
        return f64::NAN;
    }
    let pages = config.arrival_rate() * (1.0 - config.cdn.static_share);
    config.sessions.op_ms + 1e3 * mmc_wait(config.sessions.cores, pages, config.sessions.op_ms * 1e-3)
}

const CLICK: Send = Send::PAGE;

/// The second click of somebody who has signed in with the first. Taking turns, the balancer sends it to another server.
const WALKS: &[Walk] = &[
    Walk {
        id: "elsewhere",
        send: CLICK,
        settings: &[("session.mode", 0.0), ("lb.algorithm", 0.0)],
        before: &[CLICK],
        ..Walk::PLAIN
    },
    Walk { id: "store", send: CLICK, settings: &[("session.mode", 2.0)], before: &[CLICK], ..Walk::PLAIN },
];

/// The stage.
pub const STAGE: Stage = Stage {
    id: "stateless",
    lanes: || vec![config()],
    before: Some(|| vec![steady(SessionMode::Server)]),
    before_faults: &[],
    controls: &[
        control("session.mode"),
        control("users"),
        control("web.servers"),
        control("auto.scale"),
        control("wave"),
        control("wave.period"),
        control("auto.target"),
        control("auto.boot"),
        control("auto.min"),
        control("auto.max"),
    ],
    breaks: &[
        Break { lane: 0, node: NodeId::web(0), kind: Fault::Down },
        Break { lane: 0, node: NodeId::SESSIONS, kind: Fault::Down },
    ],
    acts: &[],
    walks: WALKS,
    curve: Some(Curve {
        param: "session.time",
        lane: 0,
        incident: None,
        lines: &[Line { id: "store_stay", unit: " ms", measure: stay_ms, theory: Some(stay_in_theory_ms) }],
    }),
    speed: 4.0,
};
