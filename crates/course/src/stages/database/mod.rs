//! 2 · A tier of its own.

pub mod claims;

use scalewalk_model::{Config, Database, Fault, NodeId, Send, Topology};

use crate::curve::Curve;
use crate::stage::{Break, Stage, Walk, control, with};
use crate::stages::single_server;

/// The users of this stage: more than one machine for everything can serve.
const USERS: f64 = 400_000.0;

/// A web server of four cores and a database server of eight.
pub fn config() -> Config {
    let topology = Topology { balancer: false, database: Database::Own };
    with(Config::new(topology), &[("users", USERS), ("web.servers", 1.0)])
}

/// The stage.
pub const STAGE: Stage = Stage {
    id: "database",
    lanes: || vec![config()],
    before: Some(|| vec![with(single_server::config(), &[("users", USERS)])]),
    before_faults: &[],
    controls: &[control("web.cores"), control("users"), control("db.cores"), control("db.queries"), control("reads")],
    breaks: &[
        Break { lane: 0, node: NodeId::DATABASE, kind: Fault::Down },
        Break { lane: 0, node: NodeId::DATABASE, kind: Fault::Slow },
        Break { lane: 0, node: NodeId::web(0), kind: Fault::Down },
    ],
    walks: &[
        Walk { id: "read", lane: 0, send: Send { mobile: false, write: false, new_visitor: false, target: None } },
        Walk { id: "write", lane: 0, send: Send { mobile: false, write: true, new_visitor: false, target: None } },
    ],
    curve: Some(Curve {
        id: "throughput",
        param: "web.cores",
        lane: 0,
        unit: " /s",
        measure: |report| Some(report.requests.answered as f64 / report.seconds),
        theory: Some(throughput),
    }),
    claims: claims::ALL,
    speed: 0.05,
};

/// What can be answered a second: what arrives, or what the scarcer tier can bear.
pub fn throughput(config: &Config) -> f64 {
    config.arrival_rate().min(config.web_capacity()).min(config.db_capacity())
}
