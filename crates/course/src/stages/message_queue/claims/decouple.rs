//! With all workers down, uploads are answered as ever; every message is kept, and done when the workers are back.

use scalewalk_model::{Count, Fault, NodeId};

use super::photos;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "queue.decouple", trials, judge };

const SEEDS: u64 = 6;
const WELL: usize = 0;
const DURING: usize = 1;
const WHOLE: usize = 2;
/// When they die, and when they are repaired, in seconds.
const DOWN: f64 = 5.0;
const REPAIRED: f64 = 25.0;

fn trials() -> Vec<Trial> {
    let run = |group, from, length| repeat(SEEDS, move |seed| Trial::new(group, photos(&[]), seed, from, length));
    let broken = |trial: Trial| trial.fault(DOWN, NodeId::WORKERS, Fault::Down);
    let mended = |trial: Trial| broken(trial).fault(REPAIRED, NodeId::WORKERS, Fault::Repair);
    let during = run(DURING, DOWN, REPAIRED - DOWN).into_iter().map(broken).collect();
    // A backlog of 150 is done in 20 s, give or take 3; what the dead workers had is there again after ten.
    let whole = run(WHOLE, 0.0, 90.0).into_iter().map(mended).collect();
    [run(WELL, DOWN, REPAIRED - DOWN), during, whole].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let answered = |o: &Outcome| o.queue(|queue| queue.upload_ms.unwrap_or(f64::NAN));
    let slower = differences(outcomes, DURING, WELL, answered);
    let done_meanwhile = values(outcomes, DURING, |o| o.of(Count::JobDone) as f64);
    // What is left is no more than what any system of this load has at a moment.
    let left = values(outcomes, WHOLE, |o| o.queue(|queue| queue.waiting as f64));
    let accounted = values(outcomes, WHOLE, |o| {
        let (published, done) = (o.of(Count::Published), o.of(Count::JobDone));
        published as f64 - done as f64 - o.queue(|queue| (queue.waiting + queue.in_work) as f64)
    });
    let failed = values(outcomes, WHOLE, |o| o.failed() as f64);
    vec![
        Check::new("uploads slower than with workers", &slower, " ms", Relation::Exactly, 0.0),
        Check::new("requests failed", &failed, "", Relation::Exactly, 0.0),
        Check::new("photos done meanwhile", &done_meanwhile, "", Relation::AtMost, 1.0),
        Check::new("messages neither done nor there", &accounted, "", Relation::Exactly, 0.0),
        Check::new("messages waiting at the end", &left, "", Relation::AtMost, 50.0),
    ]
}
