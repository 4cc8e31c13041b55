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

/// After so many seconds, with faults and acts before.
fn run(config: Config, seconds: f64, inputs: &[(f64, Input)]) -> Sim {
    let mut sim = Sim::new(config, 1);
    inputs.iter().for_each(|(at, input)| sim.plan(from_secs(*at), input.clone()));
    sim.run_until(from_secs(seconds));
    assert!(sim.refused().is_empty(), "{:?}", sim.refused());
    sim
}

fn fault(at: f64, node: NodeId, kind: Fault) -> (f64, Input) {
    (at, Input::Fault { node, kind })
}

#[test]
fn who_is_down_or_cut_off_does_not_answer_and_begins_to_count_anew() {
    let quiet = brisk(&[("deploy.every", 0.0)]);
    let (dead, cut) = (NodeId::web(1), NodeId::web(2));
    let breaks = [fault(10.2, dead, Fault::Down), fault(10.2, cut, Fault::Cut)];
    let sim = run(quiet.clone(), 12.5, &breaks);
    let told = |sim: &Sim, node| sim.telemetry().scrapes().reading(node, 0).map(|told| told.requests);
    assert_eq!((told(&sim, dead), told(&sim, cut)), (None, None));
    assert!(told(&sim, NodeId::web(0)).is_some_and(|requests| requests > 50));
    let repairs = [fault(13.2, dead, Fault::Repair), fault(13.2, cut, Fault::Repair)];
    let sim = run(quiet, 24.5, &[breaks, repairs].concat());
    let [anew, on] = [dead, cut].map(|node| (told(&sim, node), sim.accounts().node(node).arrived));
    assert!(anew.0.is_some_and(|told| told > 0 && told + 40 < anew.1), "{anew:?}");
    assert!(on.0.is_some_and(|told| told + 40 > on.1), "{on:?}");
}

#[test]
fn without_the_machine_for_metrics_nobody_hears_of_anything() {
    let blind = [fault(5.0, NodeId::METRICS, Fault::Down), (10.0, Input::Act(Act::DeployBroken))];
    let sim = run(brisk(&[("deploy.every", 0.0), ("deploy.tests", 0.0)]), 30.0, &blind);
    assert_eq!((sim.telemetry().scrapes().last(), sim.telemetry().alerts().fired()), (Some(from_secs(4.0)), 0));
    assert!(sim.pipeline().stage() == BuildStage::Watching && sim.telemetry().logs().received() > 100);
    // Once it is back it sees what happens from then on.
    let seeing = [&blind[..], &[fault(30.0, NodeId::METRICS, Fault::Repair)]].concat();
    let sim = run(brisk(&[("deploy.every", 0.0), ("deploy.tests", 0.0)]), 36.0, &seeing);
    assert_eq!((sim.telemetry().alerts().fired(), sim.pipeline().stage()), (1, BuildStage::RolledBack));
}

#[test]
fn an_alert_takes_a_bad_build_back_and_a_pipeline_that_is_down_does_not() {
    let config = |rollback: f64| brisk(&[("deploy.every", 0.0), ("deploy.rollback", rollback)]);
    let deploy = (5.0, Input::Act(Act::DeployBad));
    let stage = |config, inputs: &[(f64, Input)]| {
        let sim = run(config, 40.0, inputs);
        (sim.pipeline().stage(), sim.build_of(0), sim.telemetry().alerts().is_firing())
    };
    assert_eq!(stage(config(1.0), std::slice::from_ref(&deploy)), (BuildStage::RolledBack, 1, false));
    assert_eq!(stage(config(0.0), std::slice::from_ref(&deploy)), (BuildStage::Watching, 2, true));
    let down = [deploy, fault(10.6, NodeId::PIPELINE, Fault::Down)];
    let (got_to, build, firing) = stage(config(1.0), &down);
    assert!(matches!(got_to, BuildStage::RollingOut | BuildStage::Watching) && build == 2 && firing);
}

#[test]
fn the_business_hears_of_an_outage() {
    let config = brisk(&[("deploy.every", 0.0), ("errors.base", 0.0), ("obs.window", 20.0), ("users", 200_000.0)]);
    let business = |sim: &Sim| sim.telemetry().scrapes().business(sim.config(), 20, 0).expect("two scrapes");
    let well = business(&run(config.clone(), 60.5, &[]));
    // 208 requests a second in visits of ten: 417 visits begin in the window.
    assert!((well.active_users / 200_000.0 - 1.0).abs() < 3.3 / 417f64.sqrt(), "{well:?}");
    assert_eq!(well.retention, Some(1.0));
    // For all of the window nobody comes in: nobody who comes gets an answer, and most who had come before have to go on.
    let outage = business(&run(config, 60.5, &[fault(40.0, NodeId::BALANCER, Fault::Down)]));
    assert!(outage.usd_hour < 0.05 * well.usd_hour && outage.active_users < 0.1 * well.active_users, "{outage:?}");
    assert!(outage.retention < Some(0.95), "{outage:?}");
}
