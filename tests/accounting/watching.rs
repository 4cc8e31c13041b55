//! What those see who watch: whatever happens, no line is lost or told twice, and to watch changes nothing.

use proptest::prelude::*;
use scalewalk_course::stage::with;
use scalewalk_course::stages::observability;
use scalewalk_model::time::from_secs;
use scalewalk_model::{Act, BuildStage, Cause, Config, Fault, Input, NodeId, NodeKind, Sim, Totals};

/// Few users and a quick pipeline; some builds are bad.
fn brisk(settings: &[(&str, f64)]) -> Config {
    let few = [
        ("users", 40_000.0),
        ("visit.think", 5.0),
        ("obs.scrape", 1.0),
        ("obs.window", 5.0),
        ("deploy.step", 2.0),
        ("deploy.every", 10.0),
    ];
    with(with(observability::config(), &few), settings)
}

fn watches(node: NodeId) -> bool {
    matches!(node.kind(), NodeKind::Metrics | NodeKind::Logs | NodeKind::Pipeline)
}

/// Something done to one of `machines`, or to the pipeline.
fn input(what: u8, machine: usize, machines: &[NodeId]) -> Input {
    let node = machines[machine % machines.len()];
    let fault = |kind| Input::Fault { node, kind };
    match what {
        0 => fault(Fault::Down),
        1 => fault(Fault::Cut),
        2 => fault(Fault::Slow),
        3 | 4 => fault(Fault::Repair),
        5 => Input::Act(Act::DeployBad),
        6 => Input::Act(Act::DeployBroken),
        7 => Input::Act(Act::DeployGood),
        _ => fault(Fault::Restart),
    }
}

/// Of the counters that anybody can see, none is other than the books say.
fn check(sim: &Sim) {
    let (telemetry, accounts) = (sim.telemetry(), sim.accounts());
    let logs = telemetry.logs();
    let written: u64 = NodeId::all().map(|node| logs.written(node)).sum();
    // Every request of a web server is the balancer's, too.
    assert_eq!(written, accounts.node(NodeId::BALANCER).lost, "a line for each request that failed inside");
    assert!(logs.received() <= written && logs.collected().len() as u64 <= logs.received());
    let visits = telemetry.scrapes().site(1, 0).map_or(Default::default(), |(_, site)| site.visits);
    assert!(visits.hurt <= visits.ended && visits.active <= visits.answers);
    assert!(visits.answers <= accounts.total.answered);
    for node in telemetry.scrapes().targets() {
        let told = telemetry.scrapes().reading(node, 0);
        assert!(told.is_none_or(|told| told.requests <= accounts.node(node).arrived.max(told.errors)), "{node}");
    }
    let pipeline = sim.pipeline();
    let newest = pipeline.build().number as u16 + 1;
    for (place, server) in sim.config().all_servers().enumerate() {
        let build = pipeline.build_at(place as u32).number as u16 + 1;
        assert_eq!(sim.build_of(server), build, "server {server} of build {newest}");
        if matches!(pipeline.stage(), BuildStage::Testing | BuildStage::Stopped | BuildStage::RolledBack) {
            assert!(build < newest, "a build that was not let out runs");
        }
    }
}

proptest! {
    #![proptest_config(crate::cases(32))]

    #[test]
    fn every_error_is_written_down_once_whatever_breaks(
        seed: u64,
        switches: [bool; 3],
        done in prop::collection::vec((1..3_000u64, 0..9u8, 0..20usize), 1..14),
    ) {
        let [rollback, tests, logs] = switches.map(|on| if on { 1.0 } else { 0.0 });
        let config = brisk(&[("deploy.rollback", rollback), ("deploy.tests", tests), ("obs.logs", logs)]);
        let mut sim = Sim::new(config, seed);
        for (ms, what, machine) in done {
            // Some of it is not possible.
            let _ = sim.apply(&input(what, machine, &crate::inputs::machines(sim.config())));
            crate::run_audited(&mut sim, ms, u64::MAX);
            check(&sim);
        }
        // Once all are well, the collector has every line.
        for node in crate::inputs::machines(sim.config()) {
            let repaired = sim.apply(&Input::Fault { node, kind: Fault::Repair });
            prop_assert!(repaired.is_ok());
        }
        sim.run_until(sim.now() + from_secs(8.0));
        check(&sim);
        if logs > 0.0 {
            let calm = [("errors.base", 0.0), ("deploy.bug", 0.01), ("deploy.every", 0.0)];
            let calmed = sim.apply(&Input::Reconfigure(Box::new(with(sim.config().clone(), &calm))));
            prop_assert!(calmed.is_ok());
            sim.run_until(sim.now() + from_secs(8.0));
            let logs = sim.telemetry().logs();
            let written: u64 = NodeId::all().map(|node| logs.written(node)).sum();
            prop_assert_eq!(logs.received(), written);
        }
    }

    #[test]
    fn to_watch_changes_nothing(
        seed: u64,
        scrape_s in 1.0..300.0f64,
        window_s in 1.0..600.0f64,
        done in prop::collection::vec((1..3_000u64, 0..9u8, 0..20usize), 1..8),
    ) {
        let blind = brisk(&[("deploy.rollback", 0.0), ("deploy.every", 0.0)]);
        let settings = [("obs.scrape", scrape_s.floor()), ("obs.window", window_s.floor()), ("obs.logs", 0.0)];
        let run = |config: Config| -> Totals {
            let mut sim = Sim::new(config, seed);
            for (ms, what, machine) in &done {
                let mut machines = crate::inputs::machines(sim.config());
                machines.retain(|node| !watches(*node));
                let _ = sim.apply(&input(*what, *machine, &machines));
                sim.run_until(sim.now() + ms * 1_000_000);
            }
            sim.accounts().total
        };
        let (mut one, mut other) = (run(with(blind.clone(), &settings)), run(with(blind.clone(), &settings[..2])));
        prop_assert_eq!(one.failed[Cause::Bug as usize], other.failed[Cause::Bug as usize]);
        // What alerts are raised follows from what is seen; nothing else may.
        for total in [&mut one, &mut other] {
            for count in [scalewalk_model::Count::Alarm, scalewalk_model::Count::FalseAlarm] {
                total.counts[count as usize] = 0;
            }
        }
        prop_assert_eq!(one, other);
    }
}
