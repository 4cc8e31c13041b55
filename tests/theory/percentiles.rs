//! The whole distribution of waits in M/M/c, read from the journeys of all requests.

use scalewalk_model::theory::{mmc_wait_beyond, mmc_wait_percentile};
use scalewalk_model::time::{from_secs, to_secs};
use scalewalk_model::{Config, HopKind, Sim};
use scalewalk_tests::{meets, plain, users};

/// The waits, in seconds, of all requests that a run of `config` answers in `measured_s` seconds after 30 s.
fn waits(config: &Config, seed: u64, measured_s: f64) -> Vec<f64> {
    let mut sim = Sim::new(config.clone(), seed);
    sim.run_until(from_secs(30.0));
    sim.follow(1.0);
    let (mut waits, mut seen) = (Vec::new(), 0);
    // In slices so short that no finished journey is dropped before it is read.
    while to_secs(sim.now()) < 30.0 + measured_s {
        sim.run_until(sim.now() + from_secs(0.5));
        let last = seen;
        for journey in sim.journeys().done().rev().take_while(|j| j.end.is_some_and(|(at, _)| at > last)) {
            seen = seen.max(journey.end.map_or(0, |(at, _)| at));
            let work = journey.hops.iter().find(|hop| hop.kind == HopKind::Work).expect("work");
            waits.push(to_secs(work.start - work.enter));
        }
    }
    waits
}

fn check(cores: u32, rho: f64) {
    let rate = rho * f64::from(cores) / 0.01;
    let config = plain(&[users(rate), ("web.cores", f64::from(cores)), ("web.page_time", 10.0)]);
    let (rate, service_s) = (config.arrival_rate(), config.web_work_s());
    let runs: Vec<Vec<f64>> = (1..=24).map(|seed| waits(&config, seed, 60_000.0 / rate)).collect();
    for p in [0.5, 0.75, 0.9, 0.99] {
        let t = mmc_wait_percentile(cores, rate, service_s, p);
        let beyond = mmc_wait_beyond(cores, rate, service_s, t);
        assert!(t == 0.0 || (beyond - (1.0 - p)).abs() < 1e-9);
        let shares: Vec<f64> =
            runs.iter().map(|run| run.iter().filter(|w| **w > t).count() as f64 / run.len() as f64).collect();
        // Rare waits come in bursts, so their share is known less well.
        meets(
            &format!("M/M/{cores} at {rho}: waits beyond {t} s"),
            &shares,
            beyond,
            if p < 0.95 { 0.08 } else { 0.25 },
        );
    }
}

#[test]
fn one_core() {
    check(1, 0.7);
}

#[test]
fn four_cores() {
    check(4, 0.75);
}
