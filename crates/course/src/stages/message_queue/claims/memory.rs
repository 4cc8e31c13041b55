//! A queue in memory loses its messages when it restarts; a durable one loses none, and costs each upload the time to
//! write its message down.

use scalewalk_model::theory::little;
use scalewalk_model::{Count, Fault, NodeId};

use super::photos;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "queue.memory", trials, judge };

/// A run loses 150 messages, give or take 12: 200 runs know the mean to a fiftieth.
const SEEDS: u64 = 200;
const MEMORY: usize = 0;
const DURABLE: usize = 1;
/// How long messages gather before the restart, in seconds.
const GATHER: f64 = 20.0;

fn trials() -> Vec<Trial> {
    let run = |group, durable| {
        repeat(SEEDS, move |seed| {
            Trial::new(group, photos(&[("queue.durable", durable)]), seed, 0.2, 40.0)
                .fault(0.1, NodeId::WORKERS, Fault::Down)
                .fault(0.1 + GATHER, NodeId::QUEUE, Fault::Restart)
        })
    };
    [run(MEMORY, 0.0), run(DURABLE, 1.0)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let lost = |group| values(outcomes, group, |o| o.of(Count::LostMessage) as f64);
    let answered = |o: &Outcome| o.queue(|queue| queue.upload_ms.unwrap_or(f64::NAN));
    let (gathered, disk_ms) = outcomes
        .first()
        .map_or((f64::NAN, f64::NAN), |o| (little(o.config.upload_rate(), GATHER), o.config.queue.disk_ms));
    vec![
        Check::new("messages lost, in memory", &lost(MEMORY), "", Relation::Equal, gathered),
        Check::new("messages lost, durable", &lost(DURABLE), "", Relation::Exactly, 0.0),
        Check::new(
            "an upload, durable over in memory",
            &differences(outcomes, DURABLE, MEMORY, answered),
            " ms",
            Relation::Equal,
            disk_ms,
        ),
    ]
}
