//! The levels.

use scalewalk_model::{Act, Config, Fault, NodeId, SessionMode};

use super::{Event, Level, What};
use crate::Stage;
use crate::stage::{control, with};
use crate::stages::{load_balancer, millions, replication, stateless};

/// The stage on which the challenge is played.
pub const HOME: &str = "millions";

/// A stage without prose of its own.
const PLAIN: Stage = Stage {
    id: HOME,
    lanes: Vec::new,
    before: None,
    before_faults: &[],
    controls: &[],
    breaks: &[],
    acts: &[],
    walks: &[],
    curve: None,
    speed: 0.2,
};

/// What levels have in common.
const BASE: Level = Level {
    id: "",
    stage: PLAIN,
    most_servers: 32.0,
    budget_usd: 0.0,
    answered_percent: 99.0,
    p99_ms: 500.0,
    warmup_s: 10.0,
    measured_s: 0.0,
    script: &[],
};

/// Parameters that no player may set as far as they go: machines of a sensible size, and times that fit a level's
/// measured time. Id, least and greatest.
pub const BOUNDS: &[(&str, f64, f64)] = &[
    ("web.cores", 1.0, 16.0),
    ("db.cores", 1.0, 32.0),
    ("lb.interval", 1.0, 60.0),
    ("db.detect", 2.0, 60.0),
    ("cache.ttl", 1.0, 3_600.0),
    ("session.cores", 1.0, 16.0),
    // Fewer could not keep up, and a photo that waits for ever is no failure that a score would see.
    ("queue.workers", 16.0, 64.0),
    ("dns.ttl", 5.0, 600.0),
    ("dc.health", 2.0, 60.0),
];

/// All levels, the easiest first. Each can be won with gold; `tests/challenge.rs` has a design that does.
pub static LEVELS: &[Level] = &[
    Level {
        id: "launch",
        stage: Stage {
            lanes: || vec![with(load_balancer::config(), &[("users", 600_000.0), ("web.servers", 1.0)])],
            controls: &[
                control("web.servers"),
                control("web.cores"),
                control("db.cores"),
                control("lb.algorithm"),
                control("lb.interval"),
                control("lb.threshold"),
                control("lb.standby"),
            ],
            ..PLAIN
        },
        most_servers: 12.0,
        budget_usd: 900.0,
        answered_percent: 97.5,
        measured_s: 300.0,
        script: &[
            fault(60.0, NodeId::web(0), Fault::Down),
            fault(150.0, NodeId::web(0), Fault::Repair),
            fault(200.0, NodeId::BALANCER, Fault::Down),
            fault(230.0, NodeId::BALANCER, Fault::Repair),
        ],
        ..BASE
    },
    Level {
        id: "growth",
        stage: Stage {
            lanes: || vec![with(replication::config(), &[("users", 2e6), ("db.replicas", 0.0)])],
            controls: &[
                control("web.servers"),
                control("web.cores"),
                control("db.cores"),
                control("db.replicas"),
                control("db.read_from"),
                control("db.mode"),
                control("db.detect"),
                control("lb.algorithm"),
                control("lb.interval"),
                control("lb.standby"),
            ],
            ..PLAIN
        },
        budget_usd: 3_000.0,
        measured_s: 240.0,
        script: &[
            fault(40.0, NodeId::DATABASE, Fault::Down),
            fault(100.0, NodeId::web(0), Fault::Down),
            fault(140.0, NodeId::web(0), Fault::Repair),
            users(160.0, 1.5),
            users(220.0, 1.0),
        ],
        ..BASE
    },
    Level {
        id: "world",
        stage: Stage {
            lanes: || vec![with(world(), &[("users", 1.5e6), ("file.bytes", 10.0), ("session.mode", 0.0)])],
            controls: &[
                control("web.servers"),
                control("web.cores"),
                control("db.cores"),
                control("db.replicas"),
                control("db.read_from"),
                control("db.detect"),
                control("cache.nodes"),
                control("cache.cores"),
                control("cache.capacity"),
                control("cache.ttl"),
                control("cache.coalesce"),
                control("cdn.edges"),
                control("cdn.ttl"),
                control("cdn.fallback"),
                control("session.mode"),
                control("session.cores"),
                control("lb.interval"),
                control("lb.standby"),
            ],
            ..PLAIN
        },
        budget_usd: 4_000.0,
        measured_s: 130.0,
        script: &[
            fault(15.0, NodeId::cache(0), Fault::Restart),
            fault(35.0, NodeId::edge(0), Fault::Down),
            fault(60.0, NodeId::edge(0), Fault::Repair),
            fault(65.0, NodeId::web(0), Fault::Down),
            users(85.0, 1.5),
            users(115.0, 1.0),
        ],
        ..BASE
    },
    Level {
        id: "planet",
        stage: Stage {
            lanes: || vec![beginnings()],
            controls: &[
                control("dc.count"),
                control("web.servers"),
                control("web.cores"),
                control("db.cores"),
                control("shard.count"),
                control("shard.standby"),
                control("db.detect"),
                control("cache.nodes"),
                control("cache.cores"),
                control("cache.ttl"),
                control("cache.coalesce"),
                control("cdn.edges"),
                control("session.mode"),
                control("session.cores"),
                control("queue.mode"),
                control("queue.workers"),
                control("dns.ttl"),
                control("dc.health"),
                control("lb.standby"),
                control("deploy.strategy"),
                control("deploy.rollback"),
                control("obs.scrape"),
                control("obs.window"),
            ],
            ..PLAIN
        },
        most_servers: 16.0,
        budget_usd: 9_200.0,
        answered_percent: 96.0,
        warmup_s: 8.0,
        measured_s: 90.0,
        script: &[
            act(8.0, Act::DeployBad),
            fault(20.0, NodeId::shard_at(0, 0), Fault::Down),
            fault(35.0, NodeId::site(0), Fault::Down),
            fault(55.0, NodeId::site(0), Fault::Repair),
            users(65.0, 1.5),
            users(82.0, 1.0),
        ],
        ..BASE
    },
];

const fn fault(at_s: f64, node: NodeId, kind: Fault) -> Event {
    Event { at_s, what: What::Fault(node, kind) }
}

const fn act(at_s: f64, act: Act) -> Event {
    Event { at_s, what: What::Act(act) }
}

const fn users(at_s: f64, times: f64) -> Event {
    Event { at_s, what: What::Users(times) }
}

/// Users all over the world, who sign in.
fn world() -> Config {
    with(stateless::steady(SessionMode::Server), &[("web.servers", 4.0), ("db.replicas", 0.0), ("cdn.edges", 0.0)])
}

/// The whole system in one place, every rule broken.
fn beginnings() -> Config {
    let settings = [
        ("users", 2e6),
        ("file.bytes", 10.0),
        ("upload.share", 0.01),
        ("dc.count", 1.0),
        ("dns.ttl", 60.0),
        ("dns.second", 0.0),
        ("lb.standby", 0.0),
        ("shard.count", 1.0),
        ("shard.standby", 0.0),
        ("session.standby", 0.0),
        ("queue.standby", 0.0),
        ("cache.nodes", 1.0),
        ("cdn.edges", 0.0),
        ("session.mode", 1.0),
        ("queue.mode", 0.0),
        ("deploy.strategy", 0.0),
        ("deploy.rollback", 0.0),
    ];
    with(millions::config(), &settings)
}
