//! 5 · Copies of the data.

pub mod claims;

use scalewalk_model::theory::utilised_capacity;
use scalewalk_model::{Act, Config, Count, Fault, NodeId, Report, Send, Topology};

use crate::curve::{Curve, Line};
use crate::stage::{Break, Stage, Walk, control};
use crate::stages::load_balancer;

/// The last stage's system, its database with two replicas.
pub fn config() -> Config {
    let before = load_balancer::config();
    Config { topology: Topology { replicas: true, ..before.topology }, ..before }
}

/// Reads a second that the machines which answer them could bear: what they answer, over the utilisation of the
/// busiest of them.
fn read_capacity(report: &Report) -> Option<f64> {
    let machines = (0..=8).filter_map(|i| report.stations.get(&NodeId::database(i).to_string()));
    let readers = machines.skip(usize::from(report.stations.contains_key("replica-1")));
    let busiest = readers.map(|station| station.utilisation).fold(0.0, f64::max);
    utilised_capacity(report.of(Count::Read) as f64 / report.seconds, busiest)
}

/// Each of n machines answers one n-th of the reads and applies all of the writes: n × cores ÷ (S + n × ω × A), with S the
/// work of a read, ω the writes over the reads, and A the work of applying one. Without a replica the primary reads and
/// commits.
fn read_capacity_in_theory(config: &Config) -> f64 {
    let machines = f64::from(config.replicas().max(1));
    let writes = 1.0 - config.read_share;
    let reads = (f64::from(config.queries) - writes).max(0.0);
    let writes_a_read = if writes > 0.0 { writes / reads } else { 0.0 };
    let write_ms = if config.replicas() > 0 { config.replication.apply_ms } else { config.write_ms };
    let work_ms = config.read_ms + machines * writes_a_read * write_ms;
    machines * f64::from(config.db_cores) / (work_ms * 1e-3)
}

/// The stage.
pub const STAGE: Stage = Stage {
    id: "replication",
    lanes: || vec![config()],
    before: Some(|| vec![load_balancer::config()]),
    before_faults: &[(0, NodeId::DATABASE, Fault::Down)],
    controls: &[
        control("db.replicas"),
        control("users"),
        control("reads"),
        control("db.lag"),
        control("db.apply_time"),
        control("db.mode"),
        control("db.detect"),
        control("db.own_writes"),
        control("db.read_from"),
    ],
    breaks: &[
        Break { lane: 0, node: NodeId::DATABASE, kind: Fault::Down },
        Break { lane: 0, node: NodeId::replica(0), kind: Fault::Down },
        Break { lane: 0, node: NodeId::replica(1), kind: Fault::Down },
        Break { lane: 0, node: NodeId::DATABASE, kind: Fault::Cut },
        Break { lane: 0, node: NodeId::DATABASE, kind: Fault::Destroy },
    ],
    acts: &[Act::RecoverLog],
    walks: &[
        Walk { id: "read", lane: 0, send: Send::PAGE, ..Walk::PLAIN },
        Walk { id: "write", lane: 0, send: Send { write: true, ..Send::PAGE }, ..Walk::PLAIN },
    ],
    curve: Some(Curve {
        param: "db.replicas",
        lane: 0,
        incident: None,
        lines: &[Line {
            id: "read_capacity",
            unit: " /s",
            measure: read_capacity,
            theory: Some(read_capacity_in_theory),
        }],
    }),
    speed: 0.05,
};
