//! Rows of stations: the same books, whatever breaks there.

use proptest::prelude::*;
use scalewalk_model::time::{SECOND, from_secs};
use scalewalk_model::{Config, Fault, HopKind, Input, NodeId, Outcome, Sim, Spread, Tandem, TandemStation, params};

use crate::audit::audit;
use crate::cases;

fn station() -> impl Strategy<Value = TandemStation> {
    let spread = prop_oneof![
        Just(Spread::Equal),
        Just(Spread::Exponential),
        (0.0..5.0f64).prop_map(|cv| Spread::LogNormal { cv })
    ];
    let skipped = prop_oneof![2 => Just(0.0), 1 => 0.0..=1.0f64];
    (1..80u32, 0..40u32, 0.1..60.0f64, spread, skipped).prop_map(|(workers, places, mean_ms, spread, skipped)| {
        TandemStation { workers, places, mean_ms, spread, skipped }
    })
}

/// Any row with a bearable number of requests; one in twenty is as long as can be.
fn row() -> impl Strategy<Value = Config> {
    let stations = prop_oneof![19 => prop::collection::vec(station(), 1..6), 1 => prop::collection::vec(station(), 64)];
    (1.0..2_000.0f64, stations)
        .prop_map(|(rate, stations)| Config::tandem(Tandem { rate, stations }).expect("a legal row"))
}

/// Inputs with their moments in milliseconds; some are for a station that the row has not got.
fn inputs() -> impl Strategy<Value = Vec<(u64, Input)>> {
    let kind = prop_oneof![2 => Just(Fault::Down), 1 => Just(Fault::Slow), 2 => Just(Fault::Repair)];
    let fault = (0..7u8, kind).prop_map(|(i, kind)| Input::Fault { node: NodeId::web(i), kind });
    let set = |id: &'static str, values: core::ops::Range<f64>| {
        values.prop_map(move |value| Input::Set { param: params::find(id).expect("a parameter"), value })
    };
    let settings = prop_oneof![set("timeout", 0.1..3.0), set("web.boot", 0.1..1.0), set("web.servers", 1.0..9.0)];
    prop::collection::vec((0..4_000u64, prop_oneof![4 => fault, 1 => settings]), 0..20)
}

/// Asserts that each finished journey is work at one station after another without a gap.
fn audit_visits(sim: &Sim) {
    for journey in sim.journeys().done() {
        let (end, outcome) = journey.end.expect("it is finished");
        assert!(journey.hops.first().is_none_or(|hop| hop.enter == journey.born), "{journey:?}");
        for hop in &journey.hops {
            assert!(hop.kind == HopKind::Work && hop.from == hop.to, "{journey:?}");
            assert!(hop.enter <= hop.start && hop.start <= hop.leave && hop.leave <= end, "{journey:?}");
        }
        for pair in journey.hops.windows(2) {
            assert!(pair[0].leave == pair[1].enter && pair[0].to < pair[1].from, "{journey:?}");
        }
        if outcome == Outcome::Answered {
            assert!(journey.hops.last().is_none_or(|hop| hop.leave == end), "{journey:?}");
        }
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn every_request_of_a_row_is_counted_once_and_everywhere_it_is(
        config in row(), seed: u64, follow in 0.0..1.0f64, inputs in inputs(),
    ) {
        let mut sim = Sim::new(config, seed);
        sim.follow(follow);
        for (ms, input) in &inputs {
            sim.plan(ms * 1_000_000, input.clone());
        }
        sim.run_until(SECOND / 2);
        sim.start_measuring();
        let mut steps = 0u64;
        while steps < 8_000 && sim.step(5 * SECOND) {
            steps += 1;
            if sim.in_flight() < 60 || steps.is_multiple_of(31) {
                audit(&sim);
            }
        }
        audit(&sim);
        audit_visits(&sim);
        let requests = sim.report().requests;
        prop_assert_eq!(
            requests.arrived + requests.in_flight_before,
            requests.answered + requests.failed.values().sum::<u64>() + requests.in_flight
        );
        for (_, error) in sim.refused() {
            let error = error.to_string();
            prop_assert!(error.contains("`web-") || error.contains("`web.servers`"), "{}", error);
        }
        // When nothing more is planned, repaired ones take requests again.
        sim.run_until(5 * SECOND);
        for station in 0..sim.config().servers as u8 {
            let repaired = sim.apply(&Input::Fault { node: NodeId::web(station), kind: Fault::Repair });
            prop_assert!(repaired.is_ok());
        }
        let healthy = sim.now() + from_secs(sim.config().boot_s) + SECOND;
        sim.run_until(healthy);
        audit(&sim);
        let mut stations = (0..sim.config().servers as u8).filter_map(|i| sim.station(NodeId::web(i)));
        prop_assert!(stations.all(|station| station.accepts()));
    }
}
