//! Standbys of the session store, the queue and the name service, and what geoDNS makes of a data center without them.

use scalewalk_course::stage::{set, with};
use scalewalk_course::stages::millions;
use scalewalk_model::time::from_secs;
use scalewalk_model::{Cause, Config, Count, Fault, Input, NodeId, Sim};

use crate::run_audited;

/// The last stage's system with few users, who ask for nothing but pages and come soon again.
fn system(settings: &[(&str, f64)]) -> Config {
    let few = [("users", 40_000.0), ("static", 0.0), ("catalogue", 400.0), ("visit.think", 2.0), ("errors.base", 0.0)];
    with(with(millions::config(), &few), settings)
}

fn apply(sim: &mut Sim, input: Input) {
    sim.apply(&input).expect("it can be done");
}

fn kill(sim: &mut Sim, node: NodeId) {
    apply(sim, Input::Fault { node, kind: Fault::Down });
}

/// How many fail and how many arrive in the next `seconds`.
fn failing(sim: &mut Sim, seconds: f64) -> (u64, u64) {
    let before = sim.accounts().total;
    run_audited(sim, (seconds * 1e3) as u64, u64::MAX);
    let since = sim.accounts().total.since(&before);
    (since.failed.iter().sum(), since.arrived)
}

fn works(sim: &Sim, node: NodeId) -> bool {
    sim.station(node).is_some_and(|station| station.accepts())
}

#[test]
fn a_standby_store_has_all_sessions_and_takes_over_when_the_death_is_noticed() {
    let mut sim = Sim::new(system(&[]), 1);
    sim.run_until(from_secs(10.0));
    for store in [NodeId::SESSIONS, NodeId::sessions_at(2)] {
        let held = sim.sessions_at(store);
        assert!(held > 0);
        kill(&mut sim, store);
        assert_eq!(sim.sessions_at(store), held);
        let (failed, arrived) = failing(&mut sim, 1.7);
        assert!(failed > arrived / 50 && !works(&sim, store), "{failed} of {arrived}");
        let (failed, _) = failing(&mut sim, 0.9);
        assert!(failed > 0 && works(&sim, store) && sim.is_believed(store));
        // Some end their visit, and nobody who comes is signed out.
        assert!(sim.sessions_at(store) > held / 2);
        let (failed, arrived) = failing(&mut sim, 10.0);
        assert_eq!((failed, arrived > 500), (0, true));
    }
    assert_eq!(sim.accounts().total.of(Count::SignedOut), 0);
    assert_eq!(sim.accounts().total.of(Count::Promotion), 2);
}

#[test]
fn the_next_standby_is_ready_as_late_as_a_new_replica() {
    let mut sim = Sim::new(system(&[("db.replace", 20.0)]), 1);
    for node in [NodeId::SESSIONS, NodeId::QUEUE, NodeId::shard_at(0, 1)] {
        kill(&mut sim, node);
        run_audited(&mut sim, 3_000, u64::MAX);
        assert!(works(&sim, node), "{node}");
        kill(&mut sim, node);
        // The first stood in after 2 s: the next one is there at 22.
        run_audited(&mut sim, 18_900, u64::MAX);
        assert!(!works(&sim, node), "{node}");
        run_audited(&mut sim, 200, u64::MAX);
        assert!(works(&sim, node), "{node}");
    }
}

#[test]
fn a_standby_that_is_bought_in_the_outage_takes_over_and_one_that_is_sold_does_not() {
    for (node, id) in [(NodeId::SESSIONS, "session.standby"), (NodeId::QUEUE, "queue.standby")] {
        let mut sim = Sim::new(system(&[(id, 0.0)]), 1);
        kill(&mut sim, node);
        run_audited(&mut sim, 10_000, u64::MAX);
        assert!(!works(&sim, node), "{node}");
        apply(&mut sim, set(id, 1.0));
        assert!(works(&sim, node), "{node}");
        kill(&mut sim, node);
        apply(&mut sim, set(id, 0.0));
        run_audited(&mut sim, 60_000, u64::MAX);
        assert!(!works(&sim, node), "{node}");
    }
}

#[test]
fn a_standby_queue_keeps_what_was_acknowledged_even_of_a_queue_in_memory() {
    for standby in [false, true] {
        let settings = [("queue.durable", 0.0), ("queue.standby", f64::from(u8::from(standby))), ("upload.share", 0.2)];
        let mut sim = Sim::new(system(&[&settings[..], &[("queue.workers", 4.0)]].concat()), 1);
        sim.run_until(from_secs(10.0));
        let waiting = sim.queue().waiting();
        assert!(waiting > 50, "{waiting}");
        kill(&mut sim, NodeId::QUEUE);
        let lost = sim.accounts().total.of(Count::LostMessage);
        assert_eq!((lost > 0, sim.queue().waiting() == 0), (!standby, !standby));
        let (failed, _) = failing(&mut sim, 2.5);
        assert!(failed > 0, "nothing can be published until the death is noticed");
        if standby {
            let done = sim.queue().done();
            let (failed, _) = failing(&mut sim, 20.0);
            assert_eq!((failed, sim.accounts().total.of(Count::LostMessage)), (0, 0));
            assert!(sim.queue().done() > done, "the workers go on with what the standby has");
        }
    }
}

#[test]
fn the_second_name_server_is_asked_when_the_first_does_not_answer() {
    for (kind, second) in [(Fault::Down, 1.0), (Fault::Cut, 1.0), (Fault::Down, 0.0), (Fault::Cut, 0.0)] {
        let mut sim = Sim::new(system(&[("dns.second", second), ("dns.ttl", 0.0)]), 1);
        sim.run_until(from_secs(10.0));
        sim.start_measuring();
        let usual = failing(&mut sim, 20.0);
        let median_ms = sim.latency().percentile_ms(0.5).expect("many were answered");
        apply(&mut sim, Input::Fault { node: NodeId::DNS, kind });
        sim.start_measuring();
        let (failed, arrived) = failing(&mut sim, 20.0);
        assert_eq!((usual.0, failed == 0), (0, second == 1.0), "{kind:?} {second}: {failed} of {arrived}");
        if second == 1.0 {
            // Everybody asks each time, and waits 0.4 s more.
            let later_ms = sim.latency().percentile_ms(0.5).expect("many were answered");
            assert!((350.0..450.0).contains(&(later_ms - median_ms)), "{median_ms} {later_ms}");
        } else {
            assert!(sim.accounts().total.failed[Cause::Dns as usize] > 0);
        }
    }
}

/// The last stage's system without standbys, in which geoDNS notices soon.
fn alone() -> Sim {
    let settings = [("session.standby", 0.0), ("shard.standby", 0.0), ("queue.standby", 0.0), ("dc.health", 3.0)];
    let mut sim = Sim::new(system(&[&settings[..], &[("dns.ttl", 2.0), ("shard.count", 3.0)]].concat()), 1);
    sim.run_until(from_secs(10.0));
    sim
}

#[test]
fn a_data_center_without_its_session_store_is_left_out_until_that_is_back() {
    for kind in [Fault::Down, Fault::Cut] {
        let mut sim = alone();
        apply(&mut sim, Input::Fault { node: NodeId::SESSIONS, kind });
        run_audited(&mut sim, 2_900, u64::MAX);
        assert!(sim.site_is_believed(0));
        run_audited(&mut sim, 200, u64::MAX);
        assert!(!sim.site_is_believed(0) && sim.site_is_believed(1));
        // The answers of before have run out by then, and the last who had them have given up.
        run_audited(&mut sim, 6_000, u64::MAX);
        let (failed, arrived) = failing(&mut sim, 10.0);
        assert_eq!((failed, arrived > 500), (0, true), "{kind:?}");
        apply(&mut sim, Input::Fault { node: NodeId::SESSIONS, kind: Fault::Repair });
        run_audited(&mut sim, 5_100, u64::MAX);
        assert!(sim.site_is_believed(0));
    }
}

#[test]
fn a_data_center_is_left_out_without_its_data_but_not_for_one_shard_or_where_nobody_needs_the_store() {
    let mut sim = alone();
    kill(&mut sim, NodeId::shard_at(0, 1));
    kill(&mut sim, NodeId::shard_at(0, 2));
    run_audited(&mut sim, 5_000, u64::MAX);
    assert!(sim.site_is_believed(0), "one shard answers still");
    kill(&mut sim, NodeId::shard_at(0, 0));
    run_audited(&mut sim, 3_100, u64::MAX);
    assert!(!sim.site_is_believed(0));
    // A standby makes all of it well again.
    apply(&mut sim, set("shard.standby", 1.0));
    run_audited(&mut sim, 3_100, u64::MAX);
    assert!(sim.site_is_believed(0));
    kill(&mut sim, NodeId::SESSIONS);
    apply(&mut sim, set("session.mode", 1.0));
    run_audited(&mut sim, 5_000, u64::MAX);
    assert!(sim.site_is_believed(0), "servers remember by themselves");
}

#[test]
fn a_data_center_whose_servers_are_all_dead_fails_the_check_before_its_balancer_knows() {
    let mut sim = alone();
    apply(&mut sim, set("lb.interval", 60.0));
    sim.config().servers_of(0).for_each(|server| kill(&mut sim, NodeId::web(server)));
    run_audited(&mut sim, 3_100, u64::MAX);
    assert!(sim.balancer_at(0).in_rotation(0) && !sim.site_is_believed(0));
}

#[test]
fn the_standby_store_of_a_data_center_dies_with_it() {
    let mut sim = alone();
    apply(&mut sim, set("session.standby", 1.0));
    kill(&mut sim, NodeId::SESSIONS);
    kill(&mut sim, NodeId::site(0));
    run_audited(&mut sim, 10_000, u64::MAX);
    assert!(!works(&sim, NodeId::SESSIONS));
    apply(&mut sim, Input::Fault { node: NodeId::site(0), kind: Fault::Repair });
    run_audited(&mut sim, 5_000, u64::MAX);
    assert!(works(&sim, NodeId::SESSIONS));
}
