//! 3 · Up or out: one growing machine and one growing pool under the same arrivals.

pub mod claims;

use scalewalk_model::{Config, Fault, NodeId, Send, Topology};

use crate::curve::{Curve, Line};
use crate::stage::{Break, Lane, Stage, Walk, control, control_in, with};
use crate::stages::database;
use crate::trial::failed_percent;

/// The growing machine.
pub const UP: Lane = 0;
/// The growing pool.
pub const OUT: Lane = 1;

/// More than the web server of the last stage can serve.
const USERS: f64 = 700_000.0;
const TOPOLOGY: Topology = Topology::BARE;

/// One machine of eight cores.
pub fn up() -> Config {
    with(Config::new(TOPOLOGY), &[("users", USERS), ("web.servers", 1.0), ("web.cores", 8.0)])
}

/// Four machines of two cores; DNS names them in turn.
pub fn out() -> Config {
    with(Config::new(TOPOLOGY), &[("users", USERS), ("web.servers", 4.0), ("web.cores", 2.0)])
}

/// The stage.
pub const STAGE: Stage = Stage {
    id: "scaling",
    lanes: || vec![up(), out()],
    before: Some(|| vec![with(database::config(), &[("users", USERS)])]),
    before_faults: &[],
    controls: &[
        control("users"),
        control_in(UP, "web.cores"),
        control_in(OUT, "web.servers"),
        control_in(OUT, "web.cores"),
    ],
    breaks: &[
        Break { lane: UP, node: NodeId::web(0), kind: Fault::Down },
        Break { lane: OUT, node: NodeId::web(1), kind: Fault::Down },
    ],
    acts: &[],
    walks: &[
        Walk { id: "big", lane: UP, send: Send { new_visitor: true, ..Send::PAGE }, ..Walk::PLAIN },
        Walk { id: "pool", lane: OUT, send: Send { new_visitor: true, ..Send::PAGE }, ..Walk::PLAIN },
    ],
    curve: Some(Curve {
        param: "users",
        lane: UP,
        incident: None,
        lines: &[Line {
            id: "answered",
            unit: " %",
            // Of those that came to an end: some answers are to requests from before measuring began.
            measure: |report| Some(100.0 - failed_percent(report)).filter(|percent| percent.is_finite()),
            theory: None,
        }],
    }),
    speed: 0.02,
};
