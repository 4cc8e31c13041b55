//! One more server takes load off each of the others.

use scalewalk_model::NodeId;

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "lb.add-server", trials, judge };

const SEEDS: u64 = 18;
const THREE: usize = 0;
const FOUR: usize = 1;

fn trials() -> Vec<Trial> {
    let run = |group, servers: f64| {
        repeat(SEEDS, move |seed| Trial::new(group, with(config(), &[("web.servers", servers)]), seed, 1.0, 4.0))
    };
    [run(THREE, 3.0), run(FOUR, 4.0)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let busy = |o: &Outcome, i| o.station(NodeId::web(i)).map_or(f64::NAN, |s| 100.0 * s.utilisation);
    let load = |o: &Outcome| (busy(o, 0) + busy(o, 1) + busy(o, 2)) / 3.0;
    let left: Vec<f64> =
        values(outcomes, FOUR, load).iter().zip(values(outcomes, THREE, load)).map(|(f, t)| 100.0 * f / t).collect();
    let taken = |i| differences(outcomes, THREE, FOUR, move |o| busy(o, i));
    let each = |what, i| Check::new(what, &taken(i), " points", Relation::AtLeast, 0.0);
    vec![
        // The same work on four instead of three.
        Check::new("load left on each of the three", &left, " %", Relation::Equal, 75.0),
        each("load taken off the first", 0),
        each("load taken off the second", 1),
        each("load taken off the third", 2),
    ]
}
