//! Stations alone and in a row: M/M/c, with bounds, with any spread of work, and networks of them (Jackson 1957).
//! Nothing is between the stations, so that their whole latency has a closed form too.

use scalewalk_model::estimate::{Confidence, Estimate};
use scalewalk_model::theory::{
    erlang_b, erlang_c, little, mg1_wait, mmc_stay_beyond, mmc_stay_percentile, mmc_wait, mmck, relaxation_s,
};
use scalewalk_model::time::{from_secs, to_millis};
use scalewalk_model::{Config, Report, Sim, Spread, StationReport, Tandem, TandemStation};
use scalewalk_tests::meets;

/// Mean work of every station here, in seconds.
const WORK_S: f64 = 0.01;
/// More than ever wait without a bound.
const UNBOUNDED: u32 = 1_000_000;

fn station(workers: u32, places: u32, spread: Spread) -> TandemStation {
    TandemStation { workers, places, mean_ms: WORK_S * 1e3, spread, skipped: 0.0 }
}

/// One run for each seed, with `requests` measured in the mean after twenty relaxation times of the slowest station.
fn runs(rate: f64, stations: &[TandemStation], seeds: u64, requests: f64) -> Vec<Sim> {
    let config = Config::tandem(Tandem { rate, stations: stations.to_vec() }).expect("a legal row");
    let relaxation = |s: &TandemStation| relaxation_s(s.workers, Some(s.places), rate * (1.0 - s.skipped), WORK_S);
    let scv = stations.iter().map(|s| s.spread.scv()).fold(1.0, f64::max);
    let warm_up_s = 20.0 * stations.iter().map(relaxation).sum::<f64>() * (1.0 + scv) / 2.0;
    let run = |seed| {
        let mut sim = Sim::new(config.clone(), seed);
        sim.run_until(from_secs(warm_up_s));
        sim.start_measuring();
        sim.run_until(from_secs(warm_up_s + requests / rate));
        sim
    };
    (1..=seeds).map(run).collect()
}

fn each(runs: &[Sim], value: impl Fn(&Report) -> f64) -> Vec<f64> {
    runs.iter().map(|sim| value(&sim.report())).collect()
}

fn at(report: &Report, number: usize) -> &StationReport {
    &report.stations[&format!("web-{number}")]
}

fn first(report: &Report) -> &StationReport {
    at(report, 1)
}

fn wait_ms(station: &StationReport) -> f64 {
    station.mean_wait_ms.expect("waits")
}

/// Share of the requests that found no place.
fn lost(report: &Report) -> f64 {
    first(report).turned_away as f64 / first(report).arrived as f64
}

/// M/M/c: waits, utilisation, time in the system, percentiles, Little's law.
fn unbounded(workers: u32, rho: f64, seeds: u64, requests: f64) {
    let rate = rho * f64::from(workers) / WORK_S;
    let runs = runs(rate, &[station(workers, UNBOUNDED, Spread::Exponential)], seeds, requests);
    let name = format!("M/M/{workers} at {rho}");
    let wait = mmc_wait(workers, rate, WORK_S);
    meets(&format!("{name}: wait in ms"), &each(&runs, |r| wait_ms(first(r))), wait * 1e3, 0.08);
    let waiting = erlang_c(workers, rate * WORK_S);
    meets(&format!("{name}: share that waits"), &each(&runs, |r| first(r).p_wait.expect("waits")), waiting, 0.02);
    meets(&format!("{name}: utilisation"), &each(&runs, |r| first(r).utilisation), rho, 0.01);
    let mean = each(&runs, |r| r.latency_ms.mean.expect("answers"));
    meets(&format!("{name}: time in the system in ms"), &mean, (wait + WORK_S) * 1e3, 0.03);
    // The mean of measured shares beyond a bound of theory has no bias, as a percentile would; the histogram's classes
    // hide less than the 0.4 % by which the bound is known.
    for p in [0.5, 0.95, 0.99] {
        let bound = mmc_stay_percentile(workers, rate, WORK_S, p);
        assert!((mmc_stay_beyond(workers, rate, WORK_S, bound) - (1.0 - p)).abs() < 1e-9);
        percentile(&format!("{name}: share beyond the percentile {p}"), &runs, rate, workers, bound);
    }
    let queue =
        each(&runs, |r| first(r).mean_queue / little(first(r).arrived as f64 / r.seconds, wait_ms(first(r)) * 1e-3));
    meets(&format!("{name}: Little's law for the queue"), &queue, 1.0, 0.002);
    let inside = each(&runs, |r| {
        (first(r).mean_queue + first(r).utilisation * f64::from(workers))
            / little(r.requests.arrived as f64 / r.seconds, r.latency_ms.mean.expect("answers") * 1e-3)
    });
    meets(&format!("{name}: Little's law for the station"), &inside, 1.0, 0.002);
}

/// The share of answers beyond `bound` is between the theory's at the two ends of the class that holds the bound.
fn percentile(what: &str, runs: &[Sim], rate: f64, workers: u32, bound: f64) {
    let beyond = |sim: &Sim| {
        let counts = sim.latency().classes(&[bound * 1e3]);
        counts[1] as f64 / sim.latency().count() as f64
    };
    let shares: Vec<f64> = runs.iter().map(beyond).collect();
    let measured = Estimate::of(&shares, Confidence::P999);
    let theory = |bound| mmc_stay_beyond(workers, rate, WORK_S, bound);
    let (low, high) = (theory(bound * 1.004), theory(bound * 0.996));
    assert!(measured.high() >= low && measured.low() <= high, "{what}: {measured:?}, theory {low} to {high}");
    assert!(measured.half_width <= 0.25 * high, "{what}: {measured:?} cannot tell a wrong model from {high}");
}

#[test]
fn mm1() {
    unbounded(1, 0.5, 16, 80_000.0);
    unbounded(1, 0.8, 24, 200_000.0);
}

#[test]
fn mmc() {
    unbounded(3, 0.7, 24, 100_000.0);
    unbounded(16, 0.85, 24, 220_000.0);
}

#[test]
fn mmck_below_and_past_capacity() {
    for (workers, places, rho) in [(1, 1, 0.5), (1, 10, 0.95), (5, 7, 1.4), (20, 20, 1.0)] {
        let rate = rho * f64::from(workers) / WORK_S;
        let theory = mmck(workers, places, rate, WORK_S);
        let runs = runs(rate, &[station(workers, places, Spread::Exponential)], 16, 100_000.0);
        let name = format!("M/M/{workers} with {places} places at {rho}");
        meets(&format!("{name}: loss"), &each(&runs, lost), theory.loss, 0.1);
        meets(&format!("{name}: wait in ms"), &each(&runs, |r| wait_ms(first(r))), theory.wait_s * 1e3, 0.05);
        let p_wait = each(&runs, |r| first(r).p_wait.expect("waits"));
        meets(&format!("{name}: share that waits"), &p_wait, theory.p_wait, 0.02);
        meets(&format!("{name}: utilisation"), &each(&runs, |r| first(r).utilisation), theory.utilisation, 0.01);
    }
}

#[test]
fn erlangs_loss_does_not_ask_for_the_spread() {
    for (workers, offered) in [(1, 0.7), (10, 8.0), (100, 110.0)] {
        for spread in [Spread::Exponential, Spread::Equal, Spread::LogNormal { cv: 3.0 }] {
            let runs = runs(offered / WORK_S, &[station(workers, 0, spread)], 16, 60_000.0);
            let name = format!("M/G/{workers}/{workers} with {spread:?}");
            meets(&format!("{name}: loss"), &each(&runs, lost), erlang_b(workers, offered), 0.08);
            assert!(runs.iter().all(|sim| first(&sim.report()).p_wait == Some(0.0)), "{name}: somebody waited");
        }
    }
}

/// M/G/1 by Pollaczek and Khinchine; who waits are those who find the worker busy, whatever the spread.
fn single(spread: Spread, rho: f64, seeds: u64, requests: f64) {
    let rate = rho / WORK_S;
    let runs = runs(rate, &[station(1, UNBOUNDED, spread)], seeds, requests);
    let name = format!("M/G/1 at {rho} with {spread:?}");
    let theory = mg1_wait(rate, WORK_S, spread.scv()) * 1e3;
    meets(&format!("{name}: wait in ms"), &each(&runs, |r| wait_ms(first(r))), theory, 0.06);
    meets(&format!("{name}: share that waits"), &each(&runs, |r| first(r).p_wait.expect("waits")), rho, 0.01);
}

#[test]
fn md1() {
    single(Spread::Equal, 0.5, 16, 50_000.0);
    single(Spread::Equal, 0.9, 20, 150_000.0);
}

#[test]
fn mg1_with_log_normal_work() {
    single(Spread::LogNormal { cv: 0.5 }, 0.8, 20, 100_000.0);
    // The wait hangs on the mean square of the work, which fewer runs would not know so well.
    single(Spread::LogNormal { cv: 2.0 }, 0.6, 32, 250_000.0);
}

#[test]
fn a_row_is_a_network_of_jackson() {
    let workers = [1, 4, 2, 16, 3];
    let mut stations = workers.map(|workers| station(workers, UNBOUNDED, Spread::Exponential));
    stations[2] = TandemStation { skipped: 0.8, ..stations[2] };
    // The first is the bottleneck, 85 % busy; the third, passed by by four of five, is the least busy.
    let rate = 85.0;
    let runs = runs(rate, &stations, 20, 200_000.0);
    let mut whole_s = 0.0;
    for (i, station) in (1..).zip(&stations) {
        let share = 1.0 - station.skipped;
        let own = rate * share;
        let name = format!("station {i} of five");
        let wait = mmc_wait(station.workers, own, WORK_S);
        whole_s += share * (wait + WORK_S);
        let came = each(&runs, |r| at(r, i).arrived as f64 / r.seconds);
        meets(&format!("{name}: arrivals a second"), &came, own, 0.01);
        meets(
            &format!("{name}: busy"),
            &each(&runs, |r| at(r, i).utilisation),
            own * WORK_S / f64::from(station.workers),
            0.01,
        );
        // Departures of M/M/c are Poisson again (Burke 1956): each is as if it stood alone.
        let p_wait = each(&runs, |r| at(r, i).p_wait.expect("waits"));
        let waiting = erlang_c(station.workers, own * WORK_S);
        // Hardly anybody waits at sixteen workers for less than one.
        if waiting > 1e-3 {
            meets(&format!("{name}: share that waits"), &p_wait, waiting, 0.05);
            meets(&format!("{name}: wait in ms"), &each(&runs, |r| wait_ms(at(r, i))), wait * 1e3, 0.08);
        }
        let law = each(&runs, |r| {
            let stay_s = 1e-3 * (wait_ms(at(r, i)) + at(r, i).mean_work_ms.expect("work"));
            (at(r, i).mean_queue + at(r, i).utilisation * f64::from(station.workers))
                / little(at(r, i).arrived as f64 / r.seconds, stay_s)
        });
        meets(&format!("{name}: Little's law"), &law, 1.0, 0.002);
    }
    let mean = each(&runs, |r| r.latency_ms.mean.expect("answers"));
    meets("five stations: time in the system in ms", &mean, whole_s * 1e3, 0.03);
    let law = each(&runs, |r| {
        let inside: f64 =
            (1..).zip(&stations).map(|(i, s)| at(r, i).mean_queue + at(r, i).utilisation * f64::from(s.workers)).sum();
        inside / little(r.requests.arrived as f64 / r.seconds, r.latency_ms.mean.expect("answers") * 1e-3)
    });
    meets("five stations: Little's law for the whole", &law, 1.0, 0.002);
}

#[test]
fn work_of_one_length_goes_through_a_row_without_waiting_twice() {
    // A stream that leaves a worker of constant time comes too evenly to wait at the next like it.
    let runs = runs(80.0, &[station(1, UNBOUNDED, Spread::Equal); 3], 8, 20_000.0);
    for sim in &runs {
        let report = sim.report();
        assert!(wait_ms(at(&report, 1)) > 10.0);
        assert_eq!((wait_ms(at(&report, 2)), wait_ms(at(&report, 3))), (0.0, 0.0));
        let mean = report.latency_ms.mean.expect("answers");
        assert!(mean > 30.0 + to_millis(1) && sim.in_flight() < 200, "{mean}");
    }
}
