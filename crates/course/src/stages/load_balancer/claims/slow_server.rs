//! Round robin keeps feeding a slow server its full share; least connections does not.

use scalewalk_model::{Algorithm, Config, Fault, NodeId};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};
use crate::trial::OBJECTIVE_FAILED_PERCENT;

/// The claim.
pub const CLAIM: Claim = Claim { id: "lb.slow-server", trials, judge };

const SEEDS: u64 = 8;
const ROUND_ROBIN: usize = 0;
const LEAST_CONNECTIONS: usize = 1;
const SLOW: u8 = 1;

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (group, algorithm) in [(ROUND_ROBIN, Algorithm::RoundRobin), (LEAST_CONNECTIONS, Algorithm::LeastConnections)] {
        let config = Config { algorithm, ..config() };
        trials.extend(repeat(SEEDS, |seed| {
            // Six seconds later the queue of the slow server is as long as clients have patience.
            Trial::new(group, config.clone(), seed, 7.0, 4.0).fault(1.0, NodeId::web(SLOW), Fault::Slow)
        }));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let share = |o: &Outcome| o.share_percent(usize::from(SLOW));
    let failing = |group| values(outcomes, group, Outcome::failed_percent);
    let fair = outcomes.first().map_or(f64::NAN, |o| 100.0 / f64::from(o.config.servers));
    vec![
        Check::new(
            "fed to the slow one by least connections",
            &values(outcomes, LEAST_CONNECTIONS, share),
            " %",
            Relation::AtMost,
            fair,
        ),
        Check::new("… by round robin", &values(outcomes, ROUND_ROBIN, share), " %", Relation::Equal, fair),
        Check::new(
            "less",
            &differences(outcomes, ROUND_ROBIN, LEAST_CONNECTIONS, share),
            " points",
            Relation::AtLeast,
            0.0,
        ),
        Check::new(
            "fail with least connections",
            &failing(LEAST_CONNECTIONS),
            " %",
            Relation::AtMost,
            OBJECTIVE_FAILED_PERCENT,
        ),
        Check::new("fail with round robin", &failing(ROUND_ROBIN), " %", Relation::AtLeast, OBJECTIVE_FAILED_PERCENT),
    ]
}
