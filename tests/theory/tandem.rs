//! Web tier and database as a network of queues (Jackson 1957): each is as if it stood alone.

use scalewalk_course::stage::with;
use scalewalk_model::theory::{little, mmc_wait};
use scalewalk_model::{Config, Database, NodeId, StationReport, Topology};
use scalewalk_tests::{meets, plain, replicate, users};

use crate::{each, web};

fn system(queries: f64, rate: f64) -> Config {
    let near = plain(&[users(rate), ("web.cores", 2.0), ("web.page_time", 10.0), ("db.cores", 4.0)]);
    let topology = Topology { database: Database::Own, ..Topology::BARE };
    with(
        Config { topology, ..near },
        &[("db.queries", queries), ("db.read_time", 20.0 / queries), ("db.write_time", 20.0 / queries), ("reads", 1.0)],
    )
}

fn check(queries: f64) {
    let rate = 150.0;
    let config = system(queries, rate);
    let rate = config.arrival_rate();
    let runs = replicate(&config, 16, 30.0, 1_000.0);
    let database = |o: &scalewalk_course::claim::Outcome| -> StationReport {
        o.station(NodeId::DATABASE).cloned().expect("a database")
    };
    let name = format!("{queries} queries");
    let web_wait_s = mmc_wait(2, rate, 0.01);
    let data_wait_s = mmc_wait(4, rate * queries, 0.02 / queries);
    meets(&format!("{name}: web busy"), &each(&runs, |o| web(o).utilisation), rate * 0.01 / 2.0, 0.02);
    meets(&format!("{name}: database busy"), &each(&runs, |o| database(o).utilisation), rate * 0.02 / 4.0, 0.02);
    let wait = each(&runs, |o| web(o).mean_wait_ms.expect("waits"));
    meets(&format!("{name}: wait at the web server in ms"), &wait, web_wait_s * 1e3, 0.05);
    let wait = each(&runs, |o| database(o).mean_wait_ms.expect("waits"));
    meets(&format!("{name}: wait at the database in ms"), &wait, data_wait_s * 1e3, 0.05);

    // The whole way: half a round trip each way over the internet and the page on the line, for one request in ten
    // and a few more a lookup, and at each visit wait, work and the site's round trip.
    let fixed_ms = config.rtt_ms + config.page_kb * 8.0 / config.bandwidth_mbit;
    let stay_ms = web_wait_s * 1e3 + 10.0 + queries * (data_wait_s * 1e3 + config.site_rtt_ms) + 20.0;
    let latency = each(&runs, |o| {
        let asked = o.report.requests.looked_up as f64 / o.report.requests.arrived as f64;
        o.report.latency_ms.mean.expect("answers") - asked * o.config.dns_ms
    });
    meets(&format!("{name}: latency in ms"), &latency, fixed_ms + stay_ms, 0.05);

    // Little's law for the whole system: those in flight when the run ends, over all runs.
    let many = replicate(&config, 400, 20.0, 1.0);
    let latency_s = 1e-3 * (fixed_ms + stay_ms)
        + 1e-3 * config.dns_ms * many.iter().map(|o| o.report.requests.looked_up as f64).sum::<f64>()
            / many.iter().map(|o| o.report.requests.arrived as f64).sum::<f64>();
    let in_flight = each(&many, |o| o.report.requests.in_flight as f64);
    meets(&format!("{name}: in flight"), &in_flight, little(rate, latency_s), 0.1);
}

#[test]
fn one_query() {
    check(1.0);
}

#[test]
fn four_queries() {
    check(4.0);
}
