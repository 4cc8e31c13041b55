//! While the link is down the sites diverge; when it is back they converge again. Of two values that were written without
//! knowing of each other, the later one is kept and the other is lost.

use scalewalk_model::theory::conflicts;
use scalewalk_model::{Config, Count, Fault, NodeId, Popularity};

use super::{EASTERN, small};
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "dc.partition", trials, judge };

/// A run has some eighty conflicts, which spread by less than their square root.
const SEEDS: u64 = 24;
/// While the link is down.
const APART: usize = 0;
/// When it is back and all are told of what they missed in one lag, and of what they wrote meanwhile in another.
const TOLD: usize = 1;
/// After that.
const TOGETHER: usize = 2;
const CUT_S: f64 = 2.0;
const BACK_S: f64 = 12.0;
/// Short, so that hardly any conflict is about what was written since.
const LAG_S: f64 = 0.05;

/// Whatever was written meanwhile comes at once and is then applied: quickly here, so that theory need not know how long
/// that takes.
const APPLY_MS: f64 = 0.1;

fn places() -> Config {
    let shared = small(&[("dc.lag", LAG_S), ("dc.shared", 1.0), ("reads", 0.5), ("popularity.skew", 0.8)]);
    with(shared, &[("catalogue", 2_000.0), ("db.apply_time", APPLY_MS)])
}

fn trials() -> Vec<Trial> {
    let west = NodeId::site(1);
    let run = |group, from_s, for_s| {
        repeat(SEEDS, move |seed| {
            Trial::new(group, places(), seed, from_s, for_s).fault(CUT_S, west, Fault::Cut).fault(
                BACK_S,
                west,
                Fault::Repair,
            )
        })
    };
    [run(APART, BACK_S - 2.0, 1.9), run(TOLD, BACK_S, 2.0 * LAG_S), run(TOGETHER, BACK_S + 2.0 * LAG_S, 2.0 * LAG_S)]
        .concat()
}

/// Conflicts that there must be: each key that both sites wrote while they could not hear each other. That is from one lag
/// before the cut, for what was on its way is cut short, until all has arrived again.
fn expected() -> f64 {
    let config = places();
    let keys = Popularity::zipf(config.keys(), config.catalogue.skew);
    let writes = config.arrival_rate() * (1.0 - config.read_share);
    let rates = (0..keys.keys()).map(|rank| keys.probability(rank) * writes);
    conflicts(rates.map(|rate| (EASTERN * rate, (1.0 - EASTERN) * rate)), BACK_S - CUT_S + 2.0 * LAG_S)
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let told = values(outcomes, TOLD, |o| o.of(Count::Conflict) as f64);
    let apart = |group| values(outcomes, group, |o| f64::from(o.report.diverged.unwrap_or(0)));
    // With the link up, only keys written within the last lag differ.
    let under_way = places().arrival_rate() * LAG_S;
    let failed = values(outcomes, APART, Outcome::failed_percent);
    vec![
        Check::new("conflicts when the link is back", &told, "", Relation::Equal, expected()).within(COARSE),
        Check::new("keys that differ before that", &apart(APART), "", Relation::AtLeast, 3.0 * under_way),
        Check::new("keys that differ after it", &apart(TOGETHER), "", Relation::AtMost, under_way),
        Check::new("requests that fail meanwhile", &failed, " %", Relation::Exactly, 0.0),
    ]
}
