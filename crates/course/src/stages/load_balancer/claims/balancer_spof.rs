//! While the balancer is down, every request fails; with a standby, only until the standby takes over, 3 s later.

use scalewalk_model::{Cause, Fault, NodeId};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "lb.balancer-spof", trials, judge };

const SEEDS: u64 = 24;
/// No standby; when the last answers from before the fault have arrived.
const ALONE: usize = 0;
/// A standby; from the fault on.
const STANDBY: usize = 1;
/// A standby; after it has taken over.
const AFTER: usize = 2;
const DOWN_S: f64 = 2.0;

fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for (group, standby, after_s, for_s) in [(ALONE, 0.0, 2.0, 5.0), (STANDBY, 1.0, 0.0, 6.0), (AFTER, 1.0, 3.1, 4.0)] {
        let config = with(config(), &[("users", 600_000.0), ("lb.standby", standby)]);
        trials.extend(repeat(SEEDS, |seed| {
            Trial::new(group, config.clone(), seed, DOWN_S + after_s, for_s).fault(
                DOWN_S,
                NodeId::BALANCER,
                Fault::Down,
            )
        }));
    }
    trials
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let failing = |group| values(outcomes, group, Outcome::failed_percent);
    // Those who came while nobody was there, in terms of time.
    let outage_s = |o: &Outcome| o.failed_by(Cause::Refused) as f64 / o.config.arrival_rate();
    let takeover_s = outcomes.iter().find(|o| o.group == STANDBY).map_or(f64::NAN, |o| o.config.takeover_s);
    vec![
        Check::new("fail without a standby", &failing(ALONE), " %", Relation::Exactly, 100.0),
        Check::new("outage with one", &values(outcomes, STANDBY, outage_s), " s", Relation::Equal, takeover_s),
        Check::new("fail after it took over", &failing(AFTER), " %", Relation::Exactly, 0.0),
    ]
}
