//! Rows and shards: every row is on exactly one shard that stands, whatever breaks while rows move; and parts of requests
//! are counted where they are.

use proptest::prelude::*;
use scalewalk_course::stage::{set, with};
use scalewalk_course::stages::{data_centers, sharding};
use scalewalk_model::time::SECOND;
use scalewalk_model::{Act, Count, Fault, Input, MAX_SHARDS, NodeId, Sim};

use crate::audit::{audit, audit_journeys};
use crate::run_audited;

/// Asserts that the rows, counted one by one, are where the shards say, and that those shards stand.
fn audit_rows(sim: &Sim) {
    audit_rows_of(sim, 0);
    let shards = sim.shards_at(0);
    assert_eq!(shards.moved(), sim.accounts().total.of(Count::Moved));
    assert_eq!(shards.rows_at_first(), sim.config().keys());
}

/// As far as it holds in any data center.
pub fn audit_rows_of(sim: &Sim, site: u8) {
    let shards = sim.shards_at(site);
    let mut held = [0; MAX_SHARDS];
    let mut leaving = 0;
    for row in 0..shards.rows() {
        held[usize::from(shards.shard_of(row))] += 1;
        leaving += u32::from(shards.shard_of(row) != shards.goal(row));
    }
    for (shard, held) in (0..).zip(held) {
        assert_eq!(shards.held(shard), held, "shard {shard}");
        assert!(
            held == 0 || sim.config().has(NodeId::shard_at(site, shard)),
            "rows on no machine: {held} of shard {shard}"
        );
    }
    assert_eq!(shards.leaving(), leaving);
}

fn change() -> impl Strategy<Value = Input> {
    let set = |id: &'static str, values: core::ops::Range<f64>| values.prop_map(move |value| set(id, value.floor()));
    let share = |id: &'static str| (0..3u8).prop_map(move |third| set_share(id, third));
    let acts = [Act::Dedicate, Act::SplitCelebrity, Act::AddShard];
    prop_oneof![
        2 => set("shard.key", 0.0..5.0),
        4 => set("shard.count", 1.0..17.0),
        1 => set("shard.vnodes", 1.0..40.0),
        2 => set("celebrity.shards", 0.0..5.0),
        1 => set("shard.capacity", 100.0..900.0),
        1 => set("shard.fanout", 1.0..17.0),
        1 => set("shard.read", 0.0..2.0),
        1 => set("shard.standby", 0.0..2.0),
        1 => share("shard.joins"),
        1 => share("shard.signups"),
        1 => share("celebrity.share"),
        2 => (0..3usize).prop_map(move |i| Input::Act(acts[i])),
    ]
}

fn set_share(id: &str, third: u8) -> Input {
    set(id, f64::from(third) * 0.4)
}

fn step() -> impl Strategy<Value = (u64, Input)> {
    let node = prop_oneof![
        6 => (0..MAX_SHARDS as u8).prop_map(|i| NodeId::shard_at(0, i)),
        1 => (0..3u8).prop_map(NodeId::web),
        1 => Just(NodeId::BALANCER),
    ];
    let kind = prop_oneof![
        3 => Just(Fault::Down),
        1 => Just(Fault::Slow),
        2 => Just(Fault::Cut),
        1 => Just(Fault::Restart),
        2 => Just(Fault::Repair),
    ];
    let fault = (node, kind).prop_map(|(node, kind)| Input::Fault { node, kind });
    (1..700u64, prop_oneof![1 => change(), 1 => fault])
}

proptest! {
    #![proptest_config(crate::cases(40))]

    #[test]
    fn every_row_is_on_one_shard_and_every_part_is_counted(
        seed: u64, follow in 0.0..1.0f64, steps in prop::collection::vec(step(), 1..24),
    ) {
        let settings = [
            ("users", 100_000.0),
            ("db.cores", 2.0),
            ("catalogue", 600.0),
            ("db.queries", 2.0),
            ("celebrity.share", 0.3),
            ("shard.joins", 0.4),
            ("shard.signups", 0.3),
            ("shard.capacity", 300.0),
            ("shard.move_rate", 150.0),
            ("db.detect", 0.5),
            ("db.replace", 2.0),
            ("timeout", 1.0),
        ];
        let mut sim = Sim::new(with(sharding::config(), &settings), seed);
        sim.follow(follow);
        for (ms, input) in steps {
            // Some machines are not there, and some acts not possible.
            let _ = sim.apply(&input);
            audit(&sim);
            audit_rows(&sim);
            run_audited(&mut sim, ms, u64::MAX);
            audit_rows(&sim);
        }
        // All is repaired and nobody signs up: in the end every row is where it belongs, and nothing fails.
        let calm = [("shard.signups", 0.0), ("shard.move_rate", 2_000.0), ("shard.move_time", 0.01)];
        for (id, value) in calm {
            prop_assert!(sim.apply(&set(id, value)).is_ok());
        }
        for node in crate::inputs::machines(&sim.config().clone()) {
            let repaired = sim.apply(&Input::Fault { node, kind: Fault::Repair });
            prop_assert!(repaired.is_ok());
        }
        run_audited(&mut sim, 12_000, u64::MAX);
        audit_rows(&sim);
        audit_journeys(&sim);
        prop_assert_eq!(sim.shards_at(0).leaving(), 0);
        let unwanted = |i: u8| u32::from(i) >= sim.config().shards.count && i < scalewalk_model::shards::EXTRA;
        prop_assert!((0..MAX_SHARDS as u8).all(|i| !unwanted(i) || !sim.config().has(NodeId::shard_at(0, i))));
        let before = sim.accounts().total;
        run_audited(&mut sim, 5_000, u64::MAX);
        prop_assert_eq!(sim.accounts().total.since(&before).failed_in_all(), 0);
    }
}

#[test]
fn a_standby_takes_the_place_of_a_dead_shard_and_without_one_its_rows_are_gone_for_the_time_being() {
    for standby in [0.0, 1.0] {
        let config = with(sharding::config(), &[("shard.standby", standby), ("users", 200_000.0)]);
        let mut sim = Sim::new(config, 1);
        sim.run_until(5 * SECOND);
        sim.apply(&Input::Fault { node: NodeId::shard_at(0, 1), kind: Fault::Down }).expect("it dies");
        sim.run_until(10 * SECOND);
        let before = sim.accounts().total;
        sim.run_until(15 * SECOND);
        let since = sim.accounts().total.since(&before);
        let failed = since.failed_in_all() as f64 / (since.failed_in_all() + since.answered) as f64;
        // The celebrity is on another one: a quarter of nine in ten requests.
        let (low, high) = if standby == 1.0 { (0.0, 0.0) } else { (0.17, 0.28) };
        assert!((low..=high).contains(&failed), "standby {standby}: {failed}");
        assert!(sim.shards_at(0).held(1) >= 5_000, "no row is lost");
    }
}

#[test]
fn a_shard_that_the_key_gives_to_the_celebrity_is_not_taken_away() {
    let mut sim = Sim::new(with(sharding::config(), &[("shard.key", 4.0)]), 1);
    let error = sim.apply(&Input::Act(Act::Dedicate)).expect_err("it changes nothing").to_string();
    assert!(error.contains("`dedicate`"), "{error}");
    assert!(sim.apply(&Input::Act(Act::SplitCelebrity)).is_ok());
    // Back to one.
    assert!(sim.apply(&Input::Act(Act::Dedicate)).is_ok());
    assert_eq!(sim.shards_at(0).parts(), 1);
}

#[test]
fn any_fault_leaves_the_books_of_a_join_right() {
    let config = with(sharding::config(), &[("users", 100_000.0), ("shard.joins", 1.0), ("db.read_time", 50.0)]);
    let mut sim = Sim::new(config, 3);
    sim.follow(1.0);
    for (i, (node, kind)) in [
        (NodeId::shard_at(0, 0), Fault::Down),
        (NodeId::shard_at(0, 1), Fault::Cut),
        (NodeId::web(0), Fault::Down),
        (NodeId::BALANCER, Fault::Down),
        (NodeId::shard_at(0, 1), Fault::Repair),
        (NodeId::BALANCER, Fault::Repair),
    ]
    .into_iter()
    .enumerate()
    {
        sim.apply(&Input::Fault { node, kind }).expect("it can be done");
        audit(&sim);
        run_audited(&mut sim, 400 + 100 * i as u64, u64::MAX);
    }
    assert!(sim.accounts().total.of(Count::SubQuery) > 100);
}

#[test]
fn what_was_written_to_rows_that_the_next_stage_has_not_is_not_looked_for_there() {
    for seed in 1..4 {
        let mut sim = Sim::new(sharding::config(), seed);
        sim.run_until(3 * SECOND);
        let next = with(data_centers::config(), &[("users", 200_000.0)]);
        assert!(next.keys() < sim.config().keys());
        sim.apply(&Input::Reconfigure(Box::new(next))).expect("the next stage");
        sim.run_until(8 * SECOND);
        let before = sim.accounts().total;
        sim.run_until(28 * SECOND);
        assert_eq!(sim.accounts().total.since(&before).failed_in_all(), 0);
    }
}
