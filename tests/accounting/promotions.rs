//! A replica that is promoted while it is behind.

use scalewalk_course::stage::with;
use scalewalk_course::stages::replication;
use scalewalk_model::time::{Nanos, SECOND, from_secs};
use scalewalk_model::{Count, Fault, Input, NodeId, Sim};
use scalewalk_tests::users;

/// Time that a replica takes for a write: it applies half of those that come.
const APPLY: Nanos = SECOND / 100;

/// A primary that has written for half a minute, and dies.
fn dead(seed: u64, replicas: f64) -> Sim {
    let settings = [
        users(200.0),
        ("reads", 0.0),
        ("db.queries", 1.0),
        ("db.replicas", replicas),
        ("db.apply_time", 10.0),
        ("db.detect", 1.0),
    ];
    let mut sim = Sim::new(with(replication::config(), &settings), seed);
    sim.run_until(from_secs(30.0));
    sim.apply(&Input::Fault { node: NodeId::DATABASE, kind: Fault::Down }).expect("it is up");
    sim
}

fn promoted(sim: &Sim) -> bool {
    sim.accounts().total.of(Count::Promotion) > 0
}

#[test]
fn a_promotion_takes_as_long_as_the_backlog_takes_and_loses_nothing_received() {
    for seed in 1..=4 {
        let mut sim = dead(seed, 2.0);
        let died = sim.now();
        let (log, lag) = (sim.replication().log().clone(), from_secs(sim.config().replication.lag_s));
        let backlog = sim.replication().backlog(1, died);
        assert!((2_500..3_500).contains(&backlog), "{backlog} writes");
        let (written, acknowledged) =
            (sim.accounts().total.of(Count::Write), sim.accounts().total.of(Count::Acknowledged));
        while !promoted(&sim) && sim.step(died + 100 * SECOND) {
            assert_eq!(sim.accounts().total.of(Count::Write), written, "a write without a primary");
        }
        // The first of them was being applied when the primary died.
        let took = sim.now() - died;
        assert!((APPLY * (backlog - 1)..=APPLY * backlog).contains(&took), "{took} ns for {backlog} writes");
        let received = log.from(log.first()).filter(|write| write.commit + lag <= died);
        received.for_each(|write| assert!(sim.replication().newest(write.key) >= write.version, "{write:?} is lost"));
        let lost = log.from(log.first()).filter(|write| write.commit + lag > died && write.acknowledged).count() as u64;
        assert_eq!(sim.accounts().total.of(Count::Lost), lost);
        sim.run_until(sim.now() + 5 * SECOND);
        assert!(sim.accounts().total.of(Count::Acknowledged) > acknowledged + 500, "writes go on");
    }
}

#[test]
fn a_primary_that_is_back_before_its_heir_is_ready_stays_it() {
    let mut sim = dead(1, 1.0);
    let newest: Vec<u32> = (0..100).map(|key| sim.replication().newest(key)).collect();
    sim.run_until(sim.now() + 10 * SECOND);
    sim.apply(&Input::Fault { node: NodeId::DATABASE, kind: Fault::Repair }).expect("it is down");
    sim.run_until(sim.now() + 60 * SECOND);
    assert!(!promoted(&sim) && sim.replication().primary() == 0);
    assert!(newest.iter().zip(0..).all(|(version, key)| sim.replication().newest(key) >= *version));
}

#[test]
fn who_was_to_take_over_and_dies_leaves_it_to_the_next() {
    let mut sim = dead(1, 2.0);
    sim.run_until(sim.now() + 5 * SECOND);
    sim.apply(&Input::Fault { node: NodeId::replica(0), kind: Fault::Down }).expect("it is up");
    sim.run_until(sim.now() + 60 * SECOND);
    assert!(promoted(&sim));
    assert_eq!(sim.replication().primary(), 2);
}

/// The log keeps no more than so many writes: who is further behind copies everything anew.
#[test]
fn a_replica_that_the_log_has_left_behind_is_copied_anew() {
    let settings = [users(20_000.0), ("reads", 0.0), ("db.queries", 1.0), ("db.write_time", 0.2), ("db.replicas", 1.0)];
    let roomy = [("db.apply_time", 10.0), ("web.cores", 64.0), ("db.replace", 1.0), ("visit.requests", 1.0)];
    let mut sim = Sim::new(with(with(replication::config(), &settings), &roomy), 1);
    let mut copied = false;
    while sim.now() < 16 * SECOND {
        sim.run_until(sim.now() + SECOND / 4);
        copied |= matches!(sim.replication().role(1), Some(scalewalk_model::replication::Role::Copying(_)));
    }
    assert!(copied && sim.replication().behind(1, sim.now()).0 < 262_144);
}
