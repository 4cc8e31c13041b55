//! As long as a kept address outlives the visit, only the first request of a visit pays for a lookup.

use scalewalk_model::{HopKind, Journey, Send};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;
use crate::trial::percent;

/// The claim.
pub const CLAIM: Claim = Claim { id: "single.dns-cached", trials, judge };

const SEEDS: u64 = 26;
/// Everybody, with a time to live that outlives every visit.
const KEPT: usize = 0;
/// Everybody, with nothing kept.
const NOT_KEPT: usize = 1;
/// One visit, sent by hand.
const VISIT: usize = 2;

fn trials() -> Vec<Trial> {
    // At first nobody has an address; after ten times the time between clicks everybody has sent something.
    let everybody = |group, ttl| {
        let config = with(config(), &[("users", 20_000.0), ("dns.ttl", ttl)]);
        repeat(SEEDS, |seed| Trial::new(group, config.clone(), seed, 300.0, 500.0))
    };
    let one = repeat(SEEDS, |seed| {
        let trial = Trial::new(VISIT, with(config(), &[("users", 1.0)]), seed, 0.0, 250.0);
        (0..10).fold(trial, |trial, click| {
            trial.send(1.0 + 20.0 * f64::from(click), Send { new_visitor: click == 0, ..Send::default() })
        })
    });
    [everybody(KEPT, 86_400.0), everybody(NOT_KEPT, 0.0), one].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let paying = |o: &Outcome| percent(o.report.requests.looked_up, o.report.requests.arrived);
    let asks = |journey: &Journey| journey.hops.first().is_some_and(|hop| hop.kind == HopKind::AskDns);
    let first = |o: &Outcome| o.by_hand.iter().take(1).filter(|j| asks(j)).count() as f64;
    let later = |o: &Outcome| o.by_hand.iter().skip(1).filter(|j| asks(j)).count() as f64;
    let visit = outcomes.iter().find(|o| o.group == KEPT).map_or(f64::NAN, |o| o.config.visit_requests);
    vec![
        Check::new(
            "requests that pay for a lookup",
            &values(outcomes, KEPT, paying),
            " %",
            Relation::Equal,
            100.0 / visit,
        ),
        Check::new("… if nothing is kept", &values(outcomes, NOT_KEPT, paying), " %", Relation::Exactly, 100.0),
        Check::new("lookups of a visit's first request", &values(outcomes, VISIT, first), "", Relation::Exactly, 1.0),
        Check::new("lookups of its other requests", &values(outcomes, VISIT, later), "", Relation::Exactly, 0.0),
    ]
}
