//! With the primary gone, a replica is promoted once that is noticed; writes resume, and a new replica takes its place.

use scalewalk_model::{Count, Fault, NodeId};

use super::super::config;
use super::write_rate;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;
use crate::trial::{OBJECTIVE_FAILED_PERCENT, percent};

/// The claim.
pub const CLAIM: Claim = Claim { id: "replication.promote", trials, judge };

/// Some 360 writes come before it is noticed, give or take the root of that: 66 runs tell 2 % apart.
const SEEDS: u64 = 66;
/// What comes later varies less.
const LATER_SEEDS: u64 = 8;
const UNNOTICED: usize = 0;
const PROMOTED: usize = 1;
const REPLACED: usize = 2;

fn trials() -> Vec<Trial> {
    let config = with(config(), &[("db.replace", 10.0)]);
    let detect_s = config.replication.detect_s;
    let replaced_s = detect_s + config.replication.replace_s;
    let trial = |group, seeds, begin_s: f64, end_s: f64| {
        let config = config.clone();
        repeat(seeds, move |seed| {
            Trial::new(group, config.clone(), seed, 1.0 + begin_s, end_s - begin_s).fault(
                1.0,
                NodeId::DATABASE,
                Fault::Down,
            )
        })
    };
    // Requests fail a moment after they were sent.
    let under_way_s = 0.1;
    [
        trial(UNNOTICED, SEEDS, 0.0, detect_s + under_way_s),
        trial(PROMOTED, LATER_SEEDS, detect_s + under_way_s, detect_s + 5.0),
        trial(REPLACED, LATER_SEEDS, replaced_s + 0.1, replaced_s + 5.0),
    ]
    .concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let failed = values(outcomes, UNNOTICED, |o| o.failed() as f64);
    let expected =
        super::first(outcomes, UNNOTICED).map_or(f64::NAN, |o| write_rate(o) * o.config.replication.detect_s);
    let after = values(outcomes, PROMOTED, Outcome::failed_percent);
    let promotions = values(outcomes, UNNOTICED, |o| o.of(Count::Promotion) as f64);
    let came = |o: &Outcome, node: NodeId| o.station(node).map_or(0, |s| s.arrived);
    let back = values(outcomes, REPLACED, |o| {
        let new = came(o, NodeId::DATABASE);
        percent(new, new + came(o, NodeId::replica(1)))
    });
    vec![
        Check::new("requests fail until it is noticed", &failed, "", Relation::Equal, expected),
        Check::new("promotions", &promotions, "", Relation::Exactly, 1.0),
        Check::new("fail from then on", &after, " %", Relation::AtMost, OBJECTIVE_FAILED_PERCENT),
        Check::new("of reads at the new replica, later", &back, " %", Relation::Equal, 50.0),
    ]
}
