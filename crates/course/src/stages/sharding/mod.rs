//! 12 · Split the data.

pub mod claims;

use scalewalk_model::theory::hottest_share;
use scalewalk_model::{Act, Config, Database, Fault, NodeId, Report, Send, ShardKey, Topology};

use crate::curve::{Curve, Line};
use crate::stage::{Break, Stage, Walk, control, with};

/// Rows that the model keeps.
pub const ROWS: f64 = 20_000.0;
/// Past what one primary of four cores can write.
const USERS: f64 = 2e6;

/// One data center, without a cache and with much to write; queries meet the database bare.
fn site(topology: Topology) -> Config {
    let topology = Topology { balancer: true, database: Database::Own, sessions: true, ..topology };
    let settings = [
        ("users", USERS),
        ("reads", 0.6),
        ("catalogue", ROWS),
        ("popularity.skew", 0.0),
        ("web.servers", 3.0),
        ("web.cores", 8.0),
        ("db.cores", 4.0),
        ("db.queries", 1.0),
        ("db.detect", 2.0),
        ("session.mode", 2.0),
    ];
    with(Config::new(topology), &settings)
}

/// A primary that takes all writes, with its replicas.
pub fn unsplit() -> Config {
    with(site(Topology { replicas: true, ..Topology::BARE }), &[("db.replicas", 2.0)])
}

/// Four shards.
pub fn config() -> Config {
    let settings = [("celebrity.share", 0.1), ("shard.capacity", 10_000.0), ("shard.signups", 0.005)];
    with(site(Topology { shards: true, ..Topology::BARE }), &settings)
}

/// Utilisation of the shard that has most to do, in percent.
fn hottest(report: &Report) -> Option<f64> {
    let shards = report.stations.iter().filter(|(name, _)| name.starts_with("shard-"));
    let hottest = shards.map(|(_, station)| station.utilisation).fold(f64::NAN, f64::max);
    hottest.is_finite().then_some(100.0 * hottest)
}

/// The same by arithmetic, where every row is as likely to be on any shard as on any other.
fn hottest_in_theory(config: &Config) -> f64 {
    let shards = &config.shards;
    let layout = shards.layout();
    let even = matches!(shards.key, ShardKey::Modulo | ShardKey::Celebrity) && shards.join_share == 0.0;
    let (n, celebrity) = (u32::from(layout.count), shards.celebrity);
    let share = match layout.apart {
        0 => hottest_share(n, celebrity),
        apart => (celebrity / f64::from(apart)).max((1.0 - celebrity) / f64::from(n)),
    };
    let used = 100.0 * share * config.arrival_rate() * config.db_work_s() / f64::from(config.db_cores);
    if even { used.min(100.0) } else { f64::NAN }
}

const CLICK: Send = Send { key: Some(4711), ..Send::PAGE };

/// Everything has been there once: the visitor is signed in, and a page of somebody else's.
const WALKS: &[Walk] = &[
    Walk { id: "modulo", send: CLICK, settings: &[("shard.key", 0.0)], before: &[CLICK], ..Walk::PLAIN },
    Walk {
        id: "join",
        send: CLICK,
        settings: &[("shard.joins", 1.0), ("shard.fanout", 16.0), ("shard.read", 0.0)],
        before: &[CLICK],
        ..Walk::PLAIN
    },
];

/// The stage.
pub const STAGE: Stage = Stage {
    id: "sharding",
    lanes: || vec![config()],
    before: Some(|| vec![unsplit()]),
    before_faults: &[],
    controls: &[
        control("shard.key"),
        control("shard.count"),
        control("shard.vnodes"),
        control("celebrity.share"),
        control("celebrity.shards"),
        control("users"),
        control("reads"),
        control("db.cores"),
        control("shard.capacity"),
        control("shard.signups"),
        control("shard.joins"),
        control("shard.fanout"),
        control("shard.read"),
        control("shard.move_rate"),
        control("shard.standby"),
    ],
    breaks: &[
        Break { lane: 0, node: NodeId::shard_at(0, 1), kind: Fault::Down },
        Break { lane: 0, node: NodeId::shard_at(0, 2), kind: Fault::Slow },
    ],
    acts: &[Act::AddShard, Act::Dedicate, Act::SplitCelebrity],
    walks: WALKS,
    curve: Some(Curve {
        param: "shard.count",
        lane: 0,
        incident: None,
        lines: &[Line { id: "hottest_shard", unit: " %", measure: hottest, theory: Some(hottest_in_theory) }],
    }),
    speed: 1.0,
};
