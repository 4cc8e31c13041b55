//! A poison message kills a worker with each try, and is put aside after its tries; all others are done meanwhile.

use scalewalk_model::{Act, Count};

use super::photos;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::trial::percent;

/// The claim.
pub const CLAIM: Claim = Claim { id: "queue.poison", trials, judge };

const SEEDS: u64 = 8;

fn trials() -> Vec<Trial> {
    // Three tries hide it for ten seconds each.
    repeat(SEEDS, |seed| Trial::new(0, photos(&[]), seed, 5.0, 60.0).act(6.0, Act::Poison))
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let of = |value: fn(&Outcome) -> f64| values(outcomes, 0, value);
    let tries = outcomes.first().map_or(f64::NAN, |o| f64::from(o.config.queue.tries));
    vec![
        Check::new("workers killed", &of(|o| o.queue(|queue| queue.crashes as f64)), "", Relation::Exactly, tries),
        Check::new("messages put aside", &of(|o| o.of(Count::DeadLetter) as f64), "", Relation::Exactly, 1.0),
        Check::new(
            "photos done, of the messages published",
            // Some of those done had been published before measuring began.
            &of(|o| {
                let done = o.of(Count::JobDone);
                percent(done, o.of(Count::Published).max(done))
            }),
            " %",
            Relation::AtLeast,
            95.0,
        ),
    ]
}
