use super::*;
use crate::config::{Database, Topology};
use crate::engine::time::SECOND;
use crate::input::{Fault, Send};

const WHOLE: Topology = Topology {
    balancer: true,
    database: Database::Own,
    replicas: true,
    queue: true,
    telemetry: true,
    ..Topology::BARE
};

fn sim(topology: Topology, settings: &[(&str, f64)]) -> Sim {
    let mut config = Config::new(topology);
    for (id, value) in [("users", 100_000.0)].iter().chain(settings) {
        params::find(id).unwrap().apply(&mut config, *value).unwrap();
    }
    let mut sim = Sim::new(config, 5);
    sim.run_until(5 * SECOND);
    sim
}

fn set(id: &str, value: f64) -> Input {
    Input::Set { param: params::find(id).unwrap(), value }
}

fn down(node: NodeId) -> Input {
    Input::Fault { node, kind: Fault::Down }
}

/// `input` is refused for `hint`, and the run goes on as if it had not been asked for.
fn refuses(sim: &Sim, input: &Input, hint: &str) {
    let (mut asked, mut left) = (sim.fork(), sim.fork());
    let error = sim.check(input).unwrap_err();
    assert!(error.to_string().contains(hint), "{error}");
    assert_eq!(asked.apply(input), Err(error));
    assert_eq!((asked.config_version(), asked.now()), (sim.config_version(), sim.now()));
    for sim in [&mut asked, &mut left] {
        sim.run_until(sim.now() + 5 * SECOND);
    }
    assert_eq!(asked.digest(), left.digest());
}

/// `input` is possible, and does something.
fn takes(sim: &Sim, input: &Input) -> Sim {
    assert_eq!(sim.check(input), Ok(()));
    let mut sim = sim.fork();
    assert_eq!(sim.apply(input), Ok(()));
    sim
}

#[test]
fn values_that_are_too_much_together() {
    let sim = sim(WHOLE, &[("requests", 1000.0)]);
    refuses(&sim, &set("users", 1e8), "1000000 requests a second");
    refuses(&sim, &set("users", -1.0), "`users`");
    assert_eq!(takes(&sim, &set("users", 2e5)).config().users, 2e5);
}

#[test]
fn what_is_not_there() {
    let bare = sim(Topology::BARE, &[]);
    refuses(&bare, &down(NodeId::BALANCER), "no such machine");
    refuses(&bare, &Input::Send(Send { target: Some(NodeId::DATABASE), ..Send::PAGE }), "no such machine");
    for act in Act::ALL {
        refuses(&bare, &Input::Act(act), "this system has no");
    }
    let mut bad = Config::new(Topology::BARE);
    bad.users = -1.0;
    refuses(&bare, &Input::Reconfigure(Box::new(bad)), "`users`");
}

#[test]
fn a_log_without_lost_writes() {
    let mut sim = sim(WHOLE, &[("db.replicas", 1.0), ("db.lag", 5.0)]);
    let recover = Input::Act(Act::RecoverLog);
    refuses(&sim, &recover, "a log with lost writes");
    // The replica takes over, and the old primary's log has writes that never came to it.
    sim.apply(&down(NodeId::DATABASE)).unwrap();
    refuses(&sim, &recover, "a log with lost writes");
    sim.run_until(sim.now() + 20 * SECOND);
    let recovered = takes(&sim, &recover);
    refuses(&recovered, &recover, "a log with lost writes");
}

#[test]
fn builds_for_a_pipeline_that_is_down() {
    let sim = sim(WHOLE, &[]);
    for act in [Act::DeployGood, Act::DeployBad, Act::DeployBroken] {
        assert_eq!(takes(&sim, &Input::Act(act)).pipeline().builds(), sim.pipeline().builds() + 1);
        refuses(&takes(&sim, &down(NodeId::PIPELINE)), &Input::Act(act), "the `pipeline` is down");
    }
}

#[test]
fn poison_for_a_queue_that_is_down_and_a_crash_without_work() {
    let sim = sim(WHOLE, &[]);
    takes(&sim, &Input::Act(Act::Poison));
    refuses(&takes(&sim, &down(NodeId::QUEUE)), &Input::Act(Act::Poison), "the queue is down");
    let crash = Input::Act(Act::CrashWorker);
    refuses(&takes(&sim, &down(NodeId::WORKERS)), &crash, "no worker is busy");
}

#[test]
fn more_shards_than_there_can_be() {
    let sharded = Topology { shards: true, ..WHOLE };
    let most = sim(sharded, &[("shard.count", 16.0)]);
    refuses(&most, &Input::Act(Act::AddShard), "`shard.count`");
    let four = sim(sharded, &[("shard.count", 4.0)]);
    let five = takes(&four, &Input::Act(Act::AddShard));
    assert_eq!(five.config().shards.count, 5);
    assert!(five.config_version() > four.config_version());
    let apart = params::find("shard.key").unwrap().parse("celebrity").unwrap();
    let apart = sim(sharded, &[("shard.key", apart)]);
    refuses(&apart, &Input::Act(Act::Dedicate), "the celebrity has a shard alone");
}
