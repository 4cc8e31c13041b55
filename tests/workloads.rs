//! The workloads of the benchmarks are what they say: systems in full swing that lose nothing. How fast they run is no
//! matter for a test.

use std::collections::BTreeSet;

use scalewalk_bench::{ENGINE, Engine, TASKS, Task, run};
use scalewalk_model::Sim;
use scalewalk_model::time::to_secs;

/// The number of requests that a workload's name promises to be under way.
fn promised(name: &str) -> Option<u64> {
    name.strip_prefix("pending-")?.parse::<f64>().ok().map(|n| n as u64)
}

fn check(engine: &Engine) {
    let mut sim = (engine.start)();
    if let Some(n) = promised(engine.name) {
        // The last slice of filling handles a thousand events.
        assert!((n..n + 1_000).contains(&sim.in_flight()), "{}: {} in flight", engine.name, sim.in_flight());
    } else if sim.config().topology.sites {
        sim.start_measuring();
    } else if sim.config().tandem.is_none() {
        let config = sim.config();
        let cores = f64::from(config.servers * config.web_cores);
        for busy in [config.arrival_rate() * config.web_work_s() / cores, config.arrival_rate() / config.db_capacity()]
        {
            assert!((0.6..0.8).contains(&busy), "{}: {busy}", engine.name);
        }
    }
    let patience_s = sim.config().timeout_s;
    assert!(patience_s == f64::INFINITY || to_secs(sim.now()) > patience_s, "{}: no timer has ended", engine.name);
    let (handled, passed) = run(&mut sim, engine.events);
    assert_eq!(handled, engine.events, "{}", engine.name);
    assert!(passed > 0, "{}: no time has passed", engine.name);
    lost_nothing(engine, &sim);
    if sim.config().topology.sites {
        let busy = sim.report().stations.into_iter().map(|(name, station)| (station.utilisation, name));
        let (busiest, name) = busy.max_by(|a, b| a.0.total_cmp(&b.0)).expect("it has stations");
        assert!((0.6..0.9).contains(&busiest), "{}: {name} {busiest}", engine.name);
    }
}

fn lost_nothing(engine: &Engine, sim: &Sim) {
    let total = &sim.accounts().total;
    assert_eq!(total.failed_in_all(), 0, "{}", engine.name);
    assert_eq!(total.arrived, total.answered + sim.in_flight(), "{}", engine.name);
}

#[test]
fn every_engine_workload_is_in_full_swing_and_loses_nothing() {
    ENGINE.iter().for_each(check);
}

/// Events a request: its arrival, and a departure from each station that it visits.
#[test]
fn rows_have_the_events_that_they_promise() {
    for (name, events) in [("mm4", 2.0), ("five", 5.2)] {
        let mut sim = (Engine::find(name).expect("it is there").start)();
        run(&mut sim, 2_000_000);
        let requests = sim.accounts().total.arrived as f64;
        // Visits to the third of five are binomial: 20 % of all requests, give or take four deviations.
        let allowed = 4.0 * (0.2 * 0.8 / requests).sqrt();
        let found = sim.events_handled() as f64 / requests;
        assert!((found - events).abs() < allowed, "{name}: {found} events a request");
    }
}

#[test]
fn every_workload_is_found_by_its_name() {
    let names: BTreeSet<_> = ENGINE.iter().map(|e| e.name).chain(TASKS.iter().map(|t| t.name)).collect();
    assert_eq!(names.len(), ENGINE.len() + TASKS.len());
    assert!(ENGINE.iter().all(|e| Engine::find(e.name).is_some_and(|found| found.name == e.name)));
    assert!(TASKS.iter().all(|t| Task::find(t.name).is_some_and(|found| found.name == t.name)));
    assert!(Engine::find("seek").is_none());
}

#[test]
fn a_jump_in_a_long_run_can_be_made() {
    let seek = Task::find("seek").expect("it is there");
    let mut jump = (seek.start)();
    (0..3).for_each(|_| jump());
}
