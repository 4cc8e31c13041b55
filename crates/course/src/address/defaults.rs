//! The defaults of each version of the address.
//!
//! An address says in what a system differs from its place's own. Were that changed, an old link would mean another system
//! without saying so. So the values of all parameters in all places are kept for each version, and an address of an older
//! one begins with what its place had then. Where a test says that the defaults have changed, [`VERSION`] is raised, the
//! old file joins [`OLDER`], and `UPDATE_EXPECT=1 cargo test -p scalewalk-course defaults` writes the new one. A parameter
//! that a place sets and that is newer than a version joins that version's file with the value that stood for its absence.

use scalewalk_model::Config;
use scalewalk_model::params::{self, Param};

use super::Place;

/// The version that addresses are written in.
pub const VERSION: u32 = 2;
/// The defaults of the versions before.
const OLDER: [(u32, &str); 1] = [(1, include_str!("defaults/1.txt"))];

/// The defaults of a version, as they were kept: a line with a place's name in brackets, and in which system of it, then
/// those of its values that differ from the ones above all places.
#[derive(Clone, Copy, Debug)]
pub struct Kept(&'static str);

/// Those of an older version, if there was such.
pub fn kept(version: u32) -> Option<Kept> {
    OLDER.iter().find(|(number, _)| *number == version).map(|(_, text)| Kept(text))
}

impl Kept {
    #[cfg(test)]
    pub(super) const fn of(text: &'static str) -> Self {
        Self(text)
    }

    /// Gives the systems of `place` the values that they had. Tells what would be another today, for people, and what is
    /// no more.
    pub fn restore(self, place: &Place, configs: &mut [Config]) -> Vec<String> {
        let mut told = Vec::new();
        for (lane, config) in configs.iter_mut().enumerate() {
            let Some(values) = self.values(&heading(place, lane)) else { continue };
            let mut set = Vec::new();
            for (id, written) in values {
                match params::find(id).and_then(|param| Ok((param, param.parse(written)?))) {
                    Ok((param, value)) if param.value(config) != value => set.push((param, value)),
                    Ok(_) => {}
                    // It, or its value, is no more.
                    Err(_) => told.push(format!("{id} = {written}")),
                }
            }
            told.extend(set.iter().map(|(param, value)| format!("{} {}", param.label, param.show(*value))));
            let refused = params::apply_all(config, &set);
            told.extend(refused.into_iter().map(|(_, error)| error.to_string()));
        }
        // Both of two systems may have had the same.
        let mut once: Vec<String> = Vec::new();
        for text in told {
            if !once.contains(&text) {
                once.push(text);
            }
        }
        once
    }

    /// All parameters with their values under a heading; none if that is not there.
    fn values(self, heading: &str) -> Option<Vec<(&'static str, &'static str)>> {
        let own = self.block(heading)?;
        let here = |id: &str| own.iter().find(|(other, _)| *other == id).copied();
        Some(self.block(ALL)?.into_iter().map(|(id, value)| here(id).unwrap_or((id, value))).collect())
    }

    /// The lines under a heading.
    fn block(self, heading: &str) -> Option<Vec<(&'static str, &'static str)>> {
        let mut lines = self.0.lines();
        lines.find(|line| *line == heading)?;
        Some(lines.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('=')).collect())
    }
}

/// The heading of the values that hold where a place says nothing else.
const ALL: &str = "[]";

fn heading(place: &Place, lane: usize) -> String {
    format!("[{}, {lane}]", place.name())
}

/// Today's defaults, as they are kept.
pub fn todays() -> String {
    let mut text = format!("{ALL}\n");
    for param in params::all() {
        text += &format!("{}={}\n", param.id, param.write(param.default));
    }
    for place in Place::all() {
        for (lane, config) in place.systems().iter().enumerate() {
            text += &format!("{}\n", heading(&place, lane));
            let differs = |param: &&Param| param.value(config) != param.default;
            for param in params::all().iter().filter(differs) {
                text += &format!("{}={}\n", param.id, param.write(param.value(config)));
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect_file;

    /// That of the version which addresses are written in.
    const LATEST: &str = include_str!("defaults/2.txt");

    #[test]
    fn todays_defaults_are_on_file() {
        // They have changed? Then this is a new version: see above. What is on file under an old number stays as it is.
        expect_file![format!("defaults/{VERSION}.txt")].assert_eq(&todays());
    }

    #[test]
    fn what_is_on_file_gives_back_the_same_systems() {
        for place in Place::all() {
            let mut configs = place.systems();
            assert_eq!(Kept(LATEST).restore(&place, &mut configs), Vec::<String>::new());
            assert_eq!(configs, place.systems(), "{place:?}");
        }
    }

    #[test]
    fn older_values_are_restored_and_told() {
        let older = LATEST.replace("\n[cache, 0]\n", "\n[cache, 0]\nold.thing=7\n");
        let place = Place::all().find(|place| place.stage.id == "cache" && !place.before).unwrap();
        let ttl = params::find("cache.ttl").unwrap();
        let now = ttl.value(&place.systems()[0]);
        let older = older.replace("\nold.thing=7\n", "\ncache.ttl=1234\n");
        let mut configs = place.systems();
        let told = Kept(older.leak()).restore(&place, &mut configs);
        assert_ne!(now, 1234.0);
        assert_eq!(ttl.value(&configs[0]), 1234.0);
        assert_eq!(told, [format!("{} {}", ttl.label, ttl.show(1234.0))]);
    }

    #[test]
    fn an_address_of_the_first_version_has_no_standbys_that_came_later() {
        for (name, before) in [("millions", false), ("millions", true)] {
            let place = Place::all().find(|place| place.stage.id == name && place.before == before).unwrap();
            let mut configs = place.systems();
            let later = ["dns.second", "session.standby", "queue.standby"].map(|id| params::find(id).unwrap());
            assert!(later.iter().all(|param| param.value(&configs[0]) == 1.0));
            let told = kept(1).unwrap().restore(&place, &mut configs);
            assert!(later.iter().all(|param| param.value(&configs[0]) == 0.0));
            let expected = later.map(|param| format!("{} {}", param.label, param.show(0.0)));
            assert!(expected.iter().all(|text| told.contains(text)), "{told:?}");
        }
    }

    #[test]
    fn what_is_no_more_is_told() {
        let older = LATEST.replacen("[]\n", "[]\nold.thing=7\n", 1);
        let place = Place::all().next().unwrap();
        let mut configs = place.systems();
        assert_eq!(Kept(older.leak()).restore(&place, &mut configs), ["old.thing = 7"]);
        assert_eq!(configs, place.systems());
    }
}
