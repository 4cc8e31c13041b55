//! At 80 % load with uneven work, least connections and two random choices have a lower p99 than one
//! random choice.

use scalewalk_model::{Algorithm, Config};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "lb.least-connections", trials, judge };

const SEEDS: u64 = 12;
/// Each way is the group of its number.
const WAYS: [Algorithm; 3] = [Algorithm::Random, Algorithm::LeastConnections, Algorithm::TwoChoices];

fn trials() -> Vec<Trial> {
    // Three servers of two cores serve 937.5 requests a second; 80 % of that are 720,000 users' requests.
    let config = with(config(), &[("users", 720_000.0), ("web.cores", 2.0), ("work.spread", 1.0)]);
    let mut trials = Vec::new();
    for (group, algorithm) in WAYS.into_iter().enumerate() {
        let config = Config { algorithm, ..config.clone() };
        trials.extend(repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, 1.5, 6.0)));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let saved = |group| differences(outcomes, 0, group, Outcome::p99_ms);
    let load = |o: &Outcome| 100.0 * o.config.arrival_rate() / o.config.web_capacity();
    vec![
        Check::new("p99 saved by least connections", &saved(1), " ms", Relation::AtLeast, 0.0),
        Check::new("p99 saved by two choices", &saved(2), " ms", Relation::AtLeast, 0.0),
        Check::new("load", &values(outcomes, 0, load), " %", Relation::Exactly, 80.0),
    ]
}
