//! The challenge: a number of users, a budget, objectives, and a script of faults. A design meets them or not; the
//! simulation says which ([`run`]), with fixed seeds.

pub mod design;
mod json;
pub mod levels;
pub mod run;
pub mod score;

use core::fmt;

use scalewalk_model::params::{Param, Scale};
use scalewalk_model::time::from_secs;
use scalewalk_model::{Act, Config, Fault, Input, NodeId, Sim, params};

pub use design::{Design, DesignError};
pub use levels::{BOUNDS, LEVELS};
pub use score::{Medal, Objective, Score};

use crate::Stage;

/// A level.
#[derive(Debug)]
pub struct Level {
    /// Its name in message files.
    pub id: &'static str,
    /// What the player begins with, as a stage: its system, which does not meet the objectives, and its controls, which
    /// are all that the player may set.
    pub stage: Stage,
    /// Web servers that the player may have, in each data center.
    pub most_servers: f64,
    /// What machines and delivered files may cost, in dollars a month.
    pub budget_usd: f64,
    /// The share of requests that must be answered, of those that come to an end, in percent.
    pub answered_percent: f64,
    /// 99 of 100 answers must be back within this, in milliseconds.
    pub p99_ms: f64,
    /// Time before measuring begins, in seconds.
    pub warmup_s: f64,
    /// Measured time, in seconds.
    pub measured_s: f64,
    /// What happens, in the order of time.
    pub script: &'static [Event],
}

/// Something that happens to the system.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// When, in seconds since measuring began.
    pub at_s: f64,
    /// What.
    pub what: What,
}

impl Event {
    /// Whether something breaks.
    pub fn breaks(&self) -> bool {
        matches!(self.what, What::Fault(_, kind) if kind != Fault::Repair)
    }
}

/// What happens to a system.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// A machine breaks, or is repaired. One that a design does not have cannot.
    Fault(NodeId, Fault),
    /// From now on there are so many times the level's users.
    Users(f64),
    /// Something else is done to it.
    Act(Act),
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(node, kind) => write!(f, "{node} {}", kind.key()),
            Self::Users(times) => write!(f, "{times} times the users"),
            Self::Act(act) => f.write_str(act.key()),
        }
    }
}

/// The level with `number`, from 1.
pub fn level(number: usize) -> Option<&'static Level> {
    LEVELS.get(number.checked_sub(1)?)
}

/// The level that is played on `stage`, if one is.
pub fn level_on(stage: &Stage) -> Option<&'static Level> {
    LEVELS.iter().find(|level| core::ptr::eq(&level.stage, stage))
}

impl Level {
    /// Its number, from 1.
    pub fn number(&self) -> usize {
        LEVELS.iter().position(|level| level.id == self.id).map_or(0, |i| i + 1)
    }

    /// The system to begin with.
    pub fn config(&self) -> Config {
        (self.stage.lanes)().swap_remove(0)
    }

    /// The parameters that the player may set.
    pub fn params(&self) -> impl Iterator<Item = &'static Param> {
        self.stage.controls.iter().filter_map(|control| params::find(control.param).ok())
    }

    /// The least and the greatest value that the player may set `param` to.
    pub fn range(&self, param: &Param) -> (f64, f64) {
        let narrow = match param.id {
            "web.servers" => Some((1.0, self.most_servers)),
            id => BOUNDS.iter().find(|(narrow, ..)| *narrow == id).map(|(_, least, most)| (*least, *most)),
        };
        narrow.unwrap_or_else(|| {
            let least = if let Scale::Log { zero: true, .. } = param.scale { 0.0 } else { param.value_at(0) };
            (least, param.value_at(u32::MAX))
        })
    }

    /// Whether the player may set `param` to `value`.
    pub fn allows(&self, param: &Param, value: f64) -> bool {
        let (least, most) = self.range(param);
        (least..=most).contains(&value) && self.params().any(|own| own.id == param.id)
    }

    /// A system of `config` as a run with `seed` begins: what happens to it is planned.
    pub fn start(&self, config: &Config, seed: u64) -> Sim {
        let mut sim = Sim::new(config.clone(), seed);
        sim.settle_cache();
        for (at_s, input) in self.inputs(config) {
            sim.plan(from_secs(self.warmup_s + at_s), input);
        }
        sim
    }

    /// What happens to a system of `config`, with its moment in seconds since measuring began. What cannot happen to
    /// it is left out.
    pub fn inputs(&self, config: &Config) -> impl Iterator<Item = (f64, Input)> {
        let users = self.config().users;
        self.script.iter().filter_map(move |event| {
            let input = match event.what {
                What::Fault(node, kind) => kind.check(node, config).ok().map(|()| Input::Fault { node, kind }),
                What::Act(act) => act.check(config).ok().map(|()| Input::Act(act)),
                What::Users(times) => Some(crate::stage::set("users", (users * times).round())),
            };
            Some((event.at_s, input?))
        })
    }
}
