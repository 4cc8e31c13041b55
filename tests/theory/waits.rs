//! M/M/1, M/M/c and M/G/1: waits, utilisation, probability of waiting, and Little's law.

use scalewalk_course::stage::with;
use scalewalk_model::theory::{erlang_c, little, mg1_wait, mmc_wait};
use scalewalk_model::{Config, Database, Topology, WorkSpread};
use scalewalk_tests::{meets, plain, replicate, users};

use crate::{each, web};

/// Pages of 10 ms on `cores` cores at load `rho`.
fn system(cores: u32, rho: f64, spread: WorkSpread) -> Config {
    let place = WorkSpread::ALL.iter().position(|s| *s == spread).expect("a kind of spread");
    let rate = rho * f64::from(cores) / 0.01;
    plain(&[
        users(rate),
        ("web.cores", f64::from(cores)),
        ("web.page_time", 10.0),
        ("web.queue", 10_000.0),
        ("work.spread", place as f64),
    ])
}

/// `requests` requests in the mean are measured in each of `seeds` runs.
fn check(cores: u32, rho: f64, spread: WorkSpread, seeds: u64, requests: f64) {
    // The mean wait hangs on the mean square of the work. Of the heavy spread, whose fourth moment is 10,000 times the
    // square of its second, no run that ends knows it well.
    let power = if spread == WorkSpread::Heavy { 0.08 } else { 0.05 };
    let config = system(cores, rho, spread);
    let (rate, service_s) = (config.arrival_rate(), config.web_work_s());
    let runs = replicate(&config, seeds, 30.0, requests / rate);
    let name = format!("{cores} cores, load {rho}, {spread:?}");
    let wait_s = if cores == 1 { mg1_wait(rate, service_s, spread.scv()) } else { mmc_wait(cores, rate, service_s) };

    let wait_ms = each(&runs, |o| web(o).mean_wait_ms.expect("waits"));
    meets(&format!("{name}: mean wait in ms"), &wait_ms, wait_s * 1e3, power);
    let busy = each(&runs, |o| web(o).utilisation);
    meets(&format!("{name}: utilisation"), &busy, rate * service_s / f64::from(cores), 0.02);
    let work_ms = each(&runs, |o| web(o).mean_work_ms.expect("work"));
    if spread == WorkSpread::Equal {
        assert!(work_ms.iter().all(|ms| *ms == 10.0), "{name}: {work_ms:?}");
    } else {
        meets(&format!("{name}: mean work in ms"), &work_ms, 10.0, 0.02);
    }
    // Arrivals see time averages (Wolff 1982): who finds all cores busy waits.
    let p_wait = each(&runs, |o| web(o).p_wait.expect("waits"));
    let waiting = if cores == 1 { rho } else { erlang_c(cores, rate * service_s) };
    meets(&format!("{name}: share that waits"), &p_wait, waiting, 0.03);
    // Little's law for the queue, over the wait that was measured in the same run.
    let queue = each(&runs, |o| {
        web(o).mean_queue / little(web(o).arrived as f64 / o.report.seconds, web(o).mean_wait_ms.expect("waits") * 1e-3)
    });
    meets(&format!("{name}: Little's law"), &queue, 1.0, 0.01);
    assert!(runs.iter().all(|o| o.failed() == 0), "{name}: a request failed");
}

#[test]
fn mm1_at_half_load() {
    check(1, 0.5, WorkSpread::Exponential, 12, 60_000.0);
}

#[test]
fn mm1_at_four_fifths() {
    check(1, 0.8, WorkSpread::Exponential, 20, 160_000.0);
}

#[test]
fn mmc_with_two_cores() {
    check(2, 0.8, WorkSpread::Exponential, 20, 150_000.0);
}

#[test]
fn mmc_with_eight_cores() {
    check(8, 0.85, WorkSpread::Exponential, 20, 250_000.0);
}

#[test]
fn mg1_with_equal_work() {
    check(1, 0.8, WorkSpread::Equal, 16, 100_000.0);
}

#[test]
fn mg1_with_heavy_work() {
    check(1, 0.4, WorkSpread::Heavy, 30, 150_000.0);
}

#[test]
fn mg1_with_pages_and_json_reads_and_writes() {
    // The queries are worked on in the same machine: four kinds of requests, each exponential.
    let topology = Topology { database: Database::Inside, ..Topology::BARE };
    let base = plain(&[users(25.0), ("web.cores", 1.0), ("mobile", 0.7), ("reads", 0.8), ("db.queries", 2.0)]);
    let kinds = [("web.page_time", 50.0), ("web.json_time", 2.0), ("db.read_time", 0.2), ("db.write_time", 20.0)];
    let config = with(Config { topology, ..base }, &kinds);
    let (rate, service_s, scv) = (config.arrival_rate(), config.web_work_s(), config.web_work_scv());
    assert!(scv > 2.0, "{scv}");
    let runs = replicate(&config, 20, 60.0, 80_000.0 / rate);
    let wait_ms = each(&runs, |o| web(o).mean_wait_ms.expect("waits"));
    meets("mixture: mean wait in ms", &wait_ms, mg1_wait(rate, service_s, scv) * 1e3, 0.05);
    meets("mixture: utilisation", &each(&runs, |o| web(o).utilisation), rate * service_s, 0.02);
}
