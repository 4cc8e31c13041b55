//! What the reader changed: settings and faults, to be taken back and done again.
//!
//! A change is known by where it was made, what stood there before, and what stands there since. It can be taken back
//! for as long as that still stands: what has changed by itself since, as the size of a pool that follows its load or
//! the users of a level's script, is left alone, and so is what lies ahead of a reader who has gone back in time.

use leptos::prelude::*;
use scalewalk_course::Lane;
use scalewalk_model::params::{self, Param};
use scalewalk_model::{Fault, Health, Input, NodeId, Sim};

use crate::browser::animation_frame::now_ms;
use crate::state::player::Player;
use crate::state::shared::{Asked, Shared};
use crate::view_model::node::health;

/// Moves of a control that follow each other within so many milliseconds are one change.
const PAUSE_MS: f64 = 1_000.0;
/// No more changes are kept: the latest.
const KEPT: usize = 100;

/// Where something can be changed and changed back.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// A setting of a system.
    Setting(Lane, &'static Param),
    /// A machine of a system.
    Machine(Lane, NodeId),
}

/// What stands at a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum State {
    /// The value of a setting.
    Value(f64),
    /// What a machine suffers from.
    Fault(Option<Fault>),
}

impl Target {
    /// The targets that `kind` changes at a machine: none, where that has no inverse.
    pub fn broken(lane: Lane, node: NodeId, kind: Fault) -> Vec<Self> {
        match kind {
            Fault::Restart | Fault::Destroy => Vec::new(),
            _ => vec![Self::Machine(lane, node)],
        }
    }

    fn lane(self) -> Lane {
        match self {
            Self::Setting(lane, _) | Self::Machine(lane, _) => lane,
        }
    }

    fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Setting(a, param), Self::Setting(b, of)) => a == b && param.id == of.id,
            (Self::Machine(a, node), Self::Machine(b, of)) => a == b && node == of,
            _ => false,
        }
    }

    /// What stands there now; nothing where there is no such system.
    fn state(self, sims: &[Sim]) -> Option<State> {
        let sim = sims.get(self.lane())?;
        Some(match self {
            Self::Setting(_, param) => State::Value(param.value(sim.config())),
            Self::Machine(_, node) => State::Fault(match health(sim, node) {
                _ if sim.is_cut(node) => Some(Fault::Cut),
                Health::Down(_) => Some(Fault::Down),
                Health::Slow => Some(Fault::Slow),
                Health::Up | Health::Booting(_) => None,
            }),
        })
    }

    /// What brings it from `now` to `state`.
    fn input(self, now: State, state: State) -> Option<Input> {
        Some(match (self, state) {
            (Self::Setting(_, param), State::Value(value)) => Input::Set { param, value },
            (Self::Machine(_, node), State::Fault(wanted)) => {
                // What suffers from something else has to be mended first, and that takes its time.
                let kind = wanted.filter(|_| now == State::Fault(None)).unwrap_or(Fault::Repair);
                Input::Fault { node, kind }
            }
            _ => return None,
        })
    }
}

/// Something changed at a target.
#[derive(Clone, Debug)]
struct Step {
    target: Target,
    from: State,
    to: State,
}

impl Step {
    /// Whether it is still as this step left it; going forward, as this step found it.
    fn stands(&self, back: bool, sims: &[Sim]) -> bool {
        self.target.state(sims) == Some(if back { self.to } else { self.from })
    }

    fn input(&self, back: bool) -> Option<Input> {
        let (now, then) = if back { (self.to, self.from) } else { (self.from, self.to) };
        self.target.input(now, then)
    }
}

/// What was changed at once.
#[derive(Clone, Debug)]
struct Change {
    name: String,
    asked: Asked,
    /// When, in milliseconds of the reader's time.
    at: f64,
    steps: Vec<Step>,
}

/// All that was changed, and what of it was taken back.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    done: Vec<Change>,
    undone: Vec<Change>,
    /// A control is held: its moves are one change, however long they take.
    held: bool,
    /// The last change is complete.
    complete: bool,
    /// Something is being done that consists of several.
    within: bool,
}

impl Changes {
    /// Takes a change down. `at` is when, in milliseconds.
    fn add(&mut self, name: String, asked: Asked, at: f64, steps: Vec<Step>) {
        self.undone.clear();
        let (held, complete) = (self.held, core::mem::take(&mut self.complete));
        let joins = |last: &&mut Change| last.asked == asked && !complete && (held || at - last.at < PAUSE_MS);
        let setting = matches!(asked, Asked::Setting(_));
        if let Some(last) = self.done.last_mut().filter(joins).filter(|_| setting) {
            (last.name, last.at) = (name, at);
            for step in steps {
                match last.steps.iter_mut().find(|old| old.target.is(step.target)) {
                    Some(old) => old.to = step.to,
                    None => last.steps.push(step),
                }
            }
            last.steps.retain(|step| step.from != step.to);
        } else {
            self.done.push(Change { name, asked, at, steps });
        }
        // Moved there and back again.
        self.done.retain(|change| !change.steps.is_empty());
        let over = self.done.len().saturating_sub(KEPT);
        self.done.drain(..over);
    }

    fn list(&self, back: bool) -> &Vec<Change> {
        if back { &self.done } else { &self.undone }
    }

    /// The change to take back next, or to do again.
    fn next(&self, back: bool, sims: &[Sim]) -> Option<usize> {
        self.list(back).iter().rposition(|change| change.steps.iter().any(|step| step.stands(back, sims)))
    }

    /// A change was taken back, or done again.
    fn turned(&mut self, back: bool, index: usize) {
        let (from, to) = if back { (&mut self.done, &mut self.undone) } else { (&mut self.undone, &mut self.done) };
        to.push(from.remove(index));
        self.complete = true;
    }
}

fn states(player: &Player, targets: &[Target]) -> Vec<Option<State>> {
    targets.iter().map(|target| target.state(player.traffic())).collect()
}

/// How a setting is named in a list of changes.
pub fn named(param: &Param, value: f64) -> String {
    format!("{} {}", param.label, param.show(value))
}

impl Shared {
    /// The targets of settings, in one system or in all.
    pub fn settings(&self, lane: Option<Lane>, params: impl Iterator<Item = &'static Param>) -> Vec<Target> {
        let lanes = lane.map_or(0..self.configs.with_untracked(Vec::len), |lane| lane..lane + 1);
        params.flat_map(|param| lanes.clone().map(move |lane| Target::Setting(lane, param))).collect()
    }

    /// Does something that changes `targets` and tells whether that was done. It can then be taken back by `name`, as a
    /// whole: what `act` does is no change of its own.
    pub fn remember(&self, asked: Asked, name: String, targets: &[Target], act: &dyn Fn() -> bool) -> bool {
        match self.deferred.with_untracked(|deferred| deferred.here()) {
            Some(deferred) => (deferred.remember)(*self, asked, name, targets, act),
            // There is no button yet that takes anything back.
            None => act(),
        }
    }

    /// The same, once the deferred code is there.
    pub fn remember_now(self, asked: Asked, name: String, targets: &[Target], act: &dyn Fn() -> bool) -> bool {
        if self.player.with_value(|player| player.changes.within) {
            return act();
        }
        let before = self.player.with_value(|player| states(player, targets));
        self.player.update_value(|player| player.changes.within = true);
        let done = act();
        self.player.update_value(|player| {
            player.changes.within = false;
            let mut steps = Vec::new();
            for ((target, from), to) in targets.iter().zip(before).zip(states(player, targets)) {
                if let (Some(from), Some(to)) = (from, to)
                    && from != to
                {
                    steps.push(Step { target: *target, from, to });
                }
            }
            if !steps.is_empty() {
                player.changes.add(name, asked, now_ms(), steps);
            }
        });
        done
    }

    /// A control is taken hold of.
    pub fn hold(&self) {
        self.player.update_value(|player| (player.changes.held, player.changes.complete) = (true, true));
    }

    /// It is let go.
    pub fn release(&self) {
        self.player.update_value(|player| player.changes.held = false);
    }

    /// Back to the settings that the stage begins with.
    pub fn reset(&self) {
        let (asked, name) = (Asked::Button, self.messages().controls_reset.to_owned());
        self.remember(asked, name, &self.settings(None, params::all().iter()), &|| {
            self.go(untrack(|| self.place()));
            true
        });
    }

    /// What would be taken back next, by name; going forward, what would be done again.
    pub fn next_change(&self, back: bool) -> Option<String> {
        // With each change one of these becomes another, also when machines start and pools grow.
        self.configs.track();
        self.readout.track();
        self.player.with_value(|player| {
            let index = player.changes.next(back, player.traffic())?;
            player.changes.list(back).get(index).map(|change| change.name.trim_end_matches('.').to_owned())
        })
    }

    /// Takes the last change back.
    pub fn undo(&self) {
        self.turn(true);
    }

    /// Does again what was taken back last.
    pub fn redo(&self) {
        self.turn(false);
    }

    fn turn(&self, back: bool) {
        let messages = self.messages();
        let (nothing, said) = if back {
            (messages.undo_nothing, messages.undo_undone)
        } else {
            (messages.undo_nothing_again, messages.undo_redone)
        };
        let next = self.player.with_value(|player| {
            let index = player.changes.next(back, player.traffic())?;
            let change = player.changes.list(back).get(index)?;
            let stands = |step: &&Step| step.stands(back, player.traffic());
            let step = |step: &Step| Some((step.target.lane(), step.input(back)?));
            let inputs: Vec<_> = change.steps.iter().filter(stands).filter_map(step).collect();
            Some((index, change.asked, change.name.clone(), inputs))
        });
        let Some((index, asked, name, mut inputs)) = next else {
            return self.announcements.say(nothing.to_owned());
        };
        self.end_walk();
        let said = said.replace("{what}", name.trim_end_matches('.'));
        let text = |input: &Input| match input {
            Input::Set { param, value } => named(param, *value),
            _ => said.clone(),
        };
        // What is too much together in one order is not in another.
        let mut left = usize::MAX;
        while inputs.len() < left {
            left = inputs.len();
            inputs.retain(|(lane, input)| !self.apply(asked, Some(*lane), input, text(input)));
        }
        if inputs.is_empty() {
            self.player.update_value(|player| player.changes.turned(back, index));
            self.turned.set(said.clone());
            self.announcements.say(said);
        }
    }
}

#[cfg(test)]
mod tests {
    use scalewalk_course::stages::load_balancer;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::state::shared::param;

    const USERS: Asked = Asked::Setting("users");

    fn sims() -> Vec<Sim> {
        vec![Sim::new(load_balancer::config(), 1)]
    }

    fn set(sims: &mut [Sim], id: &'static str, value: f64) -> Vec<Step> {
        change(sims, Target::Setting(0, param(id).unwrap()), |param| Input::Set { param: param.unwrap(), value })
    }

    fn change(sims: &mut [Sim], target: Target, input: impl Fn(Option<&'static Param>) -> Input) -> Vec<Step> {
        let from = target.state(sims).unwrap();
        let param = if let Target::Setting(_, param) = target { Some(param) } else { None };
        sims[0].apply(&input(param)).unwrap();
        vec![Step { target, from, to: target.state(sims).unwrap() }]
    }

    #[wasm_bindgen_test]
    fn moves_of_a_control_are_one_change_until_they_pause_or_it_is_let_go() {
        let (mut sims, mut changes) = (sims(), Changes::default());
        let mut add = |changes: &mut Changes, asked, at, value| {
            let steps = set(&mut sims, "users", value);
            changes.add(value.to_string(), asked, at, steps);
            changes.done.len()
        };
        let counts = [
            add(&mut changes, USERS, 0.0, 1e6),
            add(&mut changes, USERS, 900.0, 2e6),
            add(&mut changes, USERS, 1_800.0, 3e6),
            add(&mut changes, USERS, 2_801.0, 4e6),
            // Asked for elsewhere.
            add(&mut changes, Asked::Rule("cache"), 2_802.0, 5e6),
            add(&mut changes, USERS, 2_803.0, 6e6),
        ];
        assert_eq!(counts, [1, 1, 1, 2, 3, 4]);
        (changes.held, changes.complete) = (true, true);
        assert_eq!(add(&mut changes, USERS, 2_804.0, 7e6), 5, "taken hold of anew");
        assert_eq!(add(&mut changes, USERS, 60_000.0, 8e6), 5, "held all the while");
        assert_eq!(changes.done[0].steps[0].to, State::Value(3e6));
        assert_eq!(add(&mut changes, USERS, 60_001.0, 6e6), 4, "and back to where it was");
    }

    #[wasm_bindgen_test]
    fn what_has_changed_by_itself_is_left_alone() {
        let (mut sims, mut changes) = (sims(), Changes::default());
        changes.add("users".to_owned(), USERS, 0.0, set(&mut sims, "users", 1e6));
        changes.add("servers".to_owned(), Asked::Button, 1.0, set(&mut sims, "web.servers", 5.0));
        assert_eq!(changes.next(true, &sims), Some(1));
        // As a pool does that follows its load.
        set(&mut sims, "web.servers", 7.0);
        assert_eq!(changes.next(true, &sims), Some(0));
        set(&mut sims, "users", 2e6);
        assert_eq!(changes.next(true, &sims), None);
    }

    #[wasm_bindgen_test]
    fn what_is_taken_back_can_be_done_again_until_something_else_is_done() {
        let (mut sims, mut changes) = (sims(), Changes::default());
        changes.add("users".to_owned(), USERS, 0.0, set(&mut sims, "users", 1e6));
        let Some(Input::Set { value, .. }) = changes.done[0].steps[0].input(true) else { panic!("a setting") };
        assert_eq!(value, load_balancer::config().users);
        set(&mut sims, "users", value);
        changes.turned(true, 0);
        assert_eq!((changes.next(true, &sims), changes.next(false, &sims)), (None, Some(0)));
        changes.add("servers".to_owned(), Asked::Button, 1.0, set(&mut sims, "web.servers", 5.0));
        assert_eq!(changes.next(false, &sims), None);
    }

    #[wasm_bindgen_test]
    fn a_fault_is_taken_back_by_a_repair_and_a_repair_by_the_fault() {
        let (mut sims, node) = (sims(), NodeId::web(1));
        let mut fault = |kind| change(&mut sims, Target::Machine(0, node), |_| Input::Fault { node, kind })[0].clone();
        let kind = |step: &Step, back| match step.input(back) {
            Some(Input::Fault { kind, .. }) => kind,
            _ => panic!("a fault"),
        };
        let slow = fault(Fault::Slow);
        assert_eq!((kind(&slow, true), kind(&slow, false)), (Fault::Repair, Fault::Slow));
        let down = fault(Fault::Down);
        assert_eq!(kind(&down, true), Fault::Repair, "what is down cannot be slow");
        let repair = fault(Fault::Repair);
        assert_eq!((kind(&repair, true), kind(&repair, false)), (Fault::Down, Fault::Repair));
        assert!(
            Target::broken(0, node, Fault::Destroy).is_empty() && Target::broken(0, node, Fault::Restart).is_empty()
        );
    }
}
