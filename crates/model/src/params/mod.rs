//! The registry: each parameter is declared once, in [`crate::parts::PARAMS`]. Sliders, addresses, the command
//! line, spoken values and error messages are all made from it.

pub(crate) mod declare;
mod format;
mod read;
mod slider;
mod spread;
mod together;

use core::fmt;

pub use format::Unit;
pub use read::number;
pub use together::apply_all;

use crate::config::Config;

/// The most requests a second that all settings together may ask for: every request is simulated.
pub const MAX_RATE: f64 = 1e6;

/// A parameter of the model.
#[derive(Clone, Copy)]
pub struct Param {
    /// Its name in addresses and on the command line: `dns.ttl`.
    pub id: &'static str,
    /// Its name on the page.
    pub label: &'static str,
    /// What its numbers count.
    pub unit: Unit,
    /// Which values are legal, and how a slider spreads them.
    pub scale: Scale,
    /// The value where a stage says nothing else.
    pub default: f64,
    /// What it does, in one line.
    pub help: &'static str,
    /// Where the default comes from; empty without the feature `sources`.
    pub source: &'static str,
    get: fn(&Config) -> f64,
    set: fn(&mut Config, f64),
}

/// Legal values and their spread over a slider.
#[derive(Clone, Copy, Debug)]
pub enum Scale {
    /// Evenly from `min` to `max`, in whole steps.
    Linear {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
        /// Distance of neighbouring slider positions.
        step: f64,
    },
    /// By ratio from `min` to `max`; with `zero`, a stop at 0 before `min`; with `never`, one at infinity after `max`.
    Log {
        /// Least value above zero.
        min: f64,
        /// Greatest value.
        max: f64,
        /// Whether 0 is legal too.
        zero: bool,
        /// Whether infinity is legal too.
        never: bool,
    },
    /// These values only, ascending.
    Steps(&'static [f64]),
    /// One of several named ways; the value is the index.
    Choice(&'static [Choice]),
    /// 0 is off, 1 is on.
    Switch,
}

/// One way of a [`Scale::Choice`].
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Its name in addresses.
    pub key: &'static str,
    /// Its name on the page.
    pub label: &'static str,
}

/// Why a value was refused. Names the parameter, the value and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamError {
    /// The parameter.
    pub param: String,
    /// The value as it was given.
    pub value: String,
    /// What is allowed.
    pub allowed: String,
}

/// How infinity is written.
const NEVER: &str = "never";

/// Whether all settings together can be borne, now that `param` is set.
pub(crate) fn check_rate(param: &Param, config: &Config) -> Result<(), ParamError> {
    // The rate of a row is its own, and has a bound of its own. A wave is borne if its crest is.
    let crest = config.open_rate() * (1.0 + config.scaling.wave) * config.crest_of_uploads();
    if config.tandem.is_some() || crest <= MAX_RATE {
        return Ok(());
    }
    let allowed = format!("a value with which no more than {MAX_RATE} requests a second arrive");
    Err(ParamError { param: param.id.to_owned(), value: param.write(param.value(config)), allowed })
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "parameter `{}`: value `{}` is refused; allowed is {}", self.param, self.value, self.allowed)
    }
}

impl core::error::Error for ParamError {}

/// All parameters, in the order of the table.
pub fn all() -> &'static [Param] {
    declare::TABLE
}

/// The parameter named `id`.
///
/// # Errors
/// If there is none; lists the names there are.
pub fn find(id: &str) -> Result<&'static Param, ParamError> {
    declare::TABLE.iter().find(|p| p.id == id).ok_or_else(|| ParamError {
        param: id.to_owned(),
        value: String::new(),
        allowed: format!("one of {}", declare::TABLE.iter().map(|p| p.id).collect::<Vec<_>>().join(", ")),
    })
}

impl Param {
    /// Its value in `config`.
    pub fn value(&self, config: &Config) -> f64 {
        (self.get)(config)
    }

    /// Sets it in `config` after checking the value.
    ///
    /// # Errors
    /// If `value` is not legal, by itself or with the others; `config` is then untouched.
    pub fn apply(&self, config: &mut Config, value: f64) -> Result<(), ParamError> {
        self.check(value)?;
        let before = self.value(config);
        self.store(config, value);
        let bearable = check_rate(self, config);
        if bearable.is_err() {
            self.store(config, before);
        }
        bearable
    }

    /// Sets it without a check: for values that come from this registry.
    pub(crate) fn store(&self, config: &mut Config, value: f64) {
        (self.set)(config, value);
    }

    /// Whether `value` is legal.
    ///
    /// # Errors
    /// The parameter, the value and the legal range.
    pub fn check(&self, value: f64) -> Result<(), ParamError> {
        let never = matches!(self.scale, Scale::Log { never: true, .. }) && value == f64::INFINITY;
        let legal = never
            || value.is_finite()
                && match self.scale {
                    Scale::Linear { min, max, .. } => (min..=max).contains(&value),
                    Scale::Log { min, max, zero, .. } => (min..=max).contains(&value) || (zero && value == 0.0),
                    Scale::Steps(steps) => steps.contains(&value),
                    Scale::Choice(choices) => value >= 0.0 && value < choices.len() as f64,
                    Scale::Switch => value == 0.0 || value == 1.0,
                }
                && (!self.is_whole() || value == libm::floor(value));
        if legal { Ok(()) } else { Err(self.refusal(&value.to_string())) }
    }

    /// Reads a value as it stands in an address or on the command line: a number in the
    /// parameter's unit, the key of a choice, or `on` and `off`.
    ///
    /// # Errors
    /// As [`Param::check`].
    pub fn parse(&self, text: &str) -> Result<f64, ParamError> {
        let value = match self.scale {
            Scale::Choice(choices) => choices.iter().position(|c| c.key == text).map(|i| i as f64),
            Scale::Switch => match text {
                "on" | "1" | "true" => Some(1.0),
                "off" | "0" | "false" => Some(0.0),
                _ => None,
            },
            Scale::Log { never: true, .. } if text == NEVER => Some(f64::INFINITY),
            _ => number(text).map(|v| round_to(v / self.unit.shown_per_stored(), 12)),
        };
        let value = value.ok_or_else(|| self.refusal(text))?;
        self.check(value).map_err(|_| self.refusal(text))?;
        Ok(value)
    }

    /// Writes a value as [`Param::parse`] reads it.
    pub fn write(&self, value: f64) -> String {
        match self.scale {
            Scale::Choice(choices) => choices[(value as usize).min(choices.len() - 1)].key.to_owned(),
            Scale::Switch => if value == 0.0 { "off" } else { "on" }.to_owned(),
            Scale::Log { never: true, .. } if value == f64::INFINITY => NEVER.to_owned(),
            _ => format!("{}", round_to(value * self.unit.shown_per_stored(), 6)),
        }
    }

    /// A value for people: `5 min`, `1.2 M`, `90 %`, `round robin`.
    pub fn show(&self, value: f64) -> String {
        match self.scale {
            Scale::Choice(choices) => choices[(value as usize).min(choices.len() - 1)].label.to_owned(),
            Scale::Switch => if value == 0.0 { "off" } else { "on" }.to_owned(),
            Scale::Log { zero: true, .. } if value == 0.0 => "off".to_owned(),
            Scale::Log { never: true, .. } if value == f64::INFINITY => NEVER.to_owned(),
            _ => self.unit.show(value),
        }
    }

    /// A value for a voice: units in full.
    pub fn speak(&self, value: f64) -> String {
        match self.scale {
            Scale::Choice(_) | Scale::Switch => self.show(value),
            Scale::Log { zero: true, .. } if value == 0.0 => "off".to_owned(),
            Scale::Log { never: true, .. } if value == f64::INFINITY => NEVER.to_owned(),
            _ => self.unit.speak(value),
        }
    }

    /// Whether only whole numbers are legal.
    pub fn is_whole(&self) -> bool {
        self.unit.is_whole() || matches!(self.scale, Scale::Choice(_) | Scale::Switch)
    }

    /// What is legal, in words.
    pub fn allowed(&self) -> String {
        let shown = self.unit.shown_per_stored();
        let whole = if self.is_whole() { "a whole number " } else { "" };
        match self.scale {
            Scale::Linear { min, max, .. } => {
                format!("{whole}{} to {}{}", min * shown, max * shown, self.unit.suffix())
            }
            Scale::Log { min, max, zero, never } => format!(
                "{}{whole}{} to {}{}{}",
                if zero { "0 or " } else { "" },
                min * shown,
                max * shown,
                self.unit.suffix(),
                if never { " or never" } else { "" }
            ),
            Scale::Steps(steps) => {
                let list: Vec<_> = steps.iter().map(f64::to_string).collect();
                format!("one of {}{}", list.join(", "), self.unit.suffix())
            }
            Scale::Choice(choices) => {
                format!("one of {}", choices.iter().map(|c| c.key).collect::<Vec<_>>().join(", "))
            }
            Scale::Switch => "on or off".to_owned(),
        }
    }

    fn refusal(&self, value: &str) -> ParamError {
        ParamError { param: self.id.to_owned(), value: value.to_owned(), allowed: self.allowed() }
    }
}

impl fmt::Debug for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Param").field("id", &self.id).field("scale", &self.scale).finish_non_exhaustive()
    }
}

fn round_to(value: f64, digits: i32) -> f64 {
    let scale = libm::pow(10.0, f64::from(digits));
    libm::round(value * scale) / scale
}

fn two_digits(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let magnitude = libm::floor(libm::log10(libm::fabs(value))) as i32 - 1;
    let unit = libm::pow(10.0, f64::from(magnitude));
    round_to(libm::round(value / unit) * unit, 9)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Database, Topology};

    fn config() -> Config {
        Config::new(Topology { balancer: true, database: Database::Own, ..Topology::BARE })
    }

    #[test]
    fn every_default_is_legal_and_stored() {
        let config = config();
        for param in all() {
            param.check(param.default).unwrap();
            assert_eq!(param.value(&config), param.default, "{}", param.id);
            assert!(!param.help.is_empty(), "{}", param.id);
            assert!(param.source.is_empty() != cfg!(feature = "sources"), "{}", param.id);
        }
    }

    #[test]
    fn ids_are_unique() {
        for (i, param) in all().iter().enumerate() {
            assert!(all()[..i].iter().all(|p| p.id != param.id), "{}", param.id);
        }
    }

    #[test]
    fn every_slider_position_is_legal_and_found_again() {
        for param in all() {
            for position in 0..=param.positions() {
                let value = param.value_at(position);
                param.check(value).unwrap();
                // Two digits of a logarithmic slider may be shared by neighbouring positions.
                let again = param.value_at(param.position(value));
                let close = again == value || (again - value).abs() <= 0.06 * value;
                assert!(close, "{} {position} {value} {again}", param.id);
                assert_eq!(param.parse(&param.write(value)), Ok(value), "{}", param.id);
            }
            assert_eq!(param.value_at(u32::MAX), param.value_at(param.positions()));
        }
    }

    #[test]
    fn a_bad_value_is_refused_by_name_with_its_range_and_changes_nothing() {
        let mut config = config();
        let before = config.clone();
        let users = find("users").unwrap();
        for bad in [0.0, -1.0, 2e8, f64::NAN, f64::INFINITY, 1.5] {
            let error = users.apply(&mut config, bad).unwrap_err().to_string();
            assert!(error.contains("`users`") && error.contains("100000000"), "{error}");
        }
        assert_eq!(config, before);
        assert!(users.parse("many").unwrap_err().to_string().contains("`many`"));
        assert!(find("user").unwrap_err().to_string().contains("dns.ttl"));
        assert!(find("lb.algorithm").unwrap().parse("fastest").unwrap_err().allowed.contains("round-robin"));
    }

    #[test]
    fn values_that_ask_for_too_much_together_are_refused() {
        let mut config = config();
        find("users").unwrap().apply(&mut config, 1e8).unwrap();
        let before = config.clone();
        let error = find("requests").unwrap().apply(&mut config, 1000.0).unwrap_err().to_string();
        assert!(error.contains("`requests`") && error.contains("1000000 requests a second"), "{error}");
        assert_eq!(config, before);
        assert!(config.check().is_ok());
        config.requests_per_day = 1000.0;
        assert!(config.check().is_err());
    }

    #[test]
    fn values_read_as_people_write_them() {
        let show = |id: &str, value: f64| find(id).unwrap().show(value);
        assert_eq!(show("users", 1_200_000.0), "1.2\u{a0}M");
        assert_eq!(show("users", 850.0), "850");
        assert_eq!(show("dns.ttl", 300.0), "5\u{a0}min");
        assert_eq!(show("dns.ttl", 0.0), "off");
        assert_eq!(show("reads", 0.9), "90\u{a0}%");
        assert_eq!(show("lb.algorithm", 0.0), "round robin");
        assert_eq!(find("reads").unwrap().parse("90"), Ok(0.9));
        assert_eq!(find("dns.ttl").unwrap().speak(60.0), "60 seconds");
    }
}
