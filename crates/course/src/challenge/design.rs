//! A player's design: a level, and what is set there.

use core::fmt;

use scalewalk_model::Config;
use scalewalk_model::params::{self, Param, ParamError, Scale};

use super::{LEVELS, Level, level};

/// A design that can be scored.
#[derive(Clone, Debug)]
pub struct Design {
    /// Which level it is for.
    pub level: &'static Level,
    /// What it sets.
    pub settings: Vec<(&'static Param, f64)>,
}

/// Why something is no design: what is wrong, where, and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DesignError(pub(super) String);

impl fmt::Display for DesignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "design: {}", self.0)
    }
}

impl core::error::Error for DesignError {}

impl Design {
    /// Nothing is set at the level whose number `shown` is.
    pub(super) fn at(shown: &str) -> Result<Self, DesignError> {
        let number = params::number(shown).filter(|n| n.fract() == 0.0);
        match number.and_then(|n| level(n.clamp(0.0, 1e3) as usize)) {
            Some(level) => Ok(Self { level, settings: Vec::new() }),
            None => error(format!("level {shown} is refused; allowed is a whole number from 1 to {}", LEVELS.len())),
        }
    }

    /// `config` as a design for `level`: what differs from what the level begins with.
    pub fn of(level: &'static Level, config: &Config) -> Self {
        let own = level.config();
        let set = level.params().map(|param| (param, param.value(config)));
        Self { level, settings: set.filter(|(param, value)| *value != param.value(&own)).collect() }
    }

    /// The design for the level with this number that sets these parameters, by their ids; none if there is no such
    /// level, or the player may not set that.
    pub fn new(number: usize, settings: &[(&str, f64)]) -> Option<Self> {
        let level = level(number)?;
        let setting = |(id, value): &(&str, f64)| {
            let param = level.params().find(|param| param.id == *id)?;
            let (least, most) = level.range(param);
            (least..=most).contains(value).then_some((param, *value))
        };
        let design = Self { level, settings: settings.iter().map(setting).collect::<Option<_>>()? };
        design.configure().is_ok().then_some(design)
    }

    /// The parameter named `name`, if the player may set it.
    pub(super) fn param(&self, name: &str) -> Result<&'static Param, DesignError> {
        if let Some(param) = self.level.params().find(|param| param.id == name) {
            return Ok(param);
        }
        let known = if params::find(name).is_ok() { "may not be set" } else { "is not known" };
        let ids: Vec<_> = self.level.params().map(|param| param.id).collect();
        error(format!("setting `{name}` {known}; allowed at level {} are {}", self.level.number(), ids.join(", ")))
    }

    /// Sets `param` to what could be read of `shown`.
    pub(super) fn set(&mut self, param: &'static Param, read: Option<f64>, shown: &str) -> Result<(), DesignError> {
        if self.settings.iter().any(|(known, _)| known.id == param.id) {
            return error(format!("setting `{}` stands twice", param.id));
        }
        let (least, most) = self.level.range(param);
        if let Some(value) = read.filter(|value| (least..=most).contains(value)) {
            self.settings.push((param, value));
            return Ok(());
        }
        let allowed = match param.scale {
            Scale::Switch => "true or false".to_owned(),
            Scale::Choice(_) => param.allowed(),
            Scale::Steps(steps) => {
                let inside = steps.iter().filter(|step| (least..=most).contains(*step));
                format!("one of {}", inside.map(f64::to_string).collect::<Vec<_>>().join(", "))
            }
            _ => {
                let whole = if param.is_whole() { "a whole number" } else { "a number" };
                format!("{whole} from {} to {}", param.write(least), param.write(most))
            }
        };
        error(format!("setting `{}`: value {shown} is refused; allowed is {allowed}", param.id))
    }

    /// It, if its settings are not too much together.
    pub(super) fn checked(self) -> Result<Self, DesignError> {
        match self.configure() {
            Ok(_) => Ok(self),
            Err(refused) => error(refused.to_string()),
        }
    }

    fn configure(&self) -> Result<Config, ParamError> {
        let mut config = self.level.config();
        for (param, value) in &self.settings {
            param.apply(&mut config, *value)?;
        }
        Ok(config)
    }

    /// The system that it is.
    pub fn config(&self) -> Config {
        // It was checked when it was read.
        self.configure().unwrap_or_else(|_| self.level.config())
    }
}

pub(super) fn error<T>(what: impl Into<String>) -> Result<T, DesignError> {
    Err(DesignError(what.into()))
}
