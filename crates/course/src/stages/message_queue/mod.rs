//! 10 · Do it later.

pub mod claims;

use scalewalk_model::theory::{backlog_growth, mmc_wait};
use scalewalk_model::{Act, Config, Fault, NodeId, Report, Send, SessionMode, Topology};

use crate::curve::{Curve, Line};
use crate::stage::{Break, Stage, Walk, control, with};
use crate::stages::stateless;

/// One data center with its users, who upload photos. Uploads come evenly, and go through a queue.
pub fn steady() -> Config {
    let before = stateless::steady(SessionMode::Store);
    let topology = Topology { regions: false, queue: true, ..before.topology };
    let settings = [
        ("users", 180_000.0),
        ("requests", 30.0),
        ("web.servers", 3.0),
        ("web.cores", 2.0),
        ("db.replicas", 1.0),
        ("cache.nodes", 1.0),
        ("upload.share", 0.04),
        ("queue.workers", 6.0),
        ("queue.idempotent", 0.0),
        ("cache.invalidate", 1.0),
    ];
    with(Config { topology, ..before }, &settings)
}

/// The same with a spike of uploads now and then.
pub fn config() -> Config {
    with(steady(), &[("upload.spike", 4.0), ("upload.every", 45.0), ("upload.spike_time", 10.0)])
}

/// The same spikes with no queue and no workers, and less time between them.
pub fn without() -> Config {
    with(config(), &[("queue.mode", 0.0), ("queue.workers", 0.0), ("upload.every", 20.0)])
}

/// Mean time from publishing a message until its photo is done, in milliseconds.
fn ready_ms(report: &Report) -> Option<f64> {
    report.queue.as_ref()?.ready_ms
}

/// The same in M/M/c, between spikes.
fn ready_in_theory_ms(config: &Config) -> f64 {
    if !config.has(NodeId::WORKERS) {
        return f64::NAN;
    }
    let (c, rate, job_s) = (config.queue.workers, config.upload_rate(), config.job_s());
    if config.job_capacity() <= rate { f64::INFINITY } else { 1e3 * (job_s + mmc_wait(c, rate, job_s)) }
}

/// Messages by which the backlog has grown, a second.
fn growth(report: &Report) -> Option<f64> {
    let queue = report.queue.as_ref()?;
    Some((queue.waiting as f64 - queue.waiting_before as f64) / report.seconds)
}

fn growth_in_theory(config: &Config) -> f64 {
    if !config.has(NodeId::WORKERS) {
        return f64::NAN;
    }
    backlog_growth(config.upload_rate(), config.job_capacity()).max(0.0)
}

const UPLOAD: Send = Send { upload: true, ..Send::PAGE };

const WALKS: &[Walk] = &[
    Walk {
        id: "later",
        send: UPLOAD,
        // Another photo came just before, and there is one worker.
        settings: &[("queue.mode", 1.0), ("queue.workers", 1.0)],
        before: &[UPLOAD],
        earlier_ms: 40.0,
        ..Walk::PLAIN
    },
    Walk { id: "at-once", send: UPLOAD, settings: &[("queue.mode", 0.0)], before: &[Send::PAGE], ..Walk::PLAIN },
];

/// The stage.
pub const STAGE: Stage = Stage {
    id: "message-queue",
    lanes: || vec![config()],
    before: Some(|| vec![without()]),
    before_faults: &[],
    controls: &[
        control("queue.mode"),
        control("queue.workers"),
        control("queue.work_time"),
        control("upload.share"),
        control("upload.spike"),
        control("upload.every"),
        control("queue.auto"),
        control("queue.drain"),
        control("queue.durable"),
        control("queue.idempotent"),
        control("queue.visibility"),
        control("queue.tries"),
        control("users"),
    ],
    breaks: &[
        Break { lane: 0, node: NodeId::WORKERS, kind: Fault::Down },
        Break { lane: 0, node: NodeId::QUEUE, kind: Fault::Restart },
        Break { lane: 0, node: NodeId::QUEUE, kind: Fault::Down },
    ],
    acts: &[Act::Producers, Act::CrashWorker, Act::Poison],
    walks: WALKS,
    curve: Some(Curve {
        param: "queue.work_time",
        lane: 0,
        incident: None,
        lines: &[
            Line { id: "photo_ready", unit: " ms", measure: ready_ms, theory: Some(ready_in_theory_ms) },
            Line { id: "backlog_growth", unit: " /s", measure: growth, theory: Some(growth_in_theory) },
            Line {
                id: "upload_answered",
                unit: " ms",
                measure: |report| report.queue.as_ref()?.upload_ms,
                theory: None,
            },
        ],
    }),
    speed: 1.0,
};
