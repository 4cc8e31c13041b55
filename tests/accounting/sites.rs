//! Data centers: what each knows of the others, and that in the end all have the same data.

use crate::action::{self, faults};
use crate::audit::audit;
use crate::cases;
use crate::inputs::machines;
use proptest::prelude::*;
use scalewalk_course::STAGES;
use scalewalk_course::stage::{set, with};
use scalewalk_model::time::from_secs;
use scalewalk_model::{Act, Config, Count, DeployState, Fault, Input, NodeId, Sim};

fn places(settings: &[(&str, f64)]) -> Config {
    let stage = STAGES.iter().find(|stage| stage.id == "data-centers").expect("there is one");
    with(with((stage.lanes)().remove(0), &[("users", 100_000.0)]), settings)
}

/// Asserts that each database has what its data center is known to have.
fn databases_agree(sim: &Sim) {
    let between = sim.between();
    for site in 0..between.sites() as u8 {
        for key in 0..between.keys() {
            let (held, known) = (sim.replication_at(site).newest(key), between.version(site, key));
            assert_eq!(held, known, "key {key} in data center {site}");
        }
    }
}

/// The same, of data centers whose database is not just coming back from a fault.
fn databases_agree_if_up(sim: &Sim) {
    let well = |site: u8| {
        let primary = NodeId::database_at(site, sim.replication_at(site).primary());
        sim.station(primary).is_some_and(|station| station.accepts()) && !sim.is_cut(primary)
    };
    if (0..sim.between().sites() as u8).all(well) {
        databases_agree(sim);
    }
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn once_all_is_repaired_all_data_centers_have_the_same_data(
        seed: u64, count in 2..=4u32, faults in faults(), disks in prop::collection::vec(0..4u8, 0..2),
        cuts in prop::collection::vec((0..4u8, 1..2_000u64), 0..4),
    ) {
        let shared = [("dc.count", f64::from(count)), ("dc.shared", 1.0), ("reads", 0.5), ("catalogue", 200.0)];
        let mut sim = Sim::new(places(&shared), seed);
        let fault = |sim: &mut Sim, ms: u64, node, kind| {
            let _ = sim.apply(&Input::Fault { node, kind });
            sim.run_until(sim.now() + ms * 1_000_000);
            audit(sim);
        };
        for (site, ms) in cuts {
            fault(&mut sim, ms, NodeId::site(site), Fault::Cut);
        }
        for (ms, node, kind) in faults {
            fault(&mut sim, ms, node, kind);
        }
        for site in disks {
            fault(&mut sim, 500, NodeId::database_at(site, 0), Fault::Destroy);
        }
        for node in machines(sim.config()) {
            fault(&mut sim, 0, node, Fault::Repair);
        }
        // Machines start, what is lost is found out, and messages arrive; then nobody writes any more.
        sim.run_until(sim.now() + from_secs(60.0));
        for (id, value) in [("users", 1.0), ("reads", 1.0)] {
            prop_assert!(sim.apply(&set(id, value)).is_ok());
        }
        sim.run_until(sim.now() + from_secs(20.0));
        prop_assert_eq!(sim.between().diverged(), 0);
        databases_agree(&sim);
    }

    #[test]
    fn another_number_of_data_centers_and_no_replication_leave_the_books_right(
        seed: u64, steps in prop::collection::vec((1..=4u32, any::<bool>(), 1..600u64, action::node()), 1..8),
    ) {
        let mut sim = Sim::new(places(&[("dc.shared", 0.5)]), seed);
        for (count, replicate, ms, node) in steps {
            for input in [
                set("dc.count", f64::from(count)),
                set("dc.replication", f64::from(u8::from(replicate))),
                Input::Fault { node, kind: Fault::Down },
            ] {
                let _ = sim.apply(&input);
                audit(&sim);
            }
            sim.run_until(sim.now() + ms * 1_000_000);
            audit(&sim);
            databases_agree_if_up(&sim);
        }
    }
}

#[test]
fn a_dead_data_center_is_left_out_after_the_time_to_notice_and_named_again() {
    let mut sim = Sim::new(places(&[("dc.health", 5.0)]), 1);
    let east = NodeId::site(0);
    sim.plan(from_secs(1.0), Input::Fault { node: east, kind: Fault::Down });
    sim.run_until(from_secs(5.9));
    assert!(sim.site_is_believed(0) && sim.is_out(east));
    sim.run_until(from_secs(6.1));
    assert!(!sim.site_is_believed(0) && sim.site_is_believed(1));
    assert_eq!((sim.sent_from(0), sim.sent_from(3)), ([0.0, 1.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]));
    // Its machines cannot be repaired one by one.
    sim.apply(&Input::Fault { node: NodeId::web(0), kind: Fault::Repair }).expect("it can be asked for");
    sim.plan(from_secs(10.0), Input::Fault { node: east, kind: Fault::Repair });
    sim.run_until(from_secs(9.9));
    assert!(!sim.station(NodeId::web(0)).expect("it is there").accepts());
    // Two seconds to start, two good checks of two seconds, and five to notice.
    sim.run_until(from_secs(24.0));
    assert!(sim.site_is_believed(0) && sim.station(NodeId::web(0)).expect("it is there").accepts());
}

#[test]
fn a_dead_balancer_is_noticed_as_a_dead_data_center_is() {
    let mut sim = Sim::new(places(&[("dc.health", 2.0)]), 1);
    sim.plan(from_secs(1.0), Input::Fault { node: NodeId::balancer_at(1), kind: Fault::Down });
    sim.run_until(from_secs(3.1));
    assert!(!sim.site_is_believed(1) && sim.site_is_believed(0));
}

#[test]
fn a_link_that_is_cut_keeps_users_where_they_are() {
    let mut sim = Sim::new(places(&[]), 1);
    sim.plan(from_secs(1.0), Input::Fault { node: NodeId::site(1), kind: Fault::Cut });
    sim.run_until(from_secs(30.0));
    assert!(sim.site_is_believed(1) && !sim.between().is_open(0, 1) && sim.between().diverged() > 0);
    let total = sim.accounts().total;
    assert_eq!((total.failed_in_all(), total.of(Count::Redirected)), (0, 0));
}

#[test]
fn a_pipeline_stops_the_build_that_somebody_deploys_by_hand() {
    let mut sim = Sim::new(places(&[("dc.count", 3.0)]), 1);
    let builds = |sim: &Sim| [0, 1, 2].map(|site| sim.build_at(site));
    let deploy = |sim: &mut Sim, act| {
        sim.apply(&Input::Act(act)).expect("it can be done");
        sim.run_until(sim.now() + from_secs(30.0));
    };
    deploy(&mut sim, Act::DeployPipeline);
    assert!(matches!(sim.deploy_state(), DeployState::Stopped(_)) && builds(&sim) == [1, 1, 1]);
    deploy(&mut sim, Act::DeployPipeline);
    assert_eq!((sim.deploy_state(), builds(&sim)), (DeployState::Done, [2, 2, 2]));
    deploy(&mut sim, Act::DeployByHand);
    assert_eq!((sim.deploy_state(), builds(&sim)), (DeployState::Done, [3, 4, 5]));
    // The mistake is known now.
    deploy(&mut sim, Act::DeployPipeline);
    assert_eq!(builds(&sim), [6, 6, 6]);
}
