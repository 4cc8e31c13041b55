//! Whose a key of the query is.

use scalewalk_model::params::{self, Param};

use super::lane_named;
use super::words::WORDS;
use crate::Lane;

/// How many letters may be wrong in a key that was meant for us.
const WRONG_LETTERS: usize = 2;

/// What a key speaks of.
#[derive(Clone, Debug)]
pub enum Key {
    /// Stage, level or trouble.
    Place,
    /// Of which defaults settings are differences.
    Version,
    /// The luck of the run.
    Seed,
    /// The speed of time.
    Speed,
    /// Light or dark.
    Theme,
    /// Whether the page sits in a frame.
    Embed,
    /// A parameter, in one of two systems or in all.
    Setting(Option<Lane>, &'static Param),
    /// It was meant for us, and is nearly this.
    Misspelt(String),
    /// It is meant for somebody else.
    Foreign,
}

/// Whose `key` is. One in which a group of parameters is named, or that is nearly one of ours, is ours.
pub fn whose(key: &str) -> Key {
    match key {
        "stage" | "level" | "before" => return Key::Place,
        "v" => return Key::Version,
        "seed" => return Key::Seed,
        "speed" => return Key::Speed,
        "theme" => return Key::Theme,
        "embed" => return Key::Embed,
        _ => {}
    }
    let lane = key.split_once('.').and_then(|(letter, id)| Some((lane_named(letter)?, id)));
    let id = lane.map_or(key, |(_, id)| id);
    if let Ok(param) = params::find(id) {
        return Key::Setting(lane.map(|(lane, _)| lane), param);
    }
    let ours = lane.is_some() || names_a_group(id);
    let known = params::all().iter().map(|param| param.id).chain(WORDS);
    let (far, near) = known.map(|known| (strsim::osa_distance(id, known), known)).min().unwrap_or_default();
    // Of short words, such as `id` or `ref`, two letters are most.
    let is_near = far <= WRONG_LETTERS.min(near.len() / 4);
    if ours || is_near { Key::Misspelt(near.to_owned()) } else { Key::Foreign }
}

/// Whether `id` begins as parameters do: `cache.` or `net.`.
fn names_a_group(id: &str) -> bool {
    let group = |id: &str| id.split_once('.').map(|(group, _)| group.to_owned());
    group(id).is_some_and(|own| params::all().iter().any(|param| group(param.id).as_ref() == Some(&own)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_of_ours_is_known_by_itself() {
        for word in WORDS {
            assert!(!matches!(whose(word), Key::Misspelt(_) | Key::Foreign | Key::Setting(..)), "{word}");
        }
        for param in params::all() {
            assert!(matches!(whose(param.id), Key::Setting(None, found) if found.id == param.id), "{}", param.id);
            let (a, b) = (format!("a.{}", param.id), format!("b.{}", param.id));
            assert!(matches!(whose(&a), Key::Setting(Some(0), found) if found.id == param.id), "{a}");
            assert!(matches!(whose(&b), Key::Setting(Some(1), found) if found.id == param.id), "{b}");
        }
    }

    #[test]
    fn what_others_put_into_addresses_is_theirs() {
        for key in [
            "utm_source",
            "utm_medium",
            "utm_campaign",
            "fbclid",
            "gclid",
            "msclkid",
            "mc_eid",
            "_ga",
            "ref",
            "source",
            "id",
            "lang",
            "hl",
            "q",
            "page",
            "token",
            "colour",
            "t",
            "ts",
            "sid",
            "",
            "session_id",
            "course.id",
            "lti.user",
            "x",
        ] {
            assert!(matches!(whose(key), Key::Foreign), "{key}: {:?}", whose(key));
        }
    }

    #[test]
    fn what_is_nearly_ours_is_ours() {
        for (key, meant) in [
            ("user", "users"),
            ("usres", "users"),
            ("Users", "users"),
            ("cache.tll", "cache.ttl"),
            ("cache.colour", "cache.policy"),
            ("b.web.server", "web.servers"),
            ("sppeed", "speed"),
            ("thème", "theme"),
        ] {
            let Key::Misspelt(near) = whose(key) else { panic!("{key}: {:?}", whose(key)) };
            if key != "cache.colour" {
                assert_eq!(near, meant);
            }
        }
    }
}
