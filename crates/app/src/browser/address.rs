//! The address of the page: which stage, which settings. Every bad part gives a warning and the default.

use scalewalk_course::challenge::levels::HOME;
use scalewalk_course::challenge::{self, LEVELS, level_on};
use scalewalk_course::page::Messages;
use scalewalk_course::{Lane, STAGES, Stage, stages};
use scalewalk_model::Config;
use scalewalk_model::params::{self, Param};

/// What an address asks for.
#[derive(Clone, Debug)]
pub struct Address {
    /// The stage.
    pub stage: &'static Stage,
    /// The settings of each system.
    pub configs: Vec<Config>,
    /// The luck.
    pub seed: u64,
    /// The speed of time.
    pub speed: f64,
    /// Whether the page sits in a frame.
    pub embedded: bool,
    /// The theme, if one is asked for.
    pub theme: Option<String>,
    /// What was asked for and cannot be had.
    pub warnings: Vec<String>,
}

/// Slowest and fastest speed of time.
pub const SPEEDS: (f64, f64) = (0.001, 10_000.0);

/// A setting's key: `users`, or `b.web.servers` for the second of two systems.
pub fn setting_key(lane: Option<Lane>, id: &str) -> String {
    match lane {
        None => id.to_owned(),
        Some(0) => format!("a.{id}"),
        Some(_) => format!("b.{id}"),
    }
}

/// A setting that an address asks for, legal by itself.
struct Setting {
    /// In which system; in all of them, if none is named.
    lane: Option<Lane>,
    param: &'static Param,
    value: f64,
    /// As it stands there.
    text: String,
}

fn not_possible(what: &str, allowed: &str, messages: &Messages) -> String {
    messages.warning_value.replace("{what}", what).replace("{allowed}", allowed)
}

impl Address {
    /// Reads a path (the last part names the stage) and the pairs of a query, already decoded.
    pub fn read(path: &str, query: &[(String, String)], messages: &Messages) -> Self {
        let mut warnings = Vec::new();
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
        let asked = query.iter().find(|(k, _)| k == "stage").map(|(_, v)| v.as_str());
        let stage = stages::find(asked.unwrap_or(name)).unwrap_or_else(|| {
            if let Some(asked) = asked {
                warnings.push(messages.warning_stage.replace("{what}", asked));
            }
            &STAGES[0]
        });
        let level = query.iter().find(|(k, _)| k == "level" && stage.id == HOME).map(|(_, v)| v.as_str());
        let stage = level.map_or(stage, |asked| {
            params::number(asked).and_then(|n| challenge::level(n as usize)).map_or_else(
                || {
                    let value = messages.warning_value.replace("{what}", &format!("level = {asked}"));
                    warnings.push(value.replace("{allowed}", &format!("1 to {}", LEVELS.len())));
                    stage
                },
                |level| &level.stage,
            )
        });
        let mut address = Self {
            stage,
            configs: (stage.lanes)(),
            seed: 1,
            speed: stage.speed,
            embedded: false,
            theme: None,
            warnings,
        };
        let mut settings = Vec::new();
        for (key, value) in query {
            address.setting(key, value, &mut settings, messages);
        }
        address.set(&settings, messages);
        address
    }

    /// Sets all at once, so that they may stand in any order. What is too much together becomes a warning.
    fn set(&mut self, settings: &[Setting], messages: &Messages) {
        let mut refused = Vec::new();
        for (lane, config) in self.configs.iter_mut().enumerate() {
            let here: Vec<_> = settings.iter().filter(|setting| setting.lane.is_none_or(|l| l == lane)).collect();
            let values: Vec<_> = here.iter().map(|setting| (setting.param, setting.value)).collect();
            let errors = params::apply_all(config, &values);
            for (i, error) in errors {
                let warning = not_possible(&here[i].text, &error.allowed, messages);
                // Both of two systems may refuse the same.
                if !refused.contains(&warning) {
                    refused.push(warning);
                }
            }
        }
        self.warnings.extend(refused);
    }

    fn setting(&mut self, key: &str, value: &str, settings: &mut Vec<Setting>, messages: &Messages) {
        let text = format!("{key} = {value}");
        let not_possible = |allowed: &str| not_possible(&text, allowed, messages);
        match key {
            "stage" | "level" => {}
            "embed" => self.embedded = value != "0",
            "seed" => match value.parse() {
                Ok(seed) => self.seed = seed,
                Err(_) => self.warnings.push(not_possible("0 to 18446744073709551615")),
            },
            "speed" => match params::number(value) {
                Some(speed) if (SPEEDS.0..=SPEEDS.1).contains(&speed) => self.speed = speed,
                _ => self.warnings.push(not_possible(&format!("{} to {}", SPEEDS.0, SPEEDS.1))),
            },
            "theme" => match value {
                "light" | "dark" | "projector" | "system" => self.theme = Some(value.to_owned()),
                _ => self.warnings.push(not_possible("light, dark, projector, system")),
            },
            "v" => {
                if value != "1" {
                    self.warnings.push(messages.warning_version.replace("{what}", value));
                }
            }
            _ => {
                let (lane, id) = match key.split_once('.') {
                    Some(("a", id)) => (Some(0), id),
                    Some(("b", id)) => (Some(1), id),
                    _ => (None, key),
                };
                let Ok(param) = params::find(id) else {
                    self.warnings.push(messages.warning_unknown.replace("{what}", key));
                    return;
                };
                match param.parse(value) {
                    Ok(value) if level_on(self.stage).is_some_and(|level| !level.allows(param, value)) => {
                        self.warnings.push(messages.warning_level.replace("{what}", &text));
                    }
                    Ok(value) => settings.push(Setting { lane, param, value, text }),
                    Err(error) => self.warnings.push(not_possible(&error.allowed)),
                }
            }
        }
    }

    /// The query for settings that differ from the stage's own, in the order of its controls.
    pub fn write(stage: &Stage, configs: &[Config]) -> String {
        let level = level_on(stage).map(|level| format!("level={}", level.number()));
        let parts: Vec<String> = level.into_iter().chain(Self::changes(stage, configs)).collect();
        if parts.is_empty() { String::new() } else { format!("?v=1&{}", parts.join("&")) }
    }

    /// The settings that differ from the stage's own, as pairs of a query.
    pub fn changes(stage: &Stage, configs: &[Config]) -> Vec<String> {
        let defaults = (stage.lanes)();
        let level = level_on(stage);
        let mut parts = Vec::new();
        for param in params::all() {
            if level.is_some_and(|level| level.params().all(|own| own.id != param.id)) {
                continue;
            }
            let changed = |lane: Lane| {
                let (now, then) = (configs.get(lane), defaults.get(lane));
                // A pool that follows its load comes to its number of servers by itself.
                let own = |c: &Config| param.id == "web.servers" && c.scaling.auto;
                now.zip(then).filter(|(n, t)| param.value(n) != param.value(t) && !own(n)).map(|(n, _)| param.value(n))
            };
            match (changed(0), changed(1)) {
                (Some(a), Some(b)) if a == b => parts.push(format!("{}={}", param.id, param.write(a))),
                (Some(a), None) if configs.len() == 1 => parts.push(format!("{}={}", param.id, param.write(a))),
                (a, b) => {
                    for (lane, value) in [a, b].into_iter().enumerate() {
                        if let Some(value) = value {
                            parts.push(format!("{}={}", setting_key(Some(lane), param.id), param.write(value)));
                        }
                    }
                }
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scalewalk_course::page::english;
    use wasm_bindgen_test::wasm_bindgen_test;

    fn read(path: &str, query: &str) -> Address {
        let pairs: Vec<_> =
            query.split('&').filter_map(|p| p.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        Address::read(path, &pairs, &english().messages)
    }

    #[wasm_bindgen_test]
    fn what_is_written_is_read_again() {
        let mut address = read("/x/scaling/", "users=2000000&b.web.servers=9&seed=7&embed=1");
        assert_eq!((address.stage.id, address.seed, address.embedded), ("scaling", 7, true));
        assert!(address.warnings.is_empty(), "{:?}", address.warnings);
        let query = Address::write(address.stage, &address.configs);
        assert_eq!(query, "?v=1&users=2000000&b.web.servers=9");
        address.seed = 1;
        assert_eq!(read("scaling", &query[1..]).configs, address.configs);
        assert_eq!(Address::write(&STAGES[0], &(STAGES[0].lanes)()), "");
    }

    #[wasm_bindgen_test]
    fn what_is_bad_is_named_and_the_default_stands() {
        let address = read("/single-server", "users=many&colour=red&speed=-1&theme=pink&v=9&seed=x&users=5e9");
        assert_eq!(address.warnings.len(), 7);
        assert!(address.warnings[0].contains("users = many") && address.warnings[0].contains("100000000"));
        assert_eq!(address.configs, (STAGES[0].lanes)());
        assert_eq!(read("/nowhere", "").stage.id, "single-server");
        assert!(!read("/", "stage=cash").warnings.is_empty());
    }

    #[test]
    fn what_is_too_much_together_is_a_warning_in_any_order() {
        for query in ["users=1e8&requests=1000", "requests=1000&users=1e8"] {
            let address = read("/scaling", query);
            assert_eq!(address.warnings.len(), 1, "{:?}", address.warnings);
            assert!(address.warnings[0].contains("requests = 1000") && address.warnings[0].contains("a second"));
            assert!(address.configs.iter().all(|config| config.users == 1e8 && config.requests_per_day < 1000.0));
        }
        let bearable = read("/scaling", "requests=1&users=1e8");
        assert!(bearable.warnings.is_empty() && bearable.configs.iter().all(|config| config.users == 1e8));
    }
}
