//! Read capacity grows with the replicas, until another tier limits.

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "replication.reads-scale", trials, judge };

const SEEDS: u64 = 10;
/// Replicas of the groups.
const REPLICAS: [f64; 3] = [1.0, 2.0, 4.0];
/// Eight replicas behind a web tier that bears less than they do.
const BEHIND: [usize; 2] = [3, 4];

fn trials() -> Vec<Trial> {
    // More readers than any of them bears: what is answered is what can be. One core answers 500 queries a second.
    let readers = with(config(), &[("reads", 1.0), ("db.queries", 1.0), ("db.cores", 1.0), ("users", 2_400_000.0)]);
    // Short queues: whoever waited long would give up before the answer is back.
    let readers = with(readers, &[("db.queue", 20.0), ("web.queue", 20.0)]);
    let free = with(readers.clone(), &[("web.cores", 32.0)]);
    let mut trials = Vec::new();
    for (group, replicas) in REPLICAS.into_iter().enumerate() {
        let config = with(free.clone(), &[("db.replicas", replicas)]);
        trials.extend(repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, 5.0, 5.0)));
    }
    for (group, replicas) in BEHIND.into_iter().zip([6.0, 8.0]) {
        let config = with(readers.clone(), &[("db.replicas", replicas), ("web.servers", 2.0)]);
        trials.extend(repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, 5.0, 5.0)));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let rates = |group| values(outcomes, group, Outcome::answered_rate);
    let over_one = |group| rates(group).iter().zip(rates(0)).map(|(many, one)| many / one).collect::<Vec<_>>();
    vec![
        Check::new("four replicas answer, over what one does", &over_one(2), " times", Relation::Equal, 4.0),
        Check::new("two replicas", &over_one(1), " times", Relation::Equal, 2.0),
        Check::new(
            "more with eight than with six behind two web servers",
            &differences(outcomes, BEHIND[1], BEHIND[0], Outcome::answered_rate),
            " /s",
            Relation::AtMost,
            100.0,
        ),
    ]
}
