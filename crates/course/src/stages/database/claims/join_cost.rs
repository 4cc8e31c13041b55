//! A page that joins three tables costs one round trip on a relational store, and several on a key–value store.

use scalewalk_model::NodeId;

use super::super::stores::{Family, data_ms, workload};
use crate::claim::{Check, Claim, Outcome, Relation, Trial, differences, repeat, values};

/// The claim.
pub const CLAIM: Claim = Claim { id: "database.join-cost", trials, judge };

const SEEDS: u64 = 8;
const RELATIONAL: usize = 0;
const KEY_VALUE: usize = 1;

fn trials() -> Vec<Trial> {
    let Some(page) = workload("order-page") else { return Vec::new() };
    let run = |group, family| repeat(SEEDS, |seed| Trial { group, ..page.trial(family, seed) });
    [run(RELATIONAL, Family::Relational), run(KEY_VALUE, Family::KeyValue)].concat()
}

fn judge(outcomes: &[Outcome]) -> Vec<Check> {
    let trips = |o: &Outcome| {
        let asked =
            o.by_hand.iter().flat_map(|j| &j.hops).filter(|hop| hop.to == NodeId::DATABASE && hop.from != hop.to);
        asked.count() as f64 / o.by_hand.len() as f64
    };
    vec![
        Check::new("round trips, key–value", &values(outcomes, KEY_VALUE, trips), "", Relation::AtLeast, 2.0),
        Check::new("round trips, relational", &values(outcomes, RELATIONAL, trips), "", Relation::Exactly, 1.0),
        Check::new(
            "time longer for the data, key–value",
            &differences(outcomes, KEY_VALUE, RELATIONAL, data_ms),
            " ms",
            Relation::AtLeast,
            0.0,
        ),
    ]
}
