//! Designs as files: `{"level": 1, "settings": {"web.servers": 6}}`, read strictly. The page and its worker read none, so
//! that neither has to load the reader.

use core::fmt;

use scalewalk_model::params::{self, Param, Scale};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::design::{Design, DesignError, error};

const ALLOWED: &str = "an object, such as {\"level\": 1, \"settings\": {\"web.servers\": 6}}";

impl Design {
    /// Reads a design. Numbers stand in the unit of their parameter, shares in percent, as in an address.
    ///
    /// # Errors
    /// The first thing that is wrong: no JSON, an unknown member or parameter, one that stands twice, one that may not
    /// be set at the level, a value that is out of range or of another kind, and settings that are too much together.
    pub fn read(text: &str) -> Result<Self, DesignError> {
        let (mut level, mut settings) = (None, None);
        for (name, value) in members(text)? {
            match name.as_str() {
                "level" if level.is_some() => return error("`level` stands twice"),
                "settings" if settings.is_some() => return error("`settings` stands twice"),
                "level" => level = Some(Self::at(value.get())?),
                "settings" if value.get().starts_with('{') => settings = Some(members(value.get())?),
                "settings" => return error("`settings` must be an object, such as {\"web.servers\": 6}"),
                other => return error(format!("`{other}` is not known; allowed are level, settings")),
            }
        }
        let Some(mut design) = level else { return error("`level` is missing") };
        let Some(settings) = settings else { return error("`settings` is missing; {} sets nothing") };
        for (name, value) in settings {
            let param = design.param(&name)?;
            design.set(param, number(param, value.get()), value.get())?;
        }
        design.checked()
    }
}

/// What `value` sets `param` to, if it is of its kind.
fn number(param: &Param, value: &str) -> Option<f64> {
    match (value.as_bytes().first()?, param.scale) {
        (b't' | b'f', Scale::Switch) => Some(f64::from(u8::from(value == "true"))),
        (b'-' | b'0'..=b'9', Scale::Switch | Scale::Choice(_)) => None,
        (b'-' | b'0'..=b'9', _) => param.parse(value).ok(),
        // Of texts only those that are no number: the names of choices, on and off, never.
        (b'"', _) => {
            let text: String = serde_json::from_str(value).ok()?;
            if params::number(&text).is_none() { param.parse(&text).ok() } else { None }
        }
        _ => None,
    }
}

/// The members of an object in their order, whether or not a name stands twice, with their values as they are written.
struct Members<'a>(Vec<(String, &'a RawValue)>);

fn members(text: &str) -> Result<Vec<(String, &RawValue)>, DesignError> {
    let members = serde_json::from_str::<Members<'_>>(text);
    members.map(|members| members.0).map_err(|wrong| DesignError(format!("{wrong}; allowed is {ALLOWED}")))
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_json_has_its_place() {
        for (text, hints) in [
            ("", ["EOF", "line 1 column 0"]),
            ("{\"level\":1,\n }", ["trailing comma", "line 2 column 2"]),
            ("{\"level\" 1}", ["expected `:`", "column 10"]),
            ("{\"level\":nul}", ["expected", "column 13"]),
            ("{\"level\":1} x", ["trailing characters", "column 13"]),
            ("{\"level\":\"\\q\"}", ["invalid escape", "column 12"]),
            ("{\"level\":1 \"settings\":2}", ["expected `,` or `}`", "column 12"]),
            ("[1, {}]", ["sequence, expected an object", "line 1"]),
            ("{\"level\":1,\"settings\":{\"\\ud800\":1}}", ["hex escape", "column"]),
        ] {
            let error = Design::read(text).unwrap_err().to_string();
            assert!(hints.iter().all(|hint| error.contains(hint)) && error.contains(ALLOWED), "{text}: {error}");
        }
    }
}
