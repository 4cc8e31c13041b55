//! Builds on the servers of several data centers, by hand and through pipelines.

use scalewalk_course::stage::{set, with};
use scalewalk_course::stages::{data_centers, millions};
use scalewalk_model::time::from_secs;
use scalewalk_model::{Act, Cause, Config, DeployState, Fault, Input, NodeId, Sim};

/// All parts, with few users and none of the errors that are not asked for.
fn all_parts(settings: &[(&str, f64)]) -> Sim {
    let few = [("users", 20_000.0), ("requests", 100.0), ("static", 0.0), ("dc.count", 2.0)];
    Sim::new(with(with(millions::config(), &few), settings), 1)
}

fn places(count: f64) -> Config {
    with(data_centers::config(), &[("users", 20_000.0), ("dc.count", count)])
}

fn go_on(sim: &mut Sim, seconds: f64) {
    sim.run_until(sim.now() + from_secs(seconds));
}

fn done(sim: &mut Sim, inputs: &[Input]) {
    inputs.iter().for_each(|input| sim.apply(input).expect("it can be done"));
}

#[test]
fn what_always_fails_goes_on_failing_after_a_deploy_by_hand() {
    let mut sim = all_parts(&[("errors.base", 0.1)]);
    done(&mut sim, &[Input::Act(Act::DeployPipeline)]);
    go_on(&mut sim, 6.0);
    done(&mut sim, &[Input::Act(Act::DeployPipeline)]);
    go_on(&mut sim, 6.0);
    assert_eq!(sim.build_at(0), 2);
    let bugs = |sim: &Sim| sim.accounts().total.failed[Cause::Bug as usize];
    let before = (bugs(&sim), sim.accounts().total.answered);
    go_on(&mut sim, 20.0);
    let share = (bugs(&sim) - before.0) as f64 / (sim.accounts().total.answered - before.1) as f64;
    assert!((0.05..0.2).contains(&share), "{share}");
}

#[test]
fn what_was_deployed_last_stays_whatever_else_is_set() {
    let mut sim = all_parts(&[("deploy.tests", 0.0), ("deploy.strategy", 0.0)]);
    done(&mut sim, &[Input::Act(Act::DeployGood)]);
    go_on(&mut sim, 1.0);
    done(&mut sim, &[Input::Act(Act::DeployByHand)]);
    go_on(&mut sim, 10.0);
    assert_eq!([0, 1].map(|site| sim.build_at(site)), [3, 4], "no two have one number");
    done(&mut sim, &[set("users", 21_000.0)]);
    assert_eq!([0, 1].map(|site| sim.build_at(site)), [3, 4]);
    done(&mut sim, &[Input::Act(Act::DeployGood)]);
    assert!((0..2).all(|site| sim.build_at(site) == sim.pipeline().build().number as u16 + 1));
}

#[test]
fn a_server_that_is_bought_runs_what_its_data_center_does() {
    let mut sim = Sim::new(places(2.0), 1);
    done(&mut sim, &[Input::Act(Act::DeployByHand)]);
    go_on(&mut sim, 10.0);
    let bad = (0..2).find(|site| sim.bug_of(sim.config().servers_of(*site).start) > 0.0).expect("one is bad");
    done(&mut sim, &[set("web.servers", 6.0), set("dc.count", 3.0)]);
    for server in sim.config().all_servers() {
        let site = sim.config().site_of(NodeId::web(server));
        let like = if site == 2 { 0 } else { site };
        assert_eq!(sim.build_of(server), sim.build_at(like), "{server}");
        assert_eq!(sim.bug_of(server) > 0.0, like == bad, "{server}");
    }
}

#[test]
fn who_deploys_by_hand_goes_to_data_centers_that_are_opened_and_not_to_those_that_are_closed() {
    for (count, builds) in [(4.0, vec![2, 3, 4, 5]), (1.0, vec![2])] {
        let mut sim = Sim::new(places(2.0), 1);
        done(&mut sim, &[Input::Act(Act::DeployByHand), set("dc.count", count)]);
        go_on(&mut sim, 30.0);
        let found: Vec<u16> = (0..sim.config().sites() as u8).map(|site| sim.build_at(site)).collect();
        assert_eq!((found, sim.deploy_state()), (builds, DeployState::Done));
    }
}

#[test]
fn a_pipeline_that_is_down_takes_no_build() {
    let mut sim = all_parts(&[("deploy.tests", 0.0), ("deploy.strategy", 0.0)]);
    done(&mut sim, &[Input::Fault { node: NodeId::PIPELINE, kind: Fault::Down }]);
    let error = sim.apply(&Input::Act(Act::DeployBad)).expect_err("nobody takes it").to_string();
    assert!(error.contains("`pipeline`"), "{error}");
    assert_eq!((sim.pipeline().builds(), sim.build_of(0)), (0, 1));
}
