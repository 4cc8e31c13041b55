//! An overloaded server: its queue grows by λ − μ, and is worked off in backlog ÷ (μ − λ) when the load has fallen.

use scalewalk_course::stage::set;
use scalewalk_model::theory::{backlog_growth, drain_s};
use scalewalk_model::time::{from_secs, to_secs};
use scalewalk_model::{Config, NodeId, Sim};
use scalewalk_tests::{meets, plain, users};

/// Four cores of 10 ms: 400 requests a second. A minute at 480 makes clients wait 12 s, which they do.
fn system() -> Config {
    plain(&[users(480.0), ("web.cores", 4.0), ("web.page_time", 10.0), ("web.queue", 10_000.0)])
}

fn waiting(sim: &Sim) -> f64 {
    f64::from(sim.station(NodeId::web(0)).expect("a web server").waiting())
}

/// Growth of the queue in requests a second, then its length at the end of a minute and the time to work it off
/// when the load has fallen to a half of capacity.
fn minute(config: &Config, seed: u64) -> [f64; 3] {
    let mut sim = Sim::new(config.clone(), seed);
    sim.run_until(from_secs(20.0));
    let before = waiting(&sim);
    sim.run_until(from_secs(60.0));
    let backlog = waiting(&sim);
    assert!(before > 0.0 && backlog > 0.0, "a core was free");
    let (id, fewer) = users(200.0);
    sim.apply(&set(id, fewer)).expect("fewer users");
    while waiting(&sim) > 0.0 && sim.step(from_secs(200.0)) {}
    assert_eq!(waiting(&sim), 0.0);
    assert_eq!(sim.accounts().total.failed_in_all(), 0, "a client gave up");
    [(backlog - before) / 40.0, backlog, to_secs(sim.now()) - 60.0]
}

#[test]
fn a_backlog_grows_and_is_worked_off() {
    let config = system();
    let capacity = config.web_capacity();
    assert_eq!(capacity, 400.0);
    let runs: Vec<[f64; 3]> = (1..=48).map(|seed| minute(&config, seed)).collect();
    let growth: Vec<f64> = runs.iter().map(|run| run[0]).collect();
    meets("growth of the queue per second", &growth, backlog_growth(config.arrival_rate(), capacity), 0.05);
    let fewer = plain(&[users(200.0)]).arrival_rate();
    let ratios: Vec<f64> =
        runs.iter().map(|[_, backlog, took_s]| took_s / drain_s(*backlog, fewer, capacity)).collect();
    meets("time to work it off, over theory", &ratios, 1.0, 0.02);
}
