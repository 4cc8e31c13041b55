//! With all web servers down, the workers go on until the queue is empty.

use scalewalk_model::{Count, Fault, NodeId};

use super::backlog::drained_over_theory;
use super::photos;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "queue.consume-without-producer", trials, judge };

/// The time to work off some 225 messages scatters by a fifteenth from run to run.
const SEEDS: u64 = 160;

fn trials() -> Vec<Trial> {
    repeat(SEEDS, |seed| {
        // Workers start at once. A backlog first, and then nobody who adds to it.
        let trial = Trial::new(0, photos(&[("web.boot", 0.1)]), seed, 31.0, 60.0)
            .fault(0.5, NodeId::WORKERS, Fault::Down)
            .fault(30.9, NodeId::WORKERS, Fault::Repair);
        (0..trial.config.servers as u8).fold(trial, |trial, server| trial.fault(30.8, NodeId::web(server), Fault::Down))
    })
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let of = |value: fn(&Outcome) -> f64| values(outcomes, 0, value);
    // Nothing comes: λ is 0.
    let over_theory = of(|o| {
        let none = with(o.config.clone(), &[("upload.share", 0.0)]);
        drained_over_theory(&Outcome { config: none, ..o.clone() })
    });
    vec![
        Check::new("messages published meanwhile", &of(|o| o.of(Count::Published) as f64), "", Relation::Exactly, 0.0),
        Check::new(
            "messages left",
            &of(|o| o.queue(|queue| (queue.waiting + queue.in_work) as f64)),
            "",
            Relation::Exactly,
            0.0,
        ),
        Check::new("time to work it off, over theory", &over_theory, "", Relation::Equal, 1.0),
    ]
}
