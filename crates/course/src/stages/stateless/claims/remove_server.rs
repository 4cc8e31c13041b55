//! Taking a server away signs nobody out when sessions are in the store; sticky, it signs out those whom it held.

use scalewalk_model::theory::signed_out;
use scalewalk_model::{Count, SessionMode};

use super::{SETTLED_S, brisk, visitors};
use crate::claim::{COARSE, Check, Claim, Outcome, Relation, Trial, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "stateless.remove-server", trials, judge };

/// A run counts about 70 visitors: twenty runs tell 6 % apart.
const SEEDS: u64 = 20;
const STORE: usize = 0;
const STICKY: usize = 1;
const SERVERS: u32 = 4;

fn trials() -> Vec<Trial> {
    let run = |group, mode| {
        let config = brisk(mode, &[("web.servers", f64::from(SERVERS))]);
        repeat(SEEDS, move |seed| {
            let fewer = f64::from(SERVERS - 1);
            let trial = Trial::new(group, config.clone(), seed, SETTLED_S, SETTLED_S);
            trial.set(SETTLED_S + 1e-6, "web.servers", fewer)
        })
    };
    [run(STORE, SessionMode::Store), run(STICKY, SessionMode::Sticky)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let lost = |group| values(outcomes, group, |o| o.of(Count::SignedOut) as f64);
    let failed = values(outcomes, STORE, |o| o.failed() as f64);
    let expected = outcomes.first().map_or(f64::NAN, |o| signed_out(visitors(o), SERVERS, o.config.visit_requests));
    vec![
        Check::new("signed out, store", &lost(STORE), "", Relation::Exactly, 0.0),
        Check::new("failed requests, store", &failed, "", Relation::Exactly, 0.0),
        Check::new("signed out, sticky", &lost(STICKY), "", Relation::Equal, expected).within(COARSE),
    ]
}
