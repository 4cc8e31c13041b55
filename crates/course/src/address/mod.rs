//! The address of the page: where a reader is, and with which system.
//!
//! ```text
//! <folder>/[<stage>/][index.html]?v=<version>&<key>=<value>…
//! ```
//!
//! | part | says | decided by |
//! | --- | --- | --- |
//! | `<stage>/`, `level`, `before` | [`Place`]: the stage, the level of the challenge, whether its trouble is shown | going from place to place |
//! | `users`, `cache.ttl`, `b.web.servers` … | the settings that differ from the place's own; `a.` and `b.` name one of two systems | whatever sets a parameter |
//! | `seed`, `speed` | the luck of the run, and the speed of time where it is not the place's own | the run |
//! | `theme`, `embed` | [`View`]: the theme that was asked for, whether the page sits in a frame | the switch for the theme; the host |
//! | `v` | of which defaults settings are differences ([`defaults`]) | this module |
//! | all else | nothing to us; it is kept as it is | the host |
//!
//! The page has one writer, `browser/address_bar.rs` in `crates/app`, which follows what is decided.
//!
//! What cannot be had gives a warning and the default. `read(write(address)) == address`, without a warning.

pub mod defaults;
mod keys;
mod settings;
mod words;

use form_urlencoded::Serializer;
use scalewalk_model::Config;
use scalewalk_model::params;

use crate::challenge::levels::HOME;
use crate::challenge::{self, LEVELS, level_on};
use crate::page::Messages;
use crate::stages;
use crate::{Lane, STAGES, Stage};
use defaults::{Kept, VERSION};
use keys::Key;
use settings::Setting;

pub use settings::{changes, setting_key};

/// Slowest and fastest speed of time.
pub const SPEEDS: (f64, f64) = (0.001, 10_000.0);
/// The luck of a run where none is named.
pub const SEED: u64 = 1;

/// Where a reader is.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The stage; that of a level, where one is played.
    pub stage: &'static Stage,
    /// Whether the stage shows the trouble that its change will end.
    pub before: bool,
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self.stage, other.stage) && self.before == other.before
    }
}

impl Place {
    /// A stage as its change leaves it.
    pub const fn at(stage: &'static Stage) -> Self {
        Self { stage, before: false }
    }

    /// The place's own systems.
    pub fn systems(&self) -> Vec<Config> {
        match self.stage.before {
            Some(trouble) if self.before => trouble(),
            _ => (self.stage.lanes)(),
        }
    }

    /// All places there are.
    pub fn all() -> impl Iterator<Item = Self> {
        let troubles = STAGES.iter().filter(|stage| stage.before.is_some()).map(|stage| Self { stage, before: true });
        let levels = LEVELS.iter().map(|level| Self::at(&level.stage));
        STAGES.iter().map(Self::at).chain(troubles).chain(levels)
    }

    /// Its name among the [`defaults`]: `cache`, `cache before`, `millions level 2`.
    fn name(&self) -> String {
        let level = level_on(self.stage).map(|level| format!(" level {}", level.number()));
        let before = if self.before { " before" } else { "" };
        format!("{}{}{before}", self.stage.id, level.unwrap_or_default())
    }
}

/// A theme of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system wishes.
    System,
    /// Light.
    Paper,
    /// Dark.
    Ink,
    /// Black on white, to be seen from afar.
    Projector,
}

impl Theme {
    /// All themes, in the order of the switch.
    pub const ALL: [Self; 4] = [Self::System, Self::Paper, Self::Ink, Self::Projector];

    /// Its name in the address, in `data-theme` and in the storage.
    pub const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Paper => "light",
            Self::Ink => "dark",
            Self::Projector => "projector",
        }
    }

    /// The theme after this one.
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Paper,
            Self::Paper => Self::Ink,
            Self::Ink => Self::Projector,
            Self::Projector => Self::System,
        }
    }

    /// The theme with this name.
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.key() == key)
    }
}

/// How the page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The theme, if one is asked for.
    pub theme: Option<Theme>,
    /// Whether the page sits in a frame.
    pub embedded: bool,
}

/// All that an address says.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// Where the reader is.
    pub place: Place,
    /// The settings of each system.
    pub configs: Vec<Config>,
    /// The luck of the run.
    pub seed: u64,
    /// Simulated seconds a second.
    pub speed: f64,
    /// How the page is shown.
    pub view: View,
    /// The pairs of others, in their order.
    pub foreign: Vec<(String, String)>,
}

impl Address {
    /// A place with its own settings.
    pub fn at(place: Place) -> Self {
        Self {
            place,
            configs: place.systems(),
            seed: SEED,
            speed: place.stage.speed,
            view: View::default(),
            foreign: Vec::new(),
        }
    }

    /// Reads a path below the page's folder, and a query without its `?`. What cannot be had becomes a warning.
    pub fn read(path: &str, query: &str, messages: &Messages) -> (Self, Vec<String>) {
        Self::read_with(path, query, messages, defaults::kept)
    }

    fn read_with(
        path: &str,
        query: &str,
        messages: &Messages,
        kept: impl Fn(u32) -> Option<Kept>,
    ) -> (Self, Vec<String>) {
        let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let mut reader = Reader { messages, warnings: Vec::new() };
        let place = reader.place(path, &pairs);
        let mut address = Self::at(place);
        reader.older(&mut address, &pairs, kept);
        let mut asked = Vec::new();
        for (key, value) in pairs {
            reader.pair(&mut address, key, value, &mut asked);
        }
        let refused = settings::set(&mut address.configs, &asked);
        for (text, allowed) in refused {
            reader.not_possible(&text, &allowed);
        }
        (address, reader.warnings)
    }

    /// The path below the page's folder.
    pub fn path(&self) -> String {
        format!("{}/", self.place.stage.id)
    }

    /// The query, with its `?` where there is anything to say.
    pub fn query(&self) -> String {
        let mut own: Vec<(String, String)> = Vec::new();
        let mut say = |key: &str, value: String| own.push((key.to_owned(), value));
        if let Some(level) = level_on(self.place.stage) {
            say("level", level.number().to_string());
        }
        if self.place.before {
            say("before", "1".to_owned());
        }
        for (key, value) in changes(&self.place, &self.configs) {
            say(&key, value);
        }
        if self.seed != SEED {
            say("seed", self.seed.to_string());
        }
        if self.speed != self.place.stage.speed {
            say("speed", written(self.speed).to_string());
        }
        let mut query = Serializer::new(String::new());
        if !own.is_empty() {
            query.append_pair("v", &VERSION.to_string());
        }
        query.extend_pairs(own);
        if let Some(theme) = self.view.theme {
            query.append_pair("theme", theme.key());
        }
        if self.view.embedded {
            query.append_pair("embed", "1");
        }
        query.extend_pairs(&self.foreign);
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    /// Path and query.
    pub fn write(&self) -> String {
        self.path() + &self.query()
    }
}

/// Reads an address, and keeps what is to be said about it.
struct Reader<'a> {
    messages: &'a Messages,
    warnings: Vec<String>,
}

impl Reader<'_> {
    fn warn(&mut self, message: &str, what: &str) {
        self.warnings.push(message.replace("{what}", what));
    }

    fn not_possible(&mut self, what: &str, allowed: &str) {
        let warning = self.messages.warning_value.replace("{allowed}", allowed).replace("{what}", what);
        // Both of two systems may refuse the same.
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    /// The stage that the path names, unless the query names another.
    fn place(&mut self, path: &str, pairs: &[(String, String)]) -> Place {
        let said = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let mut parts = path.split('/').filter(|part| !part.is_empty() && *part != "index.html");
        let named = parts.next();
        let by_path = named.and_then(stages::find);
        if let (Some(name), None) = (named, by_path) {
            self.warn(self.messages.warning_stage, name);
        }
        if let (Some(_), Some(more)) = (by_path, parts.next()) {
            self.warn(self.messages.warning_scene, more);
        }
        let by_path = by_path.unwrap_or(&STAGES[0]);
        let stage = said("stage").map_or(by_path, |asked| {
            stages::find(asked).unwrap_or_else(|| {
                self.warn(self.messages.warning_no_stage, asked);
                by_path
            })
        });
        let stage = match said("level") {
            Some(asked) if stage.id == HOME => {
                let level = params::number(asked).and_then(|number| challenge::level(number as usize));
                level.map_or_else(
                    || {
                        self.not_possible(&format!("level = {asked}"), &format!("1 to {}", LEVELS.len()));
                        stage
                    },
                    |level| &level.stage,
                )
            }
            Some(asked) => {
                self.not_possible(&format!("level = {asked}"), &format!("levels of the stage {HOME}"));
                stage
            }
            None => stage,
        };
        let before = match said("before") {
            None | Some("0") => false,
            Some("1") if stage.before.is_some() => true,
            Some("1") => {
                self.not_possible("before = 1", "0, since this stage does not begin with trouble");
                false
            }
            Some(asked) => {
                self.not_possible(&format!("before = {asked}"), "0 or 1");
                false
            }
        };
        Place { stage, before }
    }

    /// Where the address is of an older version, the place's systems as they were then, and what has changed since.
    fn older(&mut self, address: &mut Address, pairs: &[(String, String)], kept: impl Fn(u32) -> Option<Kept>) {
        let Some((_, asked)) = pairs.iter().find(|(key, _)| key == "v") else { return };
        let Ok(version) = asked.parse::<u32>() else {
            return self.not_possible(&format!("v = {asked}"), &format!("1 to {VERSION}"));
        };
        if version == VERSION {
            return;
        }
        let Some(then) = kept(version) else { return self.warn(self.messages.warning_version, asked) };
        let changed = then.restore(&address.place, &mut address.configs);
        if !changed.is_empty() {
            let said = self.messages.warning_older.replace("{version}", asked);
            self.warn(&said, &changed.join(", "));
        }
    }

    /// What a pair says besides the place.
    fn pair(&mut self, address: &mut Address, key: String, value: String, asked: &mut Vec<Setting>) {
        let text = format!("{key} = {value}");
        match keys::whose(&key) {
            Key::Place | Key::Version => {}
            Key::Seed => match value.parse() {
                Ok(seed) => address.seed = seed,
                Err(_) => self.not_possible(&text, &format!("0 to {}", u64::MAX)),
            },
            Key::Speed => match params::number(&value) {
                Some(speed) if (SPEEDS.0..=SPEEDS.1).contains(&speed) => address.speed = speed,
                _ => self.not_possible(&text, &format!("{} to {}", SPEEDS.0, SPEEDS.1)),
            },
            Key::Theme => match Theme::named(&value) {
                Some(theme) => address.view.theme = Some(theme),
                None => self.not_possible(&text, &Theme::ALL.map(Theme::key).join(", ")),
            },
            Key::Embed => address.view.embedded = value != "0",
            Key::Setting(lane, _) if lane.is_some_and(|lane| lane >= address.configs.len()) => {
                self.warn(self.messages.warning_lane, &text);
            }
            Key::Setting(lane, param) => match param.parse(&value) {
                Ok(value) if level_on(address.place.stage).is_some_and(|level| !level.allows(param, value)) => {
                    self.warn(self.messages.warning_level, &text);
                }
                Ok(value) => asked.push(Setting { lane, param, value, text }),
                Err(error) => self.not_possible(&text, &error.allowed),
            },
            Key::Misspelt(near) => {
                let said = self.messages.warning_unknown.replace("{near}", &near);
                self.warn(&said, &key);
            }
            Key::Foreign => address.foreign.push((key, value)),
        }
    }
}

/// A speed with as many digits as are read again.
fn written(speed: f64) -> f64 {
    libm::round(speed * 1e6) / 1e6
}

/// The system that a lane's letter names: `a` or `b`.
fn lane_named(letter: &str) -> Option<Lane> {
    match letter {
        "a" => Some(0),
        "b" => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
