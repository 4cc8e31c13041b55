use super::*;
use crate::Sim;
use crate::engine::time::{SECOND, from_secs};
use crate::input::{Fault, Input, InputError, Send};
use crate::params;
use crate::request::station::Health;

const STATION: TandemStation =
    TandemStation { workers: 2, places: 50, mean_ms: 10.0, spread: Spread::Exponential, skipped: 0.0 };

fn row(stations: &[TandemStation]) -> Tandem {
    Tandem { rate: 100.0, stations: stations.to_vec() }
}

fn three() -> Config {
    Config::tandem(row(&[STATION, STATION, TandemStation { skipped: 0.5, ..STATION }])).unwrap()
}

/// arrived + nobody before = answered + failed + in flight, over all and at each station.
fn balanced(sim: &Sim) {
    let total = &sim.core.accounts.total;
    assert_eq!(total.arrived, total.answered + total.failed_in_all() + sim.in_flight());
    let census = sim.census();
    for i in 0..3 {
        let node = NodeId::web(i);
        assert_eq!(sim.core.accounts.node(node).inside(), census.inside(node), "{node}");
    }
}

#[test]
fn every_request_visits_the_stations_in_turn_and_leaves() {
    let mut sim = Sim::new(three(), 1);
    sim.run_until(from_secs(100.0));
    balanced(&sim);
    let report = sim.report();
    let [first, second, third] = [1, 2, 3].map(|i| report.stations[&format!("web-{i}")].arrived);
    assert_eq!(report.stations.len(), 3);
    assert_eq!((first, report.requests.arrived), (sim.core.accounts.total.arrived, first));
    assert!(first - second < 10 && second > 9_000);
    assert!((third as f64 / second as f64 - 0.5).abs() < 5.0 * 0.5 / 100.0, "{third} of {second}");
    assert!(report.requests.failed.is_empty() && report.usd_month == 0.0 && report.requests.looked_up == 0);
}

#[test]
fn a_request_that_passes_all_by_is_answered_at_once() {
    let passed = TandemStation { skipped: 1.0, ..STATION };
    let mut sim = Sim::new(Config::tandem(row(&[passed, passed])).unwrap(), 1);
    sim.run_until(from_secs(10.0));
    let total = sim.core.accounts.total;
    assert_eq!((total.answered, sim.in_flight(), sim.events_handled()), (total.arrived, 0, total.arrived));
    assert_eq!(sim.latency().mean_ms(), Some(0.0));
}

#[test]
fn a_station_that_dies_takes_its_own_requests_along() {
    let mut sim = Sim::new(three(), 1);
    sim.run_until(from_secs(20.0));
    let inside: Vec<u64> = (0..3).map(|i| sim.core.accounts.node(NodeId::web(i)).inside()).collect();
    assert!(inside[1] > 0, "{inside:?}");
    sim.apply(&Input::Fault { node: NodeId::web(1), kind: Fault::Down }).unwrap();
    let failed = sim.core.accounts.total.failed;
    assert_eq!((failed[Cause::Cut as usize], sim.core.accounts.total.failed_in_all()), (inside[1], inside[1]));
    balanced(&sim);
    // Those who come next are turned away there, and nowhere else; none reaches the third.
    sim.run_until(from_secs(30.0));
    balanced(&sim);
    let before = sim.core.accounts.clone();
    sim.run_until(from_secs(40.0));
    let here = |node: NodeId| sim.core.accounts.node(node).failed_here[Cause::Refused as usize];
    assert!(here(NodeId::web(1)) > 900 && here(NodeId::web(0)) == 0 && here(NodeId::web(2)) == 0);
    assert_eq!(sim.core.accounts.node(NodeId::web(2)).arrived, before.node(NodeId::web(2)).arrived);
    assert_eq!(sim.core.accounts.total.answered, before.total.answered);
    // A repaired one starts, and all is as it was.
    sim.apply(&Input::Fault { node: NodeId::web(1), kind: Fault::Repair }).unwrap();
    assert!(matches!(sim.station(NodeId::web(1)).unwrap().health(), Health::Booting(_)));
    sim.run_until(from_secs(43.0));
    let failed = sim.core.accounts.total.failed_in_all();
    sim.run_until(from_secs(60.0));
    assert_eq!(sim.core.accounts.total.failed_in_all(), failed);
    balanced(&sim);
}

#[test]
fn a_slow_station_takes_a_multiple_of_its_time() {
    let equal = TandemStation { spread: Spread::Equal, workers: 64, ..STATION };
    let mut sim = Sim::new(Config::tandem(row(&[equal, equal])).unwrap(), 1);
    sim.apply(&Input::Fault { node: NodeId::web(1), kind: Fault::Slow }).unwrap();
    let param = params::find("slow.factor").unwrap();
    sim.apply(&Input::Set { param, value: 3.0 }).unwrap();
    sim.run_until(from_secs(5.0));
    assert!((sim.latency().mean_ms().unwrap() - 40.0).abs() < 1e-9);
}

#[test]
fn clients_give_up_wherever_they_are() {
    let slow = TandemStation { workers: 1, mean_ms: 20.0, ..STATION };
    let mut sim = Sim::new(Config::tandem(row(&[STATION, slow, STATION])).unwrap(), 1);
    let param = params::find("timeout").unwrap();
    sim.apply(&Input::Set { param, value: 0.2 }).unwrap();
    for second in 1..60 {
        sim.run_until(second * SECOND);
        balanced(&sim);
        assert!(sim.census().oldest.is_none_or(|born| sim.now() - born <= from_secs(0.2)));
    }
    let counts = |i| sim.core.accounts.node(NodeId::web(i)).failed_here[Cause::Timeout as usize];
    assert!(counts(1) > 1_000 && sim.core.accounts.total.answered > 1_000, "{}", counts(1));
}

#[test]
fn what_a_row_does_not_have_is_refused_and_changes_nothing() {
    let web = Config::new(Topology::BARE);
    let mut sim = Sim::new(three(), 1);
    sim.run_until(from_secs(1.0));
    let before = (sim.core.config.clone(), sim.digest(), sim.census());
    let set = |id, value| Input::Set { param: params::find(id).unwrap(), value };
    let fault = |node, kind| Input::Fault { node, kind };
    for (input, parts) in [
        (set("users", 5.0), ["`users`", "timeout"]),
        (set("web.servers", 2.0), ["`web.servers`", "timeout"]),
        (set("timeout", 1e9), ["`timeout`", "30"]),
        (fault(NodeId::web(3), Fault::Down), ["`web-4`", "web-1 to web-3)"]),
        (fault(NodeId::DNS, Fault::Down), ["`dns`", "web-1 to web-3)"]),
        (fault(NodeId::BALANCER, Fault::Down), ["`balancer`", "web-1 to web-3)"]),
        (fault(NodeId::DATABASE, Fault::Repair), ["`database`", "web-1 to web-3)"]),
        (Input::Send(Send::default()), ["`send`", "row"]),
        (Input::Reconfigure(Box::new(web.clone())), ["`another system`", "without a row"]),
        (Input::Reconfigure(Box::new(three())), ["`another system`", "without a row"]),
    ] {
        let error = sim.apply(&input).unwrap_err().to_string();
        assert!(parts.iter().all(|part| error.contains(part)), "{error}");
        assert_eq!((sim.core.config.clone(), sim.digest(), sim.census()), before);
    }
    let error = Sim::new(web, 1).apply(&Input::Reconfigure(Box::new(three())));
    assert!(matches!(error, Err(InputError::Param(e)) if e.value == "a row of stations"));
}

#[test]
fn what_is_no_row_is_refused_by_name() {
    let refused = |tandem: Tandem| Config::tandem(tandem).unwrap_err().to_string();
    for rate in [0.0, -1.0, 1.1e7, f64::NAN, f64::INFINITY] {
        let error = refused(Tandem { rate, ..row(&[STATION]) });
        assert!(error.contains("`rate`") && error.contains("up to 10000000"), "{error}");
    }
    for stations in [0, 65, 1_000] {
        let error = refused(row(&vec![STATION; stations]));
        assert!(error.contains("`stations`") && error.contains("1 to 64"), "{error}");
    }
    for (station, parts) in [
        (TandemStation { workers: 0, ..STATION }, ["`web-2.workers`", "`0`", "1 to 65535"]),
        (TandemStation { workers: 65_536, ..STATION }, ["`web-2.workers`", "`65536`", "1 to 65535"]),
        (TandemStation { places: 10_000_001, ..STATION }, ["`web-2.places`", "`10000001`", "0 to 10000000"]),
        (TandemStation { mean_ms: 0.0, ..STATION }, ["`web-2.mean_ms`", "`0`", "0.001 to 1000000"]),
        (TandemStation { mean_ms: f64::NAN, ..STATION }, ["`web-2.mean_ms`", "`NaN`", "0.001 to 1000000"]),
        (TandemStation { spread: Spread::LogNormal { cv: -1.0 }, ..STATION }, ["`web-2.cv`", "`-1`", "0 to 20"]),
        (TandemStation { skipped: 1.5, ..STATION }, ["`web-2.skipped`", "`1.5`", "0 to 1"]),
    ] {
        let error = refused(row(&[STATION, station]));
        assert!(parts.iter().all(|part| error.contains(part)), "{error}");
    }
    let legal = three();
    for (config, name) in [
        (Config { timeout_s: f64::NAN, ..legal.clone() }, "`timeout`"),
        (Config { timeout_s: 0.0, ..legal.clone() }, "`timeout`"),
        (Config { slow_factor: f64::INFINITY, ..legal.clone() }, "`slow.factor`"),
        (Config { boot_s: -1.0, ..legal.clone() }, "`web.boot`"),
        (Config { servers: 4, ..legal.clone() }, "`web.servers`"),
    ] {
        let error = config.check().unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
    }
    assert!(Config { timeout_s: 3.0, ..legal }.check().is_ok());
    let fast = Config::tandem(Tandem { rate: Tandem::MAX_RATE, ..row(&[STATION; 64]) }).unwrap();
    let crowd = TandemStation { workers: TandemStation::MAX_WORKERS, mean_ms: TandemStation::MAX_MEAN_MS, ..STATION };
    let mut sim = Sim::new(Config::tandem(Tandem { rate: 1e6, ..row(&[crowd]) }).unwrap(), 1);
    sim.run_until(SECOND / 10);
    assert_eq!(sim.station(NodeId::web(0)).unwrap().busy(), TandemStation::MAX_WORKERS);
    let timeout = params::find("timeout").unwrap();
    assert!(Sim::new(fast, 1).apply(&Input::Set { param: timeout, value: 1.0 }).is_ok());
}
