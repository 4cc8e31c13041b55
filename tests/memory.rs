//! Memory stays flat over a simulated week, whatever breaks: it follows the requests in flight, not the time passed.
#![cfg(not(target_arch = "wasm32"))]

use scalewalk_course::STAGES;
use scalewalk_course::stage::with;
use scalewalk_course::stages::load_balancer;
use scalewalk_model::series::Bucket;
use scalewalk_model::time::{Nanos, from_secs};
use scalewalk_model::{Fault, History, Input, NodeId, Sim};

const DAY_S: f64 = 86_400.0;
/// The coarsest figures over time are closed every 1,000 s, and 720 are kept: 8 days. They are all that still fills after
/// a day; their queue has room for a power of two.
const STILL_FILLING: usize = 1_024 * size_of::<Bucket>();

/// One after the other breaks, is slow, or is repaired, on every day.
fn faults(day: u64) -> Vec<(Nanos, Input)> {
    let day_s = DAY_S * day as f64;
    let kinds =
        [(0.2, NodeId::web(0), Fault::Down), (0.3, NodeId::web(1), Fault::Slow), (0.4, NodeId::DATABASE, Fault::Down)];
    let last = [(0.5, NodeId::BALANCER, Fault::Down), (0.6, NodeId::DNS, Fault::Down)];
    let broken = kinds.into_iter().chain(last);
    let both = broken.flat_map(|(part, node, kind)| [(part, node, kind), (part + 0.05, node, Fault::Repair)]);
    both.map(|(part, node, kind)| (from_secs(day_s + DAY_S * part), Input::Fault { node, kind })).collect()
}

#[test]
fn a_week_takes_no_more_memory_than_a_day() {
    let config = with(load_balancer::config(), &[("users", 1_000.0)]);
    let mut sims = vec![Sim::new(config, 1)];
    sims[0].follow(0.1);
    let mut history = History::new(&sims);
    let mut bytes = Vec::new();
    for day in 0..7 {
        faults(day).into_iter().for_each(|(at, input)| sims[0].plan(at, input));
        for hour in 1..=24 {
            sims[0].run_until(from_secs(DAY_S * day as f64 + 3_600.0 * f64::from(hour)));
            history.watch(&sims);
            assert!(history.bytes() <= History::TARGET, "{}", history.bytes());
        }
        bytes.push(sims[0].bytes());
    }
    let total = &sims[0].accounts().total;
    assert!(total.arrived > 500_000 && total.failed_in_all() > 1_000, "{total:?}");
    assert!(sims[0].refused().is_empty());
    assert!(bytes[6] <= bytes[0] + STILL_FILLING, "by day: {bytes:?}");
}

#[test]
fn in_no_stage_does_a_day_take_more_memory_than_half_of_it() {
    for stage in STAGES {
        // Users who sign up are kept for ever, as they are meant to be.
        let settings = [("users", 1_000.0), ("shard.signups", 0.0)];
        let lanes = (stage.lanes)().into_iter();
        let mut sims: Vec<Sim> = lanes.map(|config| Sim::new(with(config, &settings), 1)).collect();
        let mut history = History::new(&sims);
        let bytes = [0.5, 1.0].map(|day| {
            sims.iter_mut().for_each(|sim| sim.run_until(from_secs(DAY_S * day)));
            history.watch(&sims);
            assert!(history.bytes() <= History::TARGET, "{}: {}", stage.id, history.bytes());
            sims.iter().map(Sim::bytes).sum::<usize>()
        });
        assert!(bytes[1] <= bytes[0] + sims.len() * STILL_FILLING, "{}: {bytes:?}", stage.id);
    }
}
