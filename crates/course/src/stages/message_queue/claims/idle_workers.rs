//! An empty queue wants fewer workers: of c of them c − λS have nothing to do, and a pool that follows the backlog lets
//! most of them go.

use scalewalk_model::NodeId;
use scalewalk_model::theory::idle_workers;

use super::photos;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "queue.idle-workers", trials, judge };

/// A run counts 450 photos: twenty runs know the load to a fiftieth.
const SEEDS: u64 = 20;
const FIXED: usize = 0;
const AUTO: usize = 1;
const WORKERS: f64 = 12.0;

fn trials() -> Vec<Trial> {
    let run = |group, auto| {
        let config = photos(&[("queue.workers", WORKERS), ("queue.auto", auto)]);
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 30.0, 60.0))
    };
    [run(FIXED, 0.0), run(AUTO, 1.0)].concat()
}

/// Workers with nothing to do, in the mean.
fn idle(o: &Outcome) -> f64 {
    let busy = o.station(NodeId::WORKERS).map_or(f64::NAN, |station| station.utilisation);
    o.queue(|queue| queue.mean_workers * (1.0 - busy))
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let theory = outcomes
        .iter()
        .find(|o| o.group == FIXED)
        .map_or(f64::NAN, |o| idle_workers(WORKERS as u32, o.config.upload_rate(), o.config.job_s()));
    vec![
        Check::new("workers with nothing to do", &values(outcomes, FIXED, idle), "", Relation::Equal, theory),
        Check::new(
            "workers with nothing to do, autoscaled",
            &values(outcomes, AUTO, idle),
            "",
            Relation::AtMost,
            theory / 2.0,
        ),
        Check::new(
            "messages left by the autoscaled ones",
            &values(outcomes, AUTO, |o| o.queue(|queue| queue.waiting as f64)),
            "",
            Relation::AtMost,
            100.0,
        ),
    ]
}
