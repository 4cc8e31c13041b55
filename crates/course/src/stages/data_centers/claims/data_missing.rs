//! Without replication between the sites, redirected users do not find their data.

use scalewalk_model::{Cause, Config, Fault};

use super::{EAST, EASTERN, PATIENCE_S, small};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::trial::percent;

/// The claim.
pub const CLAIM: Claim = Claim { id: "dc.data-missing", trials, judge };

/// A run has some 6,000 requests while it is measured.
const SEEDS: u64 = 8;
const WITHOUT: usize = 0;
const WITH: usize = 1;
/// Nobody is redirected.
const WELL: usize = 2;
const HEALTH_S: f64 = 1.0;
const TTL_S: f64 = 5.0;
const DOWN_S: f64 = 1.0;

fn places(replication: f64) -> Config {
    // Everybody clicks every few seconds: who has to sign in anew has done so soon.
    small(&[("dc.health", HEALTH_S), ("dns.ttl", TTL_S), ("visit.think", 3.0), ("dc.replication", replication)])
}

fn trials() -> Vec<Trial> {
    let run = |group, replication, seed| {
        Trial::new(group, places(replication), seed, DOWN_S + HEALTH_S + TTL_S + PATIENCE_S + 1.0, 15.0)
    };
    [
        repeat(SEEDS, |seed| run(WITHOUT, 0.0, seed).fault(DOWN_S, EAST, Fault::Down)),
        repeat(SEEDS, |seed| run(WITH, 1.0, seed).fault(DOWN_S, EAST, Fault::Down)),
        repeat(SEEDS, |seed| run(WELL, 0.0, seed)),
    ]
    .concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let failed = |group| values(outcomes, group, Outcome::failed_percent);
    let not_found = |o: &Outcome| percent(o.failed_by(Cause::NotFound), o.failed());
    vec![
        // Those who were at home in the other one notice nothing.
        Check::new("requests that fail without it", &failed(WITHOUT), " %", Relation::Equal, 100.0 * EASTERN),
        Check::new(
            "… because there is no such data",
            &values(outcomes, WITHOUT, not_found),
            " %",
            Relation::AtLeast,
            80.0,
        ),
        Check::new("requests that fail with it", &failed(WITH), " %", Relation::Exactly, 0.0),
        Check::new("requests that fail while both are well", &failed(WELL), " %", Relation::Exactly, 0.0),
    ]
}
