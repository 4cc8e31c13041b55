//! 2 · A tier of its own.

pub mod claims;
pub mod stores;

use scalewalk_model::theory::mgc_wait;
use scalewalk_model::{Config, Database, Fault, NodeId, Send, Topology};

use crate::curve::{Curve, Line};
use crate::stage::{Break, Stage, Walk, control, with};
use crate::stages::single_server;

/// The users of this stage: more than one machine for everything can serve.
const USERS: f64 = 400_000.0;

/// A web server of four cores and a database server of eight.
pub fn config() -> Config {
    let topology = Topology { database: Database::Own, ..Topology::BARE };
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
    acts: &[],
    walks: &[
        Walk { id: "read", lane: 0, send: Send::PAGE, ..Walk::PLAIN },
        Walk { id: "write", lane: 0, send: Send { write: true, ..Send::PAGE }, ..Walk::PLAIN },
    ],
    curve: Some(Curve {
        param: "web.cores",
        lane: 0,
        incident: None,
        lines: &[Line {
            id: "wait",
            unit: " ms",
            measure: |report| {
                let wait = |station: &str| report.stations.get(station).and_then(|s| s.mean_wait_ms);
                let asked =
                    report.stations.get("database")?.answered as f64 / report.stations.get("web-1")?.answered as f64;
                Some(wait("web-1")? + asked * wait("database")?)
            },
            theory: Some(wait_ms),
        }],
    }),
    speed: 0.05,
};

/// Mean wait of a request for cores of both tiers, in milliseconds: each tier by itself, as Jackson's theorem
/// allows where work is exponential and nearly so here, where pages, JSON, reads and writes are mixed.
pub fn wait_ms(config: &Config) -> f64 {
    let (rate, queries) = (config.arrival_rate(), f64::from(config.queries));
    let web = mgc_wait(config.web_cores, rate, config.web_work_s(), config.web_work_scv());
    if queries == 0.0 {
        return web * 1e3;
    }
    let query_s = config.db_work_s() / queries;
    let database = mgc_wait(config.db_cores, rate * queries, query_s, config.query_scv());
    (web + queries * database) * 1e3
}
