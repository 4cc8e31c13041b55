//! A restart empties the cache and loses nothing that was written.

use scalewalk_model::{Config, Fault, HopKind, Journey, NodeId, Send};

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;
use crate::trial::percent;

/// The claim.
pub const CLAIM: Claim = Claim { id: "cache.volatile", trials, judge };

const SEEDS: u64 = 6;
/// So many keys are written, then read, then read again after the restart.
const KEYS: u32 = 20;
const RESTART_S: f64 = 5.0;

fn trials() -> Vec<Trial> {
    // A quiet system in which every request asks one query.
    let config = Config { open: false, ..with(config(), &[("db.queries", 1.0)]) };
    repeat(SEEDS, |seed| {
        let trial = Trial::new(0, config.clone(), seed, 0.0, 20.0);
        let trial = trial.fault(RESTART_S, NodeId::cache(0), Fault::Restart);
        (0..KEYS).fold(trial, |trial, key| {
            let at = 0.01 * f64::from(key);
            let read = Send { key: Some(key), ..Send::PAGE };
            let write = Send { write: true, ..read };
            [(0.0, write), (1.0, read), (2.0, read), (RESTART_S + 1.0, read)]
                .into_iter()
                .fold(trial, |trial, (after_s, send)| trial.send(at + after_s, send))
        })
    })
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let hit = |journey: &Journey| journey.hops.iter().any(|hop| hop.kind == HopKind::Hit);
    let newest = |journey: &Journey| {
        journey.hops.iter().any(|hop| hop.kind == HopKind::Rows && hop.value.is_some_and(|v| v.version == 2))
    };
    // Sent in four rounds: writes, fills, hits, and what comes after the restart.
    let round = |number: usize, is: fn(&Journey) -> bool| {
        values(outcomes, 0, |o| {
            let journeys = o.by_hand.chunks(KEYS as usize).nth(number).unwrap_or_default();
            percent(journeys.iter().filter(|journey| is(journey)).count() as u64, u64::from(KEYS))
        })
    };
    vec![
        Check::new("are found after the restart", &round(3, hit), " %", Relation::Exactly, 0.0),
        Check::new("… before", &round(2, hit), " %", Relation::Exactly, 100.0),
        Check::new("of the writes are still in the database", &round(3, newest), " %", Relation::Exactly, 100.0),
    ]
}
