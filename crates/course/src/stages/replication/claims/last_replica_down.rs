//! With the last replica gone the primary answers reads, until a new replica has taken its place.

use scalewalk_model::{Fault, NodeId};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;
use crate::trial::{OBJECTIVE_FAILED_PERCENT, percent};

/// The claim.
pub const CLAIM: Claim = Claim { id: "replication.last-replica-down", trials, judge };

const SEEDS: u64 = 6;
const MEANWHILE: usize = 0;
const AFTERWARDS: usize = 1;

fn trials() -> Vec<Trial> {
    let config = with(config(), &[("db.replicas", 1.0), ("users", 300_000.0), ("reads", 1.0), ("db.replace", 10.0)]);
    let noticed_s = config.replication.detect_s + 0.1;
    let replaced_s = noticed_s + config.replication.replace_s;
    let trial = |group, warmup_s: f64| {
        let config = config.clone();
        repeat(SEEDS, move |seed| {
            Trial::new(group, config.clone(), seed, 1.0 + warmup_s, 8.0).fault(1.0, NodeId::replica(0), Fault::Down)
        })
    };
    [trial(MEANWHILE, noticed_s), trial(AFTERWARDS, replaced_s)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let came = |o: &Outcome, node: NodeId| o.station(node).map_or(0, |s| s.arrived);
    let primary = |o: &Outcome| {
        let (primary, replica) = (came(o, NodeId::DATABASE), came(o, NodeId::replica(0)));
        percent(primary, primary + replica)
    };
    let failing = values(outcomes, MEANWHILE, Outcome::failed_percent);
    let share = |group| values(outcomes, group, |o| primary(o));
    vec![
        Check::new("of reads reach the primary", &share(MEANWHILE), " %", Relation::Exactly, 100.0),
        Check::new("fail", &failing, " %", Relation::AtMost, OBJECTIVE_FAILED_PERCENT),
        Check::new("… of reads, once the replica is replaced", &share(AFTERWARDS), " %", Relation::AtMost, 1e-9),
    ]
}
