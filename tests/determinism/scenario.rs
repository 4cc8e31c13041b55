//! A scenario: what a run is a function of, and how it ends.

use scalewalk_course::stage::with;
use scalewalk_model::params::Param;
use scalewalk_model::time::{Nanos, from_secs};
use scalewalk_model::{Config, Fault, Input, NodeId, Sim};

use crate::trace::{MOMENTS, Run, moment};

/// Requests a second at most where what is done to a run matters, and not the load.
pub const BEARABLE: f64 = 1_500.0;

/// A configuration, a seed, and inputs.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The name under which its digest is on file.
    pub name: String,
    /// The settings at the beginning.
    pub config: Config,
    /// Follows from the name, so that no two scenarios have the same luck.
    pub seed: u64,
    /// What is done, in seconds from the start, in this order.
    pub inputs: Vec<(f64, Input)>,
    /// When it ends.
    pub until: Nanos,
    /// Whether some of it may be refused: then what was refused is a part of the digest. Nowhere else is anything.
    pub careless: bool,
}

impl Scenario {
    /// A run of so many seconds to which nothing is done.
    pub fn new(name: impl Into<String>, config: Config, seconds: f64) -> Self {
        let name = name.into();
        let seed = 1 + name.bytes().map(u64::from).sum::<u64>();
        Self { name, config, seed, inputs: Vec::new(), until: from_secs(seconds), careless: false }
    }

    /// With one input more. It is not before those that are there, and the run goes on for a second after it at least: what
    /// is planned happens, however long the list becomes.
    pub fn at(mut self, seconds: f64, input: Input) -> Self {
        assert!(self.last() <= seconds, "{}: an input at {seconds} s after one at {} s", self.name, self.last());
        self.until = self.until.max(from_secs(seconds + 1.0));
        self.inputs.push((seconds, input));
        self
    }

    /// With one fault or repair more.
    pub fn fault(self, seconds: f64, node: NodeId, kind: Fault) -> Self {
        self.at(seconds, Input::Fault { node, kind })
    }

    /// When the last input happens, in seconds.
    pub fn last(&self) -> f64 {
        self.inputs.last().map_or(0.0, |(at, _)| *at)
    }

    /// The run at its beginning, with nothing planned, and a share of requests followed.
    pub fn begin(&self) -> Sim {
        let mut sim = Sim::new(self.config.clone(), self.seed);
        sim.follow(0.01);
        sim
    }

    /// The run at its beginning.
    pub fn start(&self) -> Sim {
        let mut sim = self.begin();
        self.inputs.iter().for_each(|(at, input)| sim.plan(from_secs(*at), input.clone()));
        sim
    }

    /// The run at its end, and what it was on the way there.
    pub fn run(&self) -> Run {
        let mut sim = self.start();
        let trace = core::array::from_fn(|i| {
            sim.run_until(moment(self.until, i));
            crate::trace::mark(&sim)
        });
        assert_eq!(sim.now(), moment(self.until, MOMENTS - 1));
        assert_eq!(sim.planned(), 0, "{}: inputs are planned for after its end", self.name);
        let refused = sim.refused();
        assert!(self.careless || refused.is_empty(), "{}: {refused:?}", self.name);
        Run::new(&sim, trace)
    }
}

/// The system of a stage, the one on the left or on the right.
pub fn stage(id: &str, lane: usize) -> Config {
    let stage = scalewalk_course::stages::find(id).expect("a stage");
    (stage.lanes)().remove(lane)
}

/// `config` with as many users as send `rate` requests a second, if they are not fewer.
pub fn at_rate(config: &Config, rate: f64) -> Config {
    let users = (config.users * rate / config.arrival_rate()).floor().clamp(1.0, config.users);
    with(config.clone(), &[("users", users)])
}

/// The last position of a slider at which not too many requests come.
pub fn last_bearable(param: &'static Param, config: &Config) -> u32 {
    let bearable = |position: &u32| {
        let mut then = config.clone();
        param.apply(&mut then, param.value_at(*position)).is_ok() && then.arrival_rate() <= BEARABLE
    };
    (0..=param.positions()).rev().find(bearable).expect("the slider as it is")
}
