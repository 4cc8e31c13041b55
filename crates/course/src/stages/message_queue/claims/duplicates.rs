//! Each worker that dies in the middle of a photo leaves, on average, one of its three pictures made twice; with
//! idempotent workers none, and each job is done once.

use scalewalk_model::queue::PICTURES;
use scalewalk_model::theory::repeated_steps;
use scalewalk_model::{Act, Count};

use super::photos;
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "queue.duplicates", trials, judge };

/// Of 40 crashes in a run each leaves 0, 1 or 2: the mean of 64 runs is known to 1 in 50.
const SEEDS: u64 = 64;
/// Without duplicates there is no luck.
const IDEMPOTENT_SEEDS: u64 = 8;
const CRASHES: u32 = 40;
/// From one crash to the next, in seconds: ten jobs, so that the last is forgotten.
const APART: f64 = 4.0;
const PLAIN: usize = 0;
const IDEMPOTENT: usize = 1;

fn trials() -> Vec<Trial> {
    let run = |group, seeds, idempotent| {
        // Both workers are always busy, and start again at once; what they had is soon there again.
        let settings = [
            ("queue.workers", 2.0),
            ("web.boot", 0.1),
            ("queue.visibility", 8.0),
            ("queue.tries", 10.0),
            ("queue.idempotent", idempotent),
        ];
        let config = photos(&settings);
        repeat(seeds, move |seed| {
            let trial = Trial::new(group, config.clone(), seed, 8.0, APART * f64::from(CRASHES) + 12.0);
            (0..CRASHES).fold(trial, |trial, i| trial.act(10.0 + APART * f64::from(i), Act::CrashWorker))
        })
    };
    [run(PLAIN, SEEDS, 0.0), run(IDEMPOTENT, IDEMPOTENT_SEEDS, 1.0)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let a_crash =
        |group| values(outcomes, group, |o| o.of(Count::Duplicate) as f64 / o.queue(|queue| queue.crashes as f64));
    let again = values(outcomes, PLAIN, |o| o.of(Count::Redelivered) as f64);
    vec![
        Check::new(
            "duplicate pictures a crash",
            &a_crash(PLAIN),
            "",
            Relation::Equal,
            repeated_steps(u32::from(PICTURES)),
        )
        .within(COARSE),
        Check::new("duplicate pictures a crash, idempotent", &a_crash(IDEMPOTENT), "", Relation::Exactly, 0.0),
        Check::new("messages delivered again", &again, "", Relation::AtLeast, f64::from(CRASHES) - 1.0),
    ]
}
