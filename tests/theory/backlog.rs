//! An overloaded server: its queue grows by λ − μ, and is worked off in backlog ÷ (μ − λ) when the load has fallen. And
//! the message queue between its spikes, where messages wait for workers as in M/M/c.

use scalewalk_course::stage::{set, with};
use scalewalk_course::stages::message_queue;
use scalewalk_model::theory::{backlog_growth, drain_s, little, mmc_wait};
use scalewalk_model::time::{from_secs, to_secs};
use scalewalk_model::{Config, Count, NodeId, Sim};
use scalewalk_tests::{meets, plain, replicate, users};

use crate::each;

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

#[test]
fn messages_wait_for_workers_as_in_mmc() {
    // Half of all requests bring a photo: 75 a second, for 36 workers, of whom 30 are busy. Warming up takes twenty
    // times their τ of 1.5 s.
    let settings = [("users", 144_000.0), ("upload.share", 0.5), ("queue.workers", 36.0), ("web.cores", 16.0)];
    let config = with(message_queue::steady(), &settings);
    let (rate, job_s, workers) = (config.upload_rate(), config.job_s(), config.queue.workers);
    let runs = replicate(&config, 12, 30.0, 120.0);
    let report_ms = config.site_rtt_ms / 2.0;
    let ready_ms = 1e3 * (mmc_wait(workers, rate, job_s) + job_s) + report_ms;
    let queue = |o: &scalewalk_course::claim::Outcome| o.report.queue.clone().expect("a queue");
    meets("time until a photo is done in ms", &each(&runs, |o| queue(o).ready_ms.expect("jobs")), ready_ms, 0.05);
    let busy = each(&runs, |o| o.station(NodeId::WORKERS).expect("workers").utilisation);
    meets("workers busy", &busy, little(rate, job_s) / f64::from(workers), 0.02);
    let done = each(&runs, |o| o.of(Count::JobDone) as f64 / o.report.seconds);
    meets("photos done a second", &done, rate, 0.02);
}
