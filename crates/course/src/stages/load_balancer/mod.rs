//! 4 · One address, many servers.

pub mod claims;

use scalewalk_model::{Config, Database, Fault, NodeId, Send, Topology};

use crate::curve::{Curve, Line};
use crate::stage::{Break, Stage, Walk, control, with};
use crate::stages::scaling;

const USERS: f64 = 700_000.0;

/// A balancer, three web servers of four cores, a database of eight.
pub fn config() -> Config {
    let topology = Topology { balancer: true, database: Database::Own, ..Topology::BARE };
    with(Config::new(topology), &[("users", USERS), ("web.servers", 3.0), ("web.cores", 4.0)])
}

/// The stage.
pub const STAGE: Stage = Stage {
    id: "load-balancer",
    lanes: || vec![config()],
    before: Some(|| vec![with(scaling::out(), &[("web.servers", 3.0), ("web.cores", 4.0)])]),
    before_faults: &[(0, NodeId::web(1), Fault::Down)],
    controls: &[
        control("web.servers"),
        control("users"),
        control("lb.algorithm"),
        control("lb.interval"),
        control("lb.threshold"),
        control("work.spread"),
        control("lb.standby"),
    ],
    breaks: &[
        Break { lane: 0, node: NodeId::web(2), kind: Fault::Down },
        Break { lane: 0, node: NodeId::web(1), kind: Fault::Slow },
        Break { lane: 0, node: NodeId::BALANCER, kind: Fault::Down },
    ],
    acts: &[],
    walks: &[
        Walk { id: "browser", lane: 0, send: Send { new_visitor: true, ..Send::PAGE }, ..Walk::PLAIN },
        Walk { id: "private", lane: 0, send: Send { target: Some(NodeId::web(1)), ..Send::PAGE }, ..Walk::PLAIN },
    ],
    curve: Some(Curve {
        param: "web.servers",
        lane: 0,
        incident: None,
        lines: &[Line { id: "p99", unit: " ms", measure: |report| report.latency_ms.p99, theory: None }],
    }),
    speed: 0.02,
};
