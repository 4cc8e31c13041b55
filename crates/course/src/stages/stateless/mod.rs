//! 8 · Nothing to lose.

pub mod claims;

use scalewalk_model::{Config, Fault, NodeId, Send, SessionMode, Topology};

use crate::stage::{Break, Stage, Walk, control, with};
use crate::stages::cdn;

/// Three servers whose visitors sign in, a steady load, and nobody who adds or removes servers.
pub fn steady(mode: SessionMode) -> Config {
    let before = cdn::config();
    let topology = Topology { sessions: true, ..before.topology };
    let mode = SessionMode::ALL.iter().position(|one| *one == mode).unwrap_or(0) as f64;
    with(
        Config { topology, ..before },
        &[("session.mode", mode), ("users", 700_000.0), ("web.servers", 3.0), ("web.cores", 2.0)],
    )
}

/// Sessions in a store, traffic in waves, and a pool that follows them.
pub fn config() -> Config {
    let settings = [("wave", 0.5), ("wave.period", 300.0), ("auto.scale", 1.0)];
    with(steady(SessionMode::Store), &settings)
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
    curve: None,
    speed: 4.0,
};
