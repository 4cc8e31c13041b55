//! What writers were told, against what is there.

use std::collections::BTreeMap;

use proptest::prelude::*;
use scalewalk_course::stage::with;
use scalewalk_course::stages::replication;
use scalewalk_model::time::SECOND;
use scalewalk_model::{Count, Fault, HopKind, Input, Outcome, ReplicationMode, Sim};

use crate::action;
use crate::inputs::machines;

/// By key, the newest version of which a writer was told that it is safe: seen in the journeys, not in the accounts.
type Told = BTreeMap<u32, u32>;

fn listen(sim: &Sim, told: &mut Told) {
    for journey in sim.journeys().done().filter(|j| j.write && matches!(j.end, Some((_, Outcome::Answered)))) {
        let rows = journey.hops.iter().rfind(|hop| hop.kind == HopKind::Rows);
        if let Some(value) = rows.and_then(|hop| hop.value) {
            let newest = told.entry(value.key).or_insert(0);
            *newest = value.version.max(*newest);
        }
    }
}

fn run(sim: &mut Sim, ms: u64, told: &mut Told) {
    // No more journeys are kept than end in a tenth of a second here.
    for _ in 0..ms.div_ceil(100) {
        sim.run_until(sim.now() + SECOND / 10);
        listen(sim, told);
    }
}

proptest! {
    #![proptest_config(crate::cases(64))]

    #[test]
    fn what_was_acknowledged_synchronously_is_never_lost(
        seed: u64, replicas in 0..5u32, lag in 0..3u32, faults in action::faults(),
    ) {
        let settings = [
            ("users", 100_000.0),
            ("reads", 0.5),
            ("db.replicas", f64::from(replicas)),
            ("db.lag", [0.0, 0.05, 1.0][lag as usize]),
            ("db.mode", f64::from(ReplicationMode::Synchronous as u8)),
            ("db.detect", 1.0),
            ("db.replace", 3.0),
        ];
        let mut sim = Sim::new(with(replication::config(), &settings), seed);
        sim.follow(1.0);
        let mut told = Told::new();
        for (ms, node, kind) in faults {
            let _ = sim.apply(&Input::Fault { node, kind });
            run(&mut sim, ms, &mut told);
        }
        for node in machines(&sim.config().clone()) {
            let repaired = sim.apply(&Input::Fault { node, kind: Fault::Repair });
            prop_assert!(repaired.is_ok());
        }
        run(&mut sim, 10_000, &mut told);
        prop_assert_eq!(sim.accounts().total.of(Count::Lost), 0);
        for (key, version) in told {
            prop_assert!(sim.replication().newest(key) >= version, "key {} is older than version {}", key, version);
        }
    }
}
