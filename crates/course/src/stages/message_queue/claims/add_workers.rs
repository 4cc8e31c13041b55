//! More workers shorten it: with twice the surplus μ − λ, the same backlog is gone in half the time.

use scalewalk_model::theory::backlog_growth;
use scalewalk_model::{Fault, NodeId};

use super::backlog::drained_over_theory;
use super::photos;
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "queue.add-workers", trials, judge };

/// The time to work it off scatters by a fifth from run to run.
const SEEDS: u64 = 80;
const FIVE: usize = 0;
const SEVEN: usize = 1;

fn trials() -> Vec<Trial> {
    let run = |group, workers| {
        repeat(SEEDS, move |seed| {
            let config = photos(&[("web.boot", 0.1), ("queue.workers", workers)]);
            Trial::new(group, config, seed, 20.2, 100.0).fault(0.5, NodeId::WORKERS, Fault::Down).fault(
                20.0,
                NodeId::WORKERS,
                Fault::Repair,
            )
        })
    };
    [run(FIVE, 5.0), run(SEVEN, 7.0)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let surplus = |group| {
        let of = |o: &Outcome| -backlog_growth(o.config.upload_rate(), o.config.job_capacity());
        outcomes.iter().find(|o| o.group == group).map_or(f64::NAN, of)
    };
    let took = |group| values(outcomes, group, |o| o.queue(|queue| queue.emptied_s.unwrap_or(f64::NAN)));
    let five: f64 = took(FIVE).iter().sum::<f64>() / SEEDS as f64;
    // The same seed meets the same backlog: the ratio of the means is that of the surpluses.
    let share: Vec<f64> = took(SEVEN).iter().map(|seven| 100.0 * seven / five).collect();
    let expected = 100.0 * surplus(FIVE) / surplus(SEVEN);
    let over_theory = |group| values(outcomes, group, drained_over_theory);
    vec![
        Check::new("time with seven workers, of that with five", &share, " %", Relation::Equal, expected)
            .within(COARSE),
        Check::new("time with five, over theory", &over_theory(FIVE), "", Relation::Equal, 1.0).within(COARSE),
        Check::new("time with seven, over theory", &over_theory(SEVEN), "", Relation::Equal, 1.0).within(COARSE),
    ]
}
