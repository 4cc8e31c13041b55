//! A player's design: `{"level": 1, "settings": {"web.servers": 6}}`, read strictly.

use core::fmt;

use scalewalk_model::Config;
use scalewalk_model::params::{self, Param, Scale};

use super::json::{self, Value};
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
pub struct DesignError(String);

impl fmt::Display for DesignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "design: {}", self.0)
    }
}

impl core::error::Error for DesignError {}

impl Design {
    /// Reads a design. Numbers stand in the unit of their parameter, shares in percent, as in an address.
    ///
    /// # Errors
    /// The first thing that is wrong: no JSON, an unknown member or parameter, one that stands twice, one that may not
    /// be set at the level, a value that is out of range or of another kind, and settings that are too much together.
    pub fn read(text: &str) -> Result<Self, DesignError> {
        let whole = json::read(text).map_err(DesignError)?;
        let Value::Object(members) = whole else { return error("it must be an object with `level` and `settings`") };
        let (mut level, mut settings) = (None, None);
        for (name, value) in members {
            match (name.as_str(), value) {
                ("level", _) if level.is_some() => return error("`level` stands twice"),
                ("settings", _) if settings.is_some() => return error("`settings` stands twice"),
                ("level", value) => level = Some(level_of(&value)?),
                ("settings", Value::Object(members)) => settings = Some(members),
                ("settings", _) => return error("`settings` must be an object, such as {\"web.servers\": 6}"),
                (other, _) => return error(format!("`{other}` is not known; allowed are level, settings")),
            }
        }
        let Some(level) = level else { return error("`level` is missing") };
        let Some(members) = settings else { return error("`settings` is missing; {} sets nothing") };
        let mut design = Self { level, settings: Vec::new() };
        for (name, value) in members {
            let param = design.param(&name)?;
            if design.settings.iter().any(|(known, _)| known.id == param.id) {
                return error(format!("setting `{name}` stands twice"));
            }
            let value = design.value(param, &value)?;
            design.settings.push((param, value));
        }
        design.configure().map(|_| design)
    }

    /// The parameter named `name`, if the player may set it.
    fn param(&self, name: &str) -> Result<&'static Param, DesignError> {
        if let Some(param) = self.level.params().find(|param| param.id == name) {
            return Ok(param);
        }
        let known = if params::find(name).is_ok() { "may not be set" } else { "is not known" };
        let ids: Vec<_> = self.level.params().map(|param| param.id).collect();
        error(format!("setting `{name}` {known}; allowed at level {} are {}", self.level.number(), ids.join(", ")))
    }

    fn value(&self, param: &Param, value: &Value) -> Result<f64, DesignError> {
        let (least, most) = self.level.range(param);
        let (read, shown) = match (value, param.scale) {
            (Value::Truth(on), Scale::Switch) => (Some(f64::from(u8::from(*on))), on.to_string()),
            // Of texts only those that are no number: the names of choices, on and off, never.
            (Value::Text(text), _) => {
                let read = if params::number(text).is_none() { param.parse(text).ok() } else { None };
                (read, format!("\"{text}\""))
            }
            (Value::Number(text), Scale::Switch | Scale::Choice(_)) => (None, text.clone()),
            (Value::Number(text), _) => (param.parse(text).ok(), text.clone()),
            (Value::Truth(on), _) => (None, on.to_string()),
            (Value::Object(_), _) => (None, "{…}".to_owned()),
        };
        let inside = read.filter(|value| (least..=most).contains(value));
        let Some(value) = inside else {
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
            return error(format!("setting `{}`: value {shown} is refused; allowed is {allowed}", param.id));
        };
        Ok(value)
    }

    fn configure(&self) -> Result<Config, DesignError> {
        let mut config = self.level.config();
        for (param, value) in &self.settings {
            param.apply(&mut config, *value).map_err(|refused| DesignError(refused.to_string()))?;
        }
        Ok(config)
    }

    /// The system that it is.
    pub fn config(&self) -> Config {
        // It was checked when it was read.
        self.configure().unwrap_or_else(|_| self.level.config())
    }
}

/// `config` as a design for `level`, as it is read: what differs from what the level begins with.
pub fn write(level: &Level, config: &Config) -> String {
    let own = level.config();
    let changed = level.params().filter(|param| param.value(config) != param.value(&own));
    let settings: Vec<String> = changed
        .map(|param| {
            let text = param.write(param.value(config));
            let value = match param.scale {
                Scale::Switch => (param.value(config) != 0.0).to_string(),
                _ if params::number(&text).is_some() => text,
                _ => format!("\"{text}\""),
            };
            format!("\"{}\": {value}", param.id)
        })
        .collect();
    format!("{{\"level\": {}, \"settings\": {{{}}}}}", level.number(), settings.join(", "))
}

fn level_of(value: &Value) -> Result<&'static Level, DesignError> {
    let (number, shown) = match value {
        Value::Number(text) => (params::number(text).filter(|n| n.fract() == 0.0), text.clone()),
        Value::Text(text) => (None, format!("\"{text}\"")),
        Value::Truth(truth) => (None, truth.to_string()),
        Value::Object(_) => (None, "{…}".to_owned()),
    };
    number.and_then(|n| level(n.clamp(0.0, 1e3) as usize)).ok_or_else(|| {
        DesignError(format!("level {shown} is refused; allowed is a whole number from 1 to {}", LEVELS.len()))
    })
}

fn error<T>(what: impl Into<String>) -> Result<T, DesignError> {
    Err(DesignError(what.into()))
}
