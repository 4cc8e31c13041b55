//! 13 · And beyond.

pub mod claims;
pub mod rules;

use scalewalk_model::{Act, Config, Fault, NodeId, Report, Send, Topology};

use crate::curve::{Curve, Line};
use crate::stage::{Break, Stage, Walk, control, with};
use crate::stages::data_centers;

/// Daily users.
pub const USERS: f64 = 1e7;

/// Everything: four data centers with shards, and around them edge locations, the queue and those who watch.
pub fn config() -> Config {
    let before = data_centers::config();
    let topology =
        Topology { replicas: false, shards: true, queue: true, telemetry: true, sites: true, ..before.topology };
    let settings = [
        ("users", USERS),
        ("dc.count", 4.0),
        ("dns.second", 1.0),
        ("lb.standby", 1.0),
        ("web.servers", 12.0),
        ("web.cores", 4.0),
        // Two bear the load of three.
        ("cache.nodes", 3.0),
        ("cache.cores", 4.0),
        ("cache.invalidate", 1.0),
        ("shard.key", 1.0),
        ("shard.count", 6.0),
        // A reader who breaks the rule of sharding sees it soon.
        ("shard.move_rate", 2_500.0),
        ("db.cores", 4.0),
        ("db.detect", 2.0),
        ("session.standby", 1.0),
        ("upload.share", 0.014),
        ("queue.standby", 1.0),
        ("queue.workers", 64.0),
        ("obs.scrape", 2.0),
        ("obs.window", 10.0),
        ("deploy.step", 20.0),
    ];
    with(Config { topology, ..before }, &settings)
}

/// The system of the last stages but one: four data centers whose databases are not split, for as many people.
fn unsplit() -> Config {
    with(config(), &[("shard.count", 1.0), ("queue.mode", 0.0)])
}

fn p99_ms(report: &Report) -> Option<f64> {
    report.latency_ms.p99
}

const WALKS: &[Walk] = &[Walk { id: "page", send: Send { new_visitor: true, region: 1, ..Send::PAGE }, ..Walk::PLAIN }];

/// The stage.
pub const STAGE: Stage = Stage {
    id: "millions",
    lanes: || vec![config()],
    before: Some(|| vec![unsplit()]),
    before_faults: &[],
    controls: &[
        control("users"),
        control("dc.count"),
        control("web.servers"),
        control("web.cores"),
        control("cache.ttl"),
        control("cache.nodes"),
        control("shard.count"),
        control("shard.key"),
        control("db.cores"),
        control("cdn.edges"),
        control("cdn.ttl"),
        control("session.mode"),
        control("queue.mode"),
        control("queue.workers"),
        control("lb.standby"),
        control("shard.standby"),
        control("session.standby"),
        control("queue.standby"),
        control("dns.second"),
        control("auto.scale"),
        control("wave"),
        control("deploy.strategy"),
        control("deploy.rollback"),
    ],
    breaks: &[
        Break { lane: 0, node: NodeId::site(0), kind: Fault::Down },
        Break { lane: 0, node: NodeId::site(1), kind: Fault::Cut },
        Break { lane: 0, node: NodeId::shard_at(0, 1), kind: Fault::Down },
        Break { lane: 0, node: NodeId::sessions_at(0), kind: Fault::Down },
        Break { lane: 0, node: NodeId::QUEUE, kind: Fault::Down },
        Break { lane: 0, node: NodeId::WORKERS, kind: Fault::Down },
        Break { lane: 0, node: NodeId::DNS, kind: Fault::Down },
    ],
    acts: &[Act::DeployGood, Act::DeployBad],
    walks: WALKS,
    curve: Some(Curve {
        param: "users",
        lane: 0,
        incident: None,
        lines: &[Line { id: "p99", unit: " ms", measure: p99_ms, theory: None }],
    }),
    speed: 1.0,
};
