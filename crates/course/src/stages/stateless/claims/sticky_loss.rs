//! Killing one of n sticky servers signs out the visitors that it held, 1/n of all; with a store it signs nobody out.

use scalewalk_model::theory::signed_out;
use scalewalk_model::{Count, Fault, NodeId, SessionMode};

use super::{SETTLED_S, brisk, visitors};
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "stateless.sticky-loss", trials, judge };

/// A run counts about 94 visitors, give or take the root of that: forty runs tell 2 % apart.
const SEEDS: u64 = 40;
/// With the store nobody is signed out, whatever the luck.
const STORE_SEEDS: u64 = 8;
const STICKY: usize = 0;
const STORE: usize = 1;

fn trials() -> Vec<Trial> {
    let run = |group, seeds, mode| {
        // Checks that notice at once: who clicks before is refused, and some of these have gone by the next click.
        let config = brisk(mode, &[("lb.interval", 0.1), ("lb.threshold", 1.0)]);
        repeat(seeds, move |seed| {
            Trial::new(group, config.clone(), seed, SETTLED_S, SETTLED_S).fault(
                SETTLED_S + 1e-6,
                NodeId::web(1),
                Fault::Down,
            )
        })
    };
    [run(STICKY, SEEDS, SessionMode::Sticky), run(STORE, STORE_SEEDS, SessionMode::Store)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let lost = |group| values(outcomes, group, |o| o.of(Count::SignedOut) as f64);
    let expected =
        outcomes.first().map_or(f64::NAN, |o| signed_out(visitors(o), o.config.servers, o.config.visit_requests));
    vec![
        Check::new("signed out, sticky", &lost(STICKY), "", Relation::Equal, expected).within(COARSE),
        Check::new("signed out, store", &lost(STORE), "", Relation::Exactly, 0.0),
    ]
}
