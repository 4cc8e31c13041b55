//! After scaling out, sticky sessions keep the old servers hot and the new one idle; without them it gets its share.

use scalewalk_model::theory::new_server_share;
use scalewalk_model::{NodeId, SessionMode};

use super::{SETTLED_S, THINK_S, brisk};
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, differences, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "stateless.imbalance", trials, judge };

/// A run counts about 50 requests at the new server: sixty runs tell 4 % apart.
const SEEDS: u64 = 60;
/// The store leaves little to luck.
const STORE_SEEDS: u64 = 20;
const STICKY: usize = 0;
const STORE: usize = 1;
/// Two visitors in five have begun a new visit by then.
const MEASURED_S: f64 = 5.0 * THINK_S;

fn trials() -> Vec<Trial> {
    let run = |group, seeds, mode| {
        repeat(seeds, move |seed| {
            Trial::new(group, brisk(mode, &[]), seed, SETTLED_S, MEASURED_S).set(SETTLED_S + 1e-6, "web.servers", 4.0)
        })
    };
    [run(STICKY, SEEDS, SessionMode::Sticky), run(STORE, STORE_SEEDS, SessionMode::Store)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let share = |group| values(outcomes, group, |o| o.share_percent(3));
    let expected = outcomes.first().map_or(f64::NAN, |o| {
        100.0 * new_server_share(o.config.servers, o.config.visit_requests, o.config.think_s, MEASURED_S)
    });
    let first = |o: &Outcome| o.station(NodeId::web(0)).map_or(f64::NAN, |s| 100.0 * s.utilisation);
    let hotter: Vec<f64> = differences(outcomes, STORE, STICKY, first).iter().map(|d| -d).collect();
    vec![
        Check::new("share of the new server, sticky", &share(STICKY), " %", Relation::Equal, expected).within(COARSE),
        Check::new("share of the new server, store", &share(STORE), " %", Relation::Equal, 25.0),
        Check::new("utilisation of an old server over the store's", &hotter, " points", Relation::AtLeast, 0.0),
    ]
}
