//! Runs that the random search found wrong once.

use scalewalk_course::STAGES;
use scalewalk_course::stage::{set, with};
use scalewalk_course::stages::{cache, data_centers, message_queue, millions, replication, sharding};
use scalewalk_model::time::{from_secs, to_secs};
use scalewalk_model::{
    Cause, Config, Count, Database, Fault, Input, NodeId, Send, Sim, Topology, params, telemetry::TierKind,
};

use crate::action::Action;
use crate::{live_through, run_audited};

fn config(topology: Topology, settings: &[(&str, f64)]) -> Config {
    with(with(Config::new(topology), &[("users", 1.0), ("web.servers", 5.0)]), settings)
}

fn stage(id: &str) -> Action {
    Action::Stage { stage: STAGES.iter().position(|stage| stage.id == id).expect("a stage"), lane: 0 }
}

const fn down(node: NodeId) -> Action {
    Action::Break { node, kind: Fault::Down }
}

#[test]
fn a_data_center_dies_with_a_server_that_is_on_its_way_out() {
    let config = config(Topology { regions: true, ..Topology::BARE }, &[("users", 228_082.0)]);
    let actions = [Action::Run { ms: 233 }, stage("data-centers"), down(NodeId::site(0))];
    live_through(config, 17_701_919_273_737_279_611, 0.0, &actions);
}

#[test]
fn many_servers_become_few() {
    let param = params::all().iter().position(|param| param.id == "web.servers").expect("a parameter");
    let actions = [stage("load-balancer"), Action::Set { param, place: 18 }, Action::Run { ms: 81 }];
    live_through(config(Topology::BARE, &[]), 7_898_165_771_697_450_794, 0.0, &actions);
}

#[test]
fn messages_of_one_queue_are_handed_out_by_the_next() {
    let topology = Topology { balancer: true, queue: true, database: Database::Absent, ..Topology::BARE };
    let config = config(topology, &[("users", 158_514.0), ("upload.share", 0.065)]);
    let mut actions: Vec<_> = [2, 709, 735, 264, 265].map(|ms| Action::Run { ms }).into();
    actions.extend([stage("message-queue"), Action::Run { ms: 133 }]);
    live_through(config, 28_142_730_789_052_216, 0.0, &actions);
}

#[test]
fn the_next_stage_has_all_data_although_a_disk_was_destroyed() {
    let destroyed = Action::Break { node: NodeId::DATABASE, kind: Fault::Destroy };
    live_through(config(Topology::BARE, &[]), 725_574_216_563_911_758, 0.0, &[stage("replication"), destroyed]);
}

/// All parts with few users, who ask for nothing but pages.
fn all_parts(settings: &[(&str, f64)]) -> Config {
    let few = [("users", 20_000.0), ("requests", 100.0), ("static", 0.0), ("catalogue", 400.0), ("db.detect", 0.5)];
    with(with(millions::config(), &few), settings)
}

fn apply(sim: &mut Sim, input: Input) {
    sim.apply(&input).expect("it can be done");
}

#[test]
fn standbys_die_with_their_data_center() {
    let mut sim = Sim::new(all_parts(&[("lb.standby", 0.0)]), 1);
    run_audited(&mut sim, 500, u64::MAX);
    for node in [NodeId::balancer_at(1), NodeId::site(1), NodeId::shard_at(0, 1), NodeId::site(0)] {
        apply(&mut sim, Input::Fault { node, kind: Fault::Down });
    }
    // One that is bought now comes too late.
    apply(&mut sim, set("lb.standby", 1.0));
    run_audited(&mut sim, 6_000, u64::MAX);
    for node in [NodeId::site(0), NodeId::site(1)] {
        apply(&mut sim, Input::Fault { node, kind: Fault::Repair });
    }
    run_audited(&mut sim, 5_000, u64::MAX);
    assert!(crate::inputs::all_well(&sim));
}

#[test]
fn the_queue_stands_in_no_data_center_and_breaks_and_is_repaired_by_itself() {
    let mut sim = Sim::new(all_parts(&[]), 1);
    let fault = |sim: &mut Sim, node, kind| apply(sim, Input::Fault { node, kind });
    fault(&mut sim, NodeId::site(0), Fault::Down);
    for node in [NodeId::QUEUE, NodeId::WORKERS] {
        let works = |sim: &Sim| sim.station(node).is_some_and(|station| station.accepts());
        fault(&mut sim, node, Fault::Down);
        assert!(!works(&sim), "{node}");
        fault(&mut sim, node, Fault::Repair);
        run_audited(&mut sim, 2_500, u64::MAX);
        assert!(works(&sim), "{node}");
    }
}

#[test]
fn a_join_of_a_row_that_is_in_another_data_center_finds_nothing() {
    // Nearly everybody asks for the celebrity, who is at home in one of the four.
    let alone = [("dc.replication", 0.0), ("cache.ttl", 0.0), ("db.queries", 1.0)];
    for mode in [0.0, 1.0] {
        let joins = [("celebrity.share", 0.9), ("shard.joins", 1.0), ("shard.read", mode), ("reads", 1.0 - mode)];
        let mut sim = Sim::new(all_parts(&[&alone[..], &joins].concat()), 1);
        run_audited(&mut sim, 5_000, u64::MAX);
        let total = sim.accounts().total;
        let lost = total.failed[Cause::NotFound as usize];
        assert!(lost > total.arrived / 4, "{lost} of {}", total.arrived);
    }
}

#[test]
fn a_join_may_read_what_another_data_center_has_overwritten() {
    let lag = [("dc.lag", 30.0), ("dc.shared", 1.0), ("reads", 0.5), ("catalogue", 100.0), ("cache.ttl", 0.0)];
    let mut sim = Sim::new(all_parts(&[&lag[..], &[("shard.joins", 1.0), ("db.queries", 1.0)]].concat()), 1);
    run_audited(&mut sim, 10_000, u64::MAX);
    let total = sim.accounts().total;
    assert!(total.of(Count::SubQuery) > 0 && total.of(Count::StaleRead) > 0);
}

#[test]
fn a_catalogue_that_shrinks_and_grows_again_is_the_same_in_a_data_center_that_was_opened_meanwhile() {
    let settings = [("users", 100_000.0), ("catalogue", 2_000.0), ("reads", 0.2), ("dc.shared", 1.0)];
    let mut sim = Sim::new(with(data_centers::config(), &settings), 1);
    sim.run_until(from_secs(3.0));
    for (id, value) in [("catalogue", 100.0), ("dc.count", 3.0), ("catalogue", 2_000.0)] {
        apply(&mut sim, set(id, value));
    }
    let (between, held) = (sim.between(), |site, key| sim.replication_at(site).newest(key));
    for key in 0..between.keys() {
        assert!((0..3).all(|site| held(site, key) == between.version(site, key)), "key {key}");
    }
}

#[test]
fn a_queue_that_is_empty_is_empty_from_the_beginning_of_measuring_on() {
    let mut sim = Sim::new(with(message_queue::steady(), &[("upload.share", 0.0)]), 1);
    sim.run_until(from_secs(1.0));
    sim.start_measuring();
    sim.run_until(from_secs(2.0));
    assert_eq!(sim.report().queue.and_then(|queue| queue.emptied_s), Some(to_secs(0)));
}

#[test]
fn shards_are_the_database_tier_of_those_who_watch() {
    let mut sim = Sim::new(all_parts(&[("dc.count", 1.0)]), 1);
    sim.run_until(from_secs(5.0));
    let tiers = sim.telemetry().scrapes().tiers(1);
    let database = tiers.iter().find(|tier| tier.tier == TierKind::Database).expect("there is one");
    assert_eq!(database.machines, (6, 6));
    assert!(database.rate > 0.0);
}

#[test]
fn a_session_in_the_memory_of_one_data_center_is_not_known_in_another() {
    let settings = [("session.mode", 1.0), ("dc.count", 2.0), ("dns.ttl", 1.0), ("visit.think", 2.0)];
    let mut sim = Sim::new(all_parts(&[&settings[..], &[("lb.standby", 0.0), ("dc.health", 0.5)]].concat()), 1);
    sim.run_until(from_secs(10.0));
    assert_eq!(sim.accounts().total.of(Count::SignedOut), 0);
    // Its servers are well, and remember; but nobody comes to them any more.
    apply(&mut sim, Input::Fault { node: NodeId::balancer_at(0), kind: Fault::Down });
    sim.run_until(from_secs(20.0));
    assert!(sim.accounts().total.of(Count::SignedOut) > 20);
}

#[test]
fn a_page_brings_no_photo_of_an_earlier_stage() {
    let photos = |share: f64| with(message_queue::steady(), &[("upload.share", share)]);
    let mut sim = Sim::new(photos(1.0), 1);
    sim.run_until(from_secs(2.0));
    (0..3).for_each(|server| apply(&mut sim, Input::Fault { node: NodeId::web(server), kind: Fault::Down }));
    sim.run_until(from_secs(3.0));
    apply(&mut sim, Input::Reconfigure(Box::new(with(cache::config(), &[("users", 500_000.0)]))));
    sim.run_until(from_secs(3.05));
    apply(&mut sim, Input::Reconfigure(Box::new(photos(0.0))));
    let before = sim.accounts().total.of(Count::Published);
    sim.run_until(from_secs(5.0));
    assert_eq!(sim.accounts().total.of(Count::Published), before);
}

#[test]
fn who_is_sent_for_no_key_does_not_ask_for_that_of_the_last() {
    let mut sim = Sim::new(Config { open: false, ..replication::config() }, 1);
    sim.follow(1.0);
    let mut ask = |key| {
        apply(&mut sim, Input::Send(Send { key, ..Send::PAGE }));
        sim.run_until(sim.now() + from_secs(5.0));
        let last = sim.journeys().done().next_back().expect("it is answered");
        let keys = last.hops.iter().filter_map(|hop| hop.value).map(|value| value.key);
        keys.collect::<Vec<_>>()
    };
    assert!(ask(Some(4_711)).iter().all(|key| *key == 4_711));
    assert!(!ask(None).contains(&4_711));
}

#[test]
fn nobody_signs_up_on_a_shard_of_the_last_stage() {
    let settings = [("reads", 0.0), ("shard.signups", 1.0), ("errors.base", 0.0)];
    let mut sim = Sim::new(with(sharding::config(), &settings), 1);
    sim.run_until(from_secs(1.0));
    let signed_up = sim.shards_at(0).rows() - sim.shards_at(0).rows_at_first();
    assert!(signed_up > 100, "{signed_up}");
    apply(&mut sim, Input::Reconfigure(Box::new(data_centers::config())));
    sim.run_until(from_secs(2.0));
    assert_eq!(sim.shards_at(0).rows(), 0);
}
