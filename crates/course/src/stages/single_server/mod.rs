//! 1 · One server for everything.

pub mod claims;

use scalewalk_model::theory::mgc_wait;
use scalewalk_model::{Config, Database, Fault, NodeId, Send, Topology};

use crate::curve::{Curve, Line};
use crate::stage::{Break, Stage, Walk, control, with};

/// Web and database in one machine of four cores.
pub fn config() -> Config {
    let topology = Topology { database: Database::Inside, ..Topology::BARE };
    with(Config::new(topology), &[("users", 100_000.0), ("web.servers", 1.0)])
}

/// The stage.
pub const STAGE: Stage = Stage {
    id: "single-server",
    lanes: || vec![config()],
    before: None,
    before_faults: &[],
    controls: &[control("users"), control("mobile"), control("dns.ttl"), control("web.cores")],
    breaks: &[
        Break { lane: 0, node: NodeId::web(0), kind: Fault::Down },
        Break { lane: 0, node: NodeId::DNS, kind: Fault::Down },
    ],
    acts: &[],
    walks: &[
        Walk { id: "browser", lane: 0, send: Send { new_visitor: true, ..Send::PAGE }, ..Walk::PLAIN },
        Walk { id: "mobile", lane: 0, send: Send { mobile: true, new_visitor: true, ..Send::PAGE }, ..Walk::PLAIN },
    ],
    curve: Some(Curve {
        param: "users",
        lane: 0,
        incident: None,
        lines: &[Line {
            id: "wait",
            unit: " ms",
            measure: |report| report.stations.get("web-1").and_then(|s| s.mean_wait_ms),
            theory: Some(wait_ms),
        }],
    }),
    speed: 0.05,
};

/// Erlang C's mean wait, in milliseconds, with Allen and Cunneen's factor for the mixture of pages, JSON and writes.
pub fn wait_ms(config: &Config) -> f64 {
    mgc_wait(config.web_cores, config.arrival_rate(), config.web_work_s(), config.web_work_scv()) * 1e3
}
