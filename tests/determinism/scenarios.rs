//! Runs that touch every part of the model.

use scalewalk_course::STAGES;
use scalewalk_course::stage::{set, with};
use scalewalk_model::params;
use scalewalk_model::time::{Nanos, from_secs};
use scalewalk_model::{Config, Fault, Input, NodeId, Send, Sim};

/// A configuration, a seed, and inputs.
#[derive(Clone, Debug)]
pub struct Scenario {
    pub name: String,
    pub config: Config,
    pub seed: u64,
    pub inputs: Vec<(f64, Input)>,
    pub until: Nanos,
}

impl Scenario {
    fn new(name: impl Into<String>, config: Config, seconds: f64) -> Self {
        let name = name.into();
        let seed = 1 + name.bytes().map(u64::from).sum::<u64>();
        Self { name, config, seed, inputs: Vec::new(), until: from_secs(seconds) }
    }

    fn at(mut self, seconds: f64, input: Input) -> Self {
        self.inputs.push((seconds, input));
        self
    }

    fn fault(self, seconds: f64, node: NodeId, kind: Fault) -> Self {
        self.at(seconds, Input::Fault { node, kind })
    }

    /// The run at its beginning, with a share of requests followed.
    pub fn start(&self) -> Sim {
        let mut sim = Sim::new(self.config.clone(), self.seed);
        sim.follow(0.01);
        self.inputs.iter().for_each(|(at, input)| sim.plan(from_secs(*at), input.clone()));
        sim
    }

    /// The run at its end.
    pub fn run(&self) -> Sim {
        let mut sim = self.start();
        sim.run_until(self.until);
        assert!(sim.refused().is_empty(), "{}: {:?}", self.name, sim.refused());
        sim
    }
}

fn stage(id: &str, lane: usize) -> Config {
    let stage = scalewalk_course::stages::find(id).expect("a stage");
    (stage.lanes)().remove(lane)
}

/// All scenarios.
pub fn all() -> Vec<Scenario> {
    let mut list = Vec::new();
    for stage in STAGES {
        for (lane, config) in (stage.lanes)().into_iter().enumerate() {
            list.push(Scenario::new(format!("{} {lane}", stage.id), config.clone(), 5.0));
            let broken = Scenario::new(format!("{} {lane}, each machine broken and repaired", stage.id), config, 25.0);
            list.push(broken_and_repaired(broken));
        }
        for (lane, config) in stage.before.map_or_else(Vec::new, |before| before()).into_iter().enumerate() {
            let before = Scenario::new(format!("{} {lane}, before", stage.id), config, 5.0);
            let faults = stage.before_faults.iter().filter(|(l, ..)| *l == lane);
            list.push(faults.fold(before, |scenario, (_, node, kind)| scenario.fault(1.0, *node, *kind)));
        }
    }
    for algorithm in 0..5 {
        for spread in 0..3 {
            let settings = [("lb.algorithm", f64::from(algorithm)), ("work.spread", f64::from(spread))];
            let config = with(stage("load-balancer", 0), &settings);
            list.push(
                Scenario::new(format!("algorithm {algorithm}, spread {spread}"), config, 4.0)
                    .fault(1.0, NodeId::web(1), Fault::Slow)
                    .fault(2.0, NodeId::web(2), Fault::Down),
            );
        }
    }
    list.push(
        Scenario::new("a standby takes over", with(stage("load-balancer", 0), &[("lb.standby", 1.0)]), 8.0).fault(
            1.0,
            NodeId::BALANCER,
            Fault::Down,
        ),
    );
    let largest = [("users", 1e8), ("web.servers", 64.0), ("web.cores", 32.0)];
    list.push(Scenario::new("a hundred million users", with(stage("scaling", 1), &largest), 0.5));
    list.push(Scenario::new("one user", with(stage("single-server", 0), &[("users", 1.0)]), 1e6));
    list.extend([sliders(), by_hand(), walk_through()]);
    list
}

/// Breaks each machine for two seconds, one after another.
fn broken_and_repaired(scenario: Scenario) -> Scenario {
    let web = (0..scenario.config.servers.min(3) as u8).map(NodeId::web);
    let nodes = web.chain([NodeId::DNS, NodeId::BALANCER, NodeId::DATABASE]);
    let config = with(scenario.config.clone(), &[("users", 200_000.0)]);
    let there: Vec<NodeId> = nodes.filter(|node| config.has(*node)).collect();
    there.into_iter().enumerate().fold(Scenario { config, ..scenario }, |scenario, (i, node)| {
        let at = 1.0 + 3.5 * i as f64;
        scenario.fault(at, node, Fault::Down).fault(at + 2.0, node, Fault::Repair)
    })
}

/// Moves every slider through its range, and back.
fn sliders() -> Scenario {
    let config = with(stage("load-balancer", 0), &[("users", 50_000.0)]);
    let start = Scenario::new("every slider moved", config, 60.0);
    params::all().iter().enumerate().fold(start, |scenario, (i, param)| {
        let last = if ["users", "requests"].contains(&param.id) { param.positions() / 2 } else { param.positions() };
        let at = 1.0 + 1.3 * i as f64;
        let scenario = (0..4).fold(scenario, |scenario, step| {
            let value = param.value_at(last * step / 3);
            scenario.at(at + 0.3 * f64::from(step), Input::Set { param, value })
        });
        let value = param.value(&scenario.config);
        scenario.at(at + 1.25, Input::Set { param, value })
    })
}

fn by_hand() -> Scenario {
    let start = Scenario::new("sent by hand", stage("load-balancer", 0), 6.0);
    (0..40).fold(start, |scenario, i| {
        let target = (i % 8 == 7).then_some([NodeId::web(0), NodeId::DATABASE, NodeId::BALANCER][i % 3]);
        let send = Send { mobile: i % 2 == 0, write: i % 3 == 0, new_visitor: i % 5 == 0, target, ..Send::PAGE };
        scenario.at(0.1 * i as f64, Input::Send(send))
    })
}

/// The reader goes through all stages and back while traffic runs.
fn walk_through() -> Scenario {
    let there = STAGES.iter().chain(STAGES.iter().rev());
    let start = Scenario::new("through all stages and back", stage("single-server", 0), 20.0);
    there.enumerate().fold(start, |scenario, (i, stage)| {
        let config = with((stage.lanes)().remove(0), &[("users", 150_000.0)]);
        let at = 2.0 * i as f64;
        let scenario = scenario.at(at, Input::Reconfigure(Box::new(config)));
        scenario.fault(at + 1.5, NodeId::web(0), Fault::Slow).at(at + 1.7, set("users", 250_000.0))
    })
}
