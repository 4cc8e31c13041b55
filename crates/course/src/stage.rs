//! What a stage is.

use scalewalk_model::time::from_millis;
use scalewalk_model::{Act, Config, Fault, HopKind, Input, InputError, NodeId, Send, Sim, params};

use crate::curve::Curve;

/// Which of the systems on the page something is about: `0` or `1` where two stand side by side.
pub type Lane = usize;

/// A stage of the walk. Its prose is in `content/<language>/<id>.md`.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// Its name in addresses and files.
    pub id: &'static str,
    /// One configuration for each system on the page: one, or two side by side under the same arrivals.
    pub lanes: fn() -> Vec<Config>,
    /// The trouble that the last stage left, live: its system under a load, or a fault, that it cannot bear.
    pub before: Option<fn() -> Vec<Config>>,
    /// What goes wrong in `before`, if not the load.
    pub before_faults: &'static [(Lane, NodeId, Fault)],
    /// What the reader can set, the most telling first.
    pub controls: &'static [Control],
    /// What the reader can break with a button; every machine can be broken by pressing it, too.
    pub breaks: &'static [Break],
    /// What the reader can do with a button besides.
    pub acts: &'static [Act],
    /// Single requests to follow.
    pub walks: &'static [Walk],
    /// The curve beside the first control.
    pub curve: Option<Curve>,
    /// How fast time goes at first; 1 is real time.
    pub speed: f64,
}

/// A control for one parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Control {
    /// The parameter's id.
    pub param: &'static str,
    /// The system it belongs to; all where none is named.
    pub lane: Option<Lane>,
}

/// A fault on a button.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Break {
    /// In which system.
    pub lane: Lane,
    /// What breaks.
    pub node: NodeId,
    /// How.
    pub kind: Fault,
}

/// One request to follow from hop to hop, or several that meet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Walk {
    /// Its name in the content file.
    pub id: &'static str,
    /// Through which system.
    pub lane: Lane,
    /// What is broken, and noticed, before anything is sent.
    pub faults: &'static [(NodeId, Fault)],
    /// What others have sent before, one after another, unseen.
    pub before: &'static [Send],
    /// How long before the next one, in milliseconds.
    pub earlier_ms: f64,
    /// What is sent.
    pub send: Send,
    /// Settings without which there would be nothing to see.
    pub settings: &'static [(&'static str, f64)],
    /// What else is sent, in order, each so many milliseconds after the first. Of requests that meet, only what happens
    /// behind the web servers is shown.
    pub others: &'static [(f64, Send)],
}

impl Walk {
    /// Nothing is set, and nothing was sent before.
    pub const PLAIN: Self = Self {
        id: "",
        lane: 0,
        send: Send::PAGE,
        settings: &[],
        faults: &[],
        before: &[],
        earlier_ms: EARLIER_MS,
        others: &[],
    };

    /// A quiet system of `config` with the walk's settings, in which the walk's request is sent at this moment: the
    /// last one sent by hand. The others are planned.
    ///
    /// # Errors
    /// If such a request cannot be sent there.
    pub fn start(&self, config: &Config, seed: u64) -> Result<Sim, InputError> {
        let quiet = with(Config { open: false, ..config.clone() }, self.settings);
        let mut sim = Sim::new(quiet, seed);
        for (node, kind) in self.faults {
            sim.apply(&Input::Fault { node: *node, kind: *kind })?;
            sim.run_until(sim.now() + from_millis(EARLIER_MS));
        }
        for send in self.before {
            sim.apply(&Input::Send(*send))?;
            sim.run_until(sim.now() + from_millis(self.earlier_ms));
        }
        sim.apply(&Input::Send(self.send))?;
        for (after_ms, send) in self.others {
            send.check(sim.config())?;
            sim.plan(sim.now() + from_millis(*after_ms), Input::Send(*send));
        }
        Ok(sim)
    }
}

impl Walk {
    /// Whether hops of this kind are shown.
    pub fn shows(&self, kind: HopKind) -> bool {
        self.others.is_empty()
            || matches!(
                kind,
                HopKind::LookUp
                    | HopKind::Cached
                    | HopKind::Miss
                    | HopKind::Hit
                    | HopKind::Query
                    | HopKind::Data
                    | HopKind::Rows
                    | HopKind::Fill
                    | HopKind::Invalidate
                    | HopKind::Done
            )
    }
}

/// The key of a hop's sentence in a walk: of all requests but the first with the request's number, as in `2-query`.
pub fn walk_key(who: usize, hop: &str) -> String {
    if who == 0 { hop.to_owned() } else { format!("{}-{hop}", who + 1) }
}

/// From one request to the next, in a walk, where it says nothing else: in milliseconds.
const EARLIER_MS: f64 = 2_000.0;

/// `config` with parameters set, by id.
///
/// # Panics
/// If an id or a value is not legal: stages are written here, not read.
pub fn with(mut config: Config, settings: &[(&str, f64)]) -> Config {
    for (id, value) in settings {
        let set = params::find(id).and_then(|p| p.apply(&mut config, *value));
        if let Err(error) = set {
            panic!("{error}");
        }
    }
    config
}

/// The input that sets a parameter.
///
/// # Panics
/// If there is no such parameter.
pub fn set(id: &str, value: f64) -> Input {
    match params::find(id) {
        Ok(param) => Input::Set { param, value },
        Err(error) => panic!("{error}"),
    }
}

/// A control for all systems on the page.
pub const fn control(param: &'static str) -> Control {
    Control { param, lane: None }
}

/// A control for one of two systems.
pub const fn control_in(lane: Lane, param: &'static str) -> Control {
    Control { param, lane: Some(lane) }
}
