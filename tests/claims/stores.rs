//! The table of stores bears out what the prose says of it.

use scalewalk_course::claim::{Experiment, Outcome};
use scalewalk_course::stages::database::stores::{Family, WORKLOADS, Workload, data_ms, workload};

use scalewalk_model::{HopKind, Journey};

use crate::Test;

pub const TESTS: &[Test] = &[
    ("stores: every store serves every workload, at the cost that the table says", every_cell),
    ("stores: each family is quickest where the prose says so, and none everywhere", quickest),
];

fn outcome(workload: &'static Workload, family: Family) -> Result<Outcome, String> {
    let mut experiment = Experiment::of(vec![workload.trial(family, 1)]);
    while !experiment.advance(u64::MAX) {}
    experiment.outcomes().first().cloned().ok_or_else(|| "it gave nothing".to_owned())
}

fn every_cell() -> Result<(), String> {
    for workload in &WORKLOADS {
        for family in Family::ALL {
            let outcome = outcome(workload, family)?;
            let need = workload.need(family);
            let store = outcome.report.stations.get("database").ok_or("no database")?;
            let asked = |j: &Journey| j.hops.iter().filter(|hop| hop.kind == HopKind::Query).count() as u32;
            let trips = outcome.by_hand.first().map_or(0, asked);
            let work = store.mean_work_ms.unwrap_or(f64::NAN);
            // Whole nanoseconds; writes, where there are some, raise the mean.
            let as_told = if workload.reads == 1.0 {
                (work - need.read_ms).abs() < 1e-6
            } else {
                work > need.read_ms && work < need.write_ms
            };
            if outcome.failed() > 0 || trips != need.round_trips || !as_told {
                return Err(format!("{} on {family:?}: {trips} round trips of {work} ms, not {need:?}", workload.id));
            }
        }
    }
    Ok(())
}

fn quickest() -> Result<(), String> {
    let expected: [(&str, &[Family]); 6] = [
        ("profile-page", &[Family::KeyValue]),
        ("cart", &[Family::KeyValue]),
        ("order-page", &[Family::Relational]),
        ("friends-of-friends", &[Family::Graph]),
        ("sensor-readings", &[Family::Column]),
        ("product-document", &[Family::KeyValue, Family::Document]),
    ];
    for (id, winners) in expected {
        let workload = workload(id).ok_or("no such workload")?;
        let mut times = Vec::new();
        for family in Family::ALL {
            times.push(data_ms(&outcome(workload, family)?));
        }
        let least = times.iter().copied().fold(f64::INFINITY, f64::min);
        let found: Vec<Family> = Family::ALL.into_iter().filter(|f| times[*f as usize] <= least).collect();
        if found != winners {
            return Err(format!("{id}: {found:?} are quickest, not {winners:?}: {times:?}"));
        }
    }
    Ok(())
}
