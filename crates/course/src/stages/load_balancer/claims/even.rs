//! Round robin spreads equal requests evenly.

use super::super::config;
use crate::claim::{Check, Claim, Outcome, Relation, Trial, repeat, values};
use crate::stage::with;

/// The claim.
pub const CLAIM: Claim = Claim { id: "lb.even", trials, judge };

const SEEDS: u64 = 10;

fn trials() -> Vec<Trial> {
    // Equal requests: pages only, each with the same work.
    let config = with(config(), &[("lb.algorithm", 0.0), ("work.spread", 0.0), ("mobile", 0.0)]);
    repeat(SEEDS, |seed| Trial::new(0, config.clone(), seed, 1.0, 5.0))
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    // In turn means that no server is ever ahead of another by more than one.
    let in_turn = |o: &Outcome| {
        let reached = o.reached();
        let ahead = reached.iter().max().zip(reached.iter().min()).map(|(most, least)| most - least);
        f64::from(u8::from(ahead.is_some_and(|ahead| ahead <= 1)))
    };
    let work = |o: &Outcome| {
        let used: Vec<f64> =
            o.report.stations.iter().filter(|(n, _)| *n != "database").map(|(_, s)| s.utilisation).collect();
        100.0 * used.first().copied().unwrap_or(f64::NAN) / used.iter().sum::<f64>()
    };
    let fair = outcomes.first().map_or(f64::NAN, |o| 100.0 / f64::from(o.config.servers));
    vec![
        Check::new(
            "requests to the first of three",
            &values(outcomes, 0, |o| o.share_percent(0)),
            " %",
            Relation::Equal,
            fair,
        ),
        Check::new("work of the first of three", &values(outcomes, 0, work), " %", Relation::Equal, fair),
        Check::new("runs with no server ahead by two", &values(outcomes, 0, in_turn), "", Relation::Exactly, 1.0),
    ]
}
