//! What writers were told, against what is there.

use std::collections::BTreeMap;

use proptest::prelude::*;
use scalewalk_course::stage::with;
use scalewalk_course::stages::{cache, data_centers, replication, sharding};
use scalewalk_model::time::{Nanos, SECOND};
use scalewalk_model::{Count, Fault, HopKind, Input, Journey, NodeId, Outcome, ReplicationMode, Sim, Value};

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

/// By machine and key, every commit: when, and as which version.
type Commits = BTreeMap<(NodeId, u32), Vec<(Nanos, u32)>>;

/// What a journey's queries saw and wrote at database machines: where, when work began, when it ended, and the value.
fn queries(journey: &Journey) -> impl Iterator<Item = (NodeId, Nanos, Nanos, Value)> {
    journey.hops.windows(2).filter_map(|pair| {
        let value = pair[1].value.filter(|_| pair[0].kind == HopKind::Data && pair[1].kind == HopKind::Rows)?;
        Some((pair[0].to, pair[0].start, pair[0].leave, value))
    })
}

#[test]
fn a_query_that_begins_after_a_commit_on_its_machine_sees_it() {
    // Few keys and busy machines: a query that has waited for its core begins at the moment at which a write ends.
    let busy = [
        ("reads", 0.5),
        ("catalogue", 100.0),
        ("popularity.skew", 2.0),
        ("celebrity.share", 0.9),
        ("db.read_from", 1.0),
        ("cache.ttl", 0.1),
        ("db.read_time", 4.0),
        ("db.write_time", 4.0),
    ];
    let systems = [
        (replication::config(), [("users", 60_000.0), ("db.cores", 1.0)]),
        (cache::config(), [("users", 60_000.0), ("db.cores", 1.0)]),
        (sharding::config(), [("users", 200_000.0), ("db.cores", 1.0)]),
        (data_centers::config(), [("users", 100_000.0), ("db.cores", 1.0)]),
    ];
    for (config, size) in systems {
        let mut sim = Sim::new(with(with(config, &busy), &size), 3);
        sim.follow(1.0);
        let (mut commits, mut reads) = (Commits::new(), Vec::new());
        let mut last = 0;
        for _ in 0..300 {
            sim.run_until(sim.now() + SECOND / 10);
            for journey in sim.journeys().done().filter(|j| j.end.is_some_and(|(at, _)| at > last)) {
                let mut queries: Vec<_> = queries(journey).collect();
                // The last query of one who writes is the write.
                if let Some((node, _, end, value)) = queries.pop_if(|_| journey.write) {
                    commits.entry((node, value.key)).or_default().push((end, value.version));
                }
                reads.extend(queries.into_iter().map(|(node, start, _, value)| (node, start, value)));
            }
            last = sim.now();
        }
        let at_once = |(node, start, value): &&(NodeId, Nanos, Value)| {
            commits.get(&(*node, value.key)).is_some_and(|all| all.iter().any(|(at, _)| at == start))
        };
        assert!(reads.iter().filter(at_once).count() > 10, "the system is not busy enough to tell");
        for (node, start, value) in reads {
            let seen = commits.get(&(node, value.key)).into_iter().flatten().filter(|(at, _)| *at <= start);
            if let Some(newest) = seen.map(|(_, version)| *version).max() {
                assert!(value.version >= newest, "at {node}, {start}: {value:?}, though {newest} was committed");
            }
        }
    }
}
