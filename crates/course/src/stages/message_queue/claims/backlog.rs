//! While λ messages a second come and only μ can be done, the backlog grows by λ − μ a second; afterwards it is gone in
//! backlog ÷ (μ − λ).

use scalewalk_model::theory::{backlog_growth, drain_s};
use scalewalk_model::{Fault, NodeId};

use super::photos;
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "queue.backlog", trials, judge };

/// The time to work it off scatters by an eighth from run to run: over thirty-two runs by a fiftieth.
const SEEDS: u64 = 32;
const DOWN: usize = 0;
const FEW: usize = 1;
const DRAIN: usize = 2;
/// Workers that are too few.
const TOO_FEW: f64 = 2.0;

fn trials() -> Vec<Trial> {
    let down =
        repeat(SEEDS, |seed| Trial::new(DOWN, photos(&[]), seed, 1.0, 30.0).fault(0.5, NodeId::WORKERS, Fault::Down));
    let few = repeat(SEEDS, |seed| Trial::new(FEW, photos(&[("queue.workers", TOO_FEW)]), seed, 20.0, 100.0));
    // They start at once, and measuring begins when they are up.
    let drain = repeat(SEEDS, |seed| {
        Trial::new(DRAIN, photos(&[("web.boot", 0.1)]), seed, 40.2, 120.0)
            .fault(0.5, NodeId::WORKERS, Fault::Down)
            .fault(40.0, NodeId::WORKERS, Fault::Repair)
    });
    [down, few, drain].concat()
}

/// How long it took to work off what there was, over what theory says.
pub fn drained_over_theory(o: &Outcome) -> f64 {
    let (rate, capacity) = (o.config.upload_rate(), o.config.job_capacity());
    o.queue(|queue| queue.emptied_s.unwrap_or(f64::NAN) / drain_s(queue.waiting_before as f64, rate, capacity))
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let growth = |group| {
        values(outcomes, group, |o| {
            o.queue(|queue| (queue.waiting as f64 - queue.waiting_before as f64) / o.report.seconds)
        })
    };
    let expected = |group, up: bool| {
        outcomes.iter().find(|o| o.group == group).map_or(f64::NAN, |o| {
            backlog_growth(o.config.upload_rate(), if up { o.config.job_capacity() } else { 0.0 })
        })
    };
    vec![
        Check::new("growth while all workers are down", &growth(DOWN), " /s", Relation::Equal, expected(DOWN, false))
            .within(COARSE),
        Check::new("growth with too few workers", &growth(FEW), " /s", Relation::Equal, expected(FEW, true))
            .within(COARSE),
        Check::new(
            "time to work it off, over theory",
            &values(outcomes, DRAIN, drained_over_theory),
            "",
            Relation::Equal,
            1.0,
        )
        .within(COARSE),
    ]
}
