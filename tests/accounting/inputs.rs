//! What inputs do, one by one.

use crate::audit::audit_journeys;
use scalewalk_course::STAGES;
use scalewalk_course::stage::{set, with};
use scalewalk_model::time::from_secs;
use scalewalk_model::{Config, Fault, Health, Input, NodeId, Sim};

/// Everything that can break in a system of `config`.
pub fn machines(config: &Config) -> Vec<NodeId> {
    NodeId::all().filter(|node| config.has(*node)).collect()
}

/// Whether every machine works as it should.
pub fn all_well(sim: &Sim) -> bool {
    let up = |node| {
        let works = sim.station(node).is_none_or(|station| station.health() == Health::Up);
        works && !sim.is_cut(node) && !sim.is_out(node) && sim.is_believed(node)
    };
    let balancers = (0..sim.config().sites() as u8).all(|site| sim.balancer_at(site).is_up());
    sim.dns_is_up() && balancers && machines(sim.config()).into_iter().all(up)
}

#[test]
fn a_machine_that_is_bought_anew_is_well() {
    for kind in [Fault::Down, Fault::Slow] {
        let mut sim = Sim::new((STAGES[3].lanes)().remove(0), 1);
        let mut done = |input| sim.apply(&input).expect("it can be done");
        done(Input::Fault { node: NodeId::web(2), kind });
        done(set("web.servers", 2.0));
        done(set("web.servers", 3.0));
        assert!(all_well(&sim), "{kind:?}");
    }
}

#[test]
fn work_of_an_earlier_life_does_not_end_that_of_the_next() {
    let config =
        with((STAGES[0].lanes)().remove(0), &[("users", 20_000.0), ("web.cores", 1.0), ("web.page_time", 50.0)]);
    let mut sim = Sim::new(config.clone(), 1);
    sim.follow(1.0);
    for second in 1..=20 {
        sim.run_until(from_secs(f64::from(second)));
        sim.apply(&Input::Fault { node: NodeId::web(0), kind: Fault::Down }).expect("it dies");
        sim.apply(&Input::Reconfigure(Box::new(config.clone()))).expect("it lives again");
        audit_journeys(&sim);
    }
}

#[test]
fn a_shorter_interval_of_checks_holds_at_once() {
    let slow_checks = with((STAGES[3].lanes)().remove(0), &[("lb.interval", 60.0)]);
    let mut sim = Sim::new(slow_checks, 1);
    sim.plan(from_secs(1.0), Input::Fault { node: NodeId::web(0), kind: Fault::Down });
    sim.plan(from_secs(2.0), set("lb.interval", 1.0));
    sim.run_until(from_secs(5.1));
    assert!(!sim.balancer().in_rotation(0), "three checks of a second each have failed");
}

#[test]
fn a_standby_bought_in_the_outage_takes_over() {
    let mut sim = Sim::new((STAGES[3].lanes)().remove(0), 1);
    sim.plan(from_secs(1.0), Input::Fault { node: NodeId::BALANCER, kind: Fault::Down });
    sim.plan(from_secs(10.0), set("lb.standby", 1.0));
    sim.run_until(from_secs(12.9));
    assert!(!sim.balancer().is_up());
    sim.run_until(from_secs(13.1));
    assert!(sim.balancer().is_up());
}

#[test]
fn inputs_planned_for_one_moment_happen_in_the_order_of_planning() {
    let config = (STAGES[0].lanes)().remove(0);
    let mut sim = Sim::new(config, 1);
    sim.run_until(from_secs(2.0));
    // All of these are due at once: the first two are for the past.
    for (at, kind) in [(2.0, Fault::Down), (1.0, Fault::Repair), (0.0, Fault::Down)] {
        sim.plan(from_secs(at), Input::Fault { node: NodeId::DNS, kind });
    }
    sim.run_until(from_secs(2.5));
    assert!(!sim.dns_is_up() && sim.refused().is_empty());
}
