//! What every component shares: the player, and the coarse signals around it.

use leptos::prelude::*;
use scalewalk_course::address::{Address, Place, Theme};
use scalewalk_course::challenge::Level;
use scalewalk_course::page::{self, Heading, Language, Messages, Page};
use scalewalk_course::{Lane, Stage};
use scalewalk_model::params::{self, Param};
use scalewalk_model::{Act, Config, Fault, Input, NodeId, Sim};

use crate::browser::text::Text;
use crate::browser::{deferred, focus};
use crate::state::announcements::Announcements;
use crate::state::player::Player;
use crate::state::undo::{Target, named};
use crate::view_model::readout::{RateMeter, Readout};

/// A level of the challenge is watched in so many seconds.
const WATCH_S: f64 = 45.0;

/// What is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Everything at once.
    Traffic,
    /// One request, hop by hop.
    Walk,
}

/// Where something was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// At the control of this parameter, or at its number in the text.
    Setting(&'static str),
    /// At the buttons below "Break something".
    Button,
    /// In the menu of a machine.
    Machine,
    /// At the switch or the misfortune of the rule with this claim.
    Rule(&'static str),
}

/// Something that the simulation refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where it was asked for.
    pub asked: Asked,
    /// What is not possible, why, and what is allowed.
    pub text: String,
}

/// The state that all components share. It is a pointer: each closure of the page holds a copy.
#[derive(Clone, Copy)]
pub struct Shared(&'static State);

/// What is shared, for as long as the page is open.
pub struct State {
    /// The running simulations. Never held across a signal's change.
    pub player: StoredValue<Player, LocalStorage>,
    meter: StoredValue<RateMeter, LocalStorage>,
    /// The stage on the page.
    pub stage: RwSignal<&'static Stage>,
    /// Its text.
    pub text: RwSignal<Text>,
    /// The stage of the static page, and its text as HTML without anything live.
    pub written: (&'static Stage, String),
    /// Whether the stage shows the trouble that its change will end.
    pub before: RwSignal<bool>,
    /// The settings of each system: a copy, brought up to date when a system says that its own are others.
    pub configs: RwSignal<Vec<Config>>,
    /// The versions of the player and of its systems' settings when they were copied.
    seen_configs: StoredValue<(u64, Vec<u64>), LocalStorage>,
    /// Coarse figures, ten times a second. The player tells nobody that it has changed: what is read from it follows this.
    pub readout: RwSignal<Readout>,
    /// Whether traffic runs.
    pub playing: RwSignal<bool>,
    /// The luck of the run.
    pub seed: RwSignal<u64>,
    /// Asked simulated seconds a second.
    pub speed: RwSignal<f64>,
    /// What is watched.
    pub mode: RwSignal<Mode>,
    /// The hop of the walk that is shown, and whether it has come to its end.
    pub walk_at: RwSignal<(usize, bool)>,
    /// Which of the stage's walks is under way; none while a request of the traffic is followed.
    pub walk_index: RwSignal<Option<usize>>,
    /// Said once to a screen reader.
    pub announcements: Announcements,
    /// What was taken back or done again last, in words that are seen for a while.
    pub turned: RwSignal<String>,
    /// How far the code is that no first picture needs.
    pub deferred: RwSignal<deferred::State>,
    /// What was refused last, until something else has been done.
    pub refusal: RwSignal<Option<Refusal>>,
    /// What the address asked for and did not get.
    pub warnings: RwSignal<Vec<String>>,
    /// The words of the page.
    pub language: &'static Language,
    /// The theme that the address asks for.
    pub theme: RwSignal<Option<Theme>>,
    /// Whether the page sits in a frame.
    pub embedded: bool,
    /// What stands in the address and is not ours.
    pub foreign: Vec<(String, String)>,
}

impl core::ops::Deref for Shared {
    type Target = State;

    fn deref(&self) -> &State {
        self.0
    }
}

/// The shared state, from anywhere below the root.
///
/// # Panics
/// Outside the root component.
pub fn shared() -> Shared {
    expect_context()
}

impl Shared {
    /// The state that an address asks for, with the text of its stage, and with that text as it was `written` in the static page.
    pub fn new(address: &Address, warnings: Vec<String>, text: Text, written: String) -> Self {
        let Place { stage, before } = address.place;
        let embedded = address.view.embedded;
        let configs = address.configs.clone();
        let mut player = Player::new(configs.clone(), address.seed);
        if before {
            player.break_all(stage.before_faults);
        }
        player.playing = !embedded;
        player.speed = address.speed;
        Self(Box::leak(Box::new(State {
            player: StoredValue::new_local(player),
            meter: StoredValue::new_local(RateMeter::default()),
            stage: RwSignal::new(stage),
            text: RwSignal::new(text),
            written: (stage, written),
            before: RwSignal::new(before),
            configs: RwSignal::new(configs),
            seen_configs: StoredValue::new_local((0, Vec::new())),
            readout: RwSignal::new(Readout::default()),
            playing: RwSignal::new(!embedded),
            seed: RwSignal::new(address.seed),
            speed: RwSignal::new(address.speed),
            mode: RwSignal::new(Mode::Traffic),
            walk_at: RwSignal::new((0, false)),
            walk_index: RwSignal::new(None),
            announcements: Announcements::default(),
            turned: RwSignal::new(String::new()),
            deferred: RwSignal::new(deferred::State::Coming),
            refusal: RwSignal::new(None),
            warnings: RwSignal::new(warnings),
            language: page::english(),
            theme: RwSignal::new(address.view.theme),
            embedded,
            foreign: address.foreign.clone(),
        })))
    }

    /// The words around the prose.
    pub fn messages(&self) -> &'static Messages {
        &self.language.messages
    }

    /// What the stage on the page is called.
    pub fn heading(&self) -> Option<&'static Heading> {
        self.language.heading(self.stage.get().id)
    }

    /// The prose of the stage on the page, once it is there.
    pub fn page(&self) -> Option<&'static Page> {
        let stage = self.stage.get();
        match self.text.get() {
            Text::Here(page) if page.stage == stage.id => Some(page),
            _ => None,
        }
    }

    /// Copies figures from the player into the signals.
    pub fn read(&self) {
        self.follow_configs();
        let readout = self.player.with_value(|player| {
            let mut readout = Readout::default();
            self.meter.update_value(|meter| readout = meter.read(player));
            readout
        });
        self.readout.maybe_update(|old| core::mem::replace(old, readout.clone()) != readout);
        let walk = self.player.with_value(|p| p.walk().map(|w| (w.hop, w.waits())));
        if let Some(at) = walk
            && self.walk_at.get_untracked() != at
        {
            self.walk_at.set(at);
        }
    }

    /// The value of a parameter in a system.
    pub fn value(&self, param: &Param, lane: Option<Lane>) -> f64 {
        self.configs.with(|configs| configs.get(lane.unwrap_or(0)).map_or(param.default, |c| param.value(c)))
    }

    /// Sets a parameter in one system, or in all; whether that was done.
    pub fn set(&self, param: &'static Param, lane: Option<Lane>, value: f64) -> bool {
        self.set_from(Asked::Setting(param.id), param, lane, value)
    }

    /// Sets a parameter where something else than its control asks for it.
    pub fn set_from(&self, asked: Asked, param: &'static Param, lane: Option<Lane>, value: f64) -> bool {
        if self.configs.with_untracked(|c| c.get(lane.unwrap_or(0)).is_some_and(|c| param.value(c) == value)) {
            return true;
        }
        self.end_walk();
        let text = named(param, value);
        self.remember(asked, text.clone(), &self.settings(lane, core::iter::once(param)), &|| {
            self.apply(asked, lane, &Input::Set { param, value }, text.clone())
        })
    }

    /// Breaks or repairs a node.
    pub fn fault(&self, asked: Asked, lane: Lane, node: NodeId, kind: Fault, said: String) {
        self.end_walk();
        let done = self.remember(asked, said.clone(), &Target::broken(lane, node, kind), &|| {
            self.apply(asked, Some(lane), &Input::Fault { node, kind }, said.clone())
        });
        if done {
            self.announcements.say(said);
        }
    }

    /// Does something that is neither a setting nor a fault.
    pub fn act(&self, asked: Asked, act: Act, said: String) {
        self.end_walk();
        if self.apply(asked, Some(0), &Input::Act(act), said.clone()) {
            self.announcements.say(said);
        }
    }

    /// Whether it was done. What is refused is said where it was asked, and in place of what would have been done.
    pub(super) fn apply(&self, asked: Asked, lane: Option<Lane>, input: &Input, text: String) -> bool {
        let mut refused = None;
        self.player.update_value(|player| refused = player.apply(lane, input, text).err());
        self.read();
        let refusal = refused.map(|error| Refusal { asked, text: self.words_of(input, &error.to_string()) });
        if let Some(refusal) = &refusal {
            self.announcements.say(refusal.text.clone());
        }
        let done = refusal.is_none();
        if self.refusal.with_untracked(|old| *old != refusal) {
            self.refusal.set(refusal);
        }
        done
    }

    /// What the model says of an input, which it calls by its id, with the words that stand on the button.
    fn words_of(&self, input: &Input, text: &str) -> String {
        let Input::Act(act) = input else { return text.to_owned() };
        let label = self.messages().get(&format!("act_{}", act.key().replace('-', "_"))).unwrap_or(act.key());
        text.replace(&format!("`{}`", act.key()), &format!("“{label}”"))
    }

    /// Some settings change by themselves: a pool follows its load, the script of a level changes its users.
    fn follow_configs(&self) {
        let now = self.player.with_value(|p| (p.version(), p.traffic().iter().map(Sim::config_version).collect()));
        if self.seen_configs.with_value(|seen| *seen != now) {
            self.seen_configs.set_value(now);
            let configs =
                self.player.with_value(|p| p.traffic().iter().map(|s| s.config().clone()).collect::<Vec<_>>());
            if self.configs.with_untracked(|old| *old != configs) {
                self.configs.set(configs);
            }
        }
    }

    /// Plays or pauses.
    pub fn play(&self, playing: bool) {
        self.player.update_value(|p| p.playing = playing);
        self.playing.set(playing);
        // The figures stand at the moment of the pause, not at the last look before it.
        self.read();
        let messages = self.messages();
        self.announcements.say(if playing { messages.said_playing } else { messages.said_paused }.to_owned());
    }

    /// Sets the speed of time.
    pub fn set_speed(&self, speed: f64) {
        self.player.update_value(|p| p.speed = speed);
        self.speed.set(speed);
    }

    /// One event on, paused.
    pub fn step(&self) {
        if self.playing.get_untracked() {
            self.play(false);
        }
        self.player.update_value(Player::step);
        self.read();
    }

    /// Goes to a moment of the run, in seconds since it began, and waits there.
    pub fn seek(&self, at_s: f64) {
        if self.playing.get_untracked() {
            self.play(false);
        }
        self.end_walk();
        self.player.update_value(|p| p.seek(p.start() + scalewalk_model::time::from_secs(at_s)));
        self.read();
    }

    /// Begins anew with the present settings.
    pub fn restart(&self) {
        self.end_walk();
        self.player.update_value(Player::restart);
        self.read();
    }

    /// Shows the present design in the run with `seed` that scores it: `labels` say what happens, in its order.
    pub fn watch(&self, level: &Level, seed: u64, labels: Vec<String>) {
        self.end_walk();
        self.player.update_value(|player| player.watch(level, seed, labels));
        self.set_speed(level.measured_s / WATCH_S);
        self.play(true);
        self.read();
    }

    /// Follows one of the stage's walks.
    pub fn start_walk(&self, index: usize) {
        let Some(walk) = self.stage.get_untracked().walks.get(index) else { return };
        let by_keys = focus::is_shown();
        if self.before.get_untracked() {
            self.go(Place::at(self.stage.get_untracked()));
        }
        self.player.update_value(|p| p.start_walk(walk));
        self.walk_index.set(Some(index));
        self.walk_at.set((0, false));
        self.mode.set(Mode::Walk);
        self.read();
        self.lead_into_walk(by_keys);
    }

    /// Who goes by keys is led to the key of the walk, wherever the page is.
    fn lead_into_walk(&self, by_keys: bool) {
        if by_keys {
            focus::moves_to(".walk .on");
        }
    }

    /// Follows a request of the traffic.
    pub fn follow(&self, lane: Lane, id: u64) {
        let by_keys = focus::is_shown();
        let mut found = false;
        self.player.update_value(|p| found = p.follow_request(lane, id));
        if found {
            self.walk_index.set(None);
            self.walk_at.set((usize::MAX, false));
            self.mode.set(Mode::Walk);
            self.read();
            self.lead_into_walk(by_keys);
        }
    }

    /// Shows another hop of the walk.
    pub fn walk_to(&self, hop: usize) {
        self.player.update_value(|p| p.walk_to(hop));
        self.read();
    }

    /// Back to all traffic. That is said: most of what is done to the system leaves a walk, too.
    pub fn end_walk(&self) {
        if self.mode.get_untracked() == Mode::Walk {
            self.player.update_value(Player::end_walk);
            self.walk_index.set(None);
            self.mode.set(Mode::Traffic);
            self.read();
            self.announcements.say(self.messages().said_traffic.to_owned());
        }
    }
}

/// The parameter of a control; controls are written by us, so it exists.
pub fn param(id: &str) -> Option<&'static Param> {
    params::find(id).ok()
}
