//! Through the queue an upload is answered in the same time whatever its photo takes; without it, each millisecond of
//! that work is one that the user waits.

use super::photos;
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, differences, repeat};

/// The claim.
pub const CLAIM: Claim = Claim { id: "queue.latency", trials, judge };

/// A run counts some 230 uploads: the mean of their work is known to 7 %, that of sixteen runs to 2 %.
const SEEDS: u64 = 16;
/// Mean work on a photo, in milliseconds.
const LIGHT: f64 = 50.0;
const HEAVY: f64 = 250.0;

fn trials() -> Vec<Trial> {
    // So many cores that nobody waits for one, and time enough for the longest.
    let run = |group, mode, work| {
        let config = photos(&[("queue.mode", mode), ("queue.work_time", work), ("web.cores", 16.0), ("timeout", 30.0)]);
        repeat(SEEDS, move |seed| Trial::new(group, config.clone(), seed, 5.0, 30.0))
    };
    [run(0, 1.0, LIGHT), run(1, 1.0, HEAVY), run(2, 0.0, LIGHT), run(3, 0.0, HEAVY)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let answered = |o: &Outcome| o.queue(|queue| queue.upload_ms.unwrap_or(f64::NAN));
    let longer = |heavy, light| differences(outcomes, heavy, light, answered);
    vec![
        Check::new("an upload of a heavier photo, through the queue", &longer(1, 0), " ms", Relation::Exactly, 0.0),
        Check::new("an upload of a heavier photo, at once", &longer(3, 2), " ms", Relation::Equal, HEAVY - LIGHT)
            .within(COARSE),
    ]
}
