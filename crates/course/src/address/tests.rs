use super::*;
use crate::page::english;
use proptest::prelude::*;

fn read(path: &str, query: &str) -> (Address, Vec<String>) {
    Address::read(path, query, &english().messages)
}

/// An address that gives no warning.
fn clean(path: &str, query: &str) -> Address {
    let (address, warnings) = read(path, query);
    assert!(warnings.is_empty(), "{path}?{query}: {warnings:?}");
    address
}

fn place_of(path: &str, query: &str) -> (&'static str, Option<usize>, bool) {
    let Address { place, .. } = clean(path, query);
    (place.stage.id, level_on(place.stage).map(challenge::Level::number), place.before)
}

fn again(address: &Address) -> Address {
    clean(&address.path(), address.query().trim_start_matches('?'))
}

/// A legal value: of a number's range where `at` of 1 lies on the slider.
fn value(param: &params::Param, at: f64) -> f64 {
    param.value_at((at * f64::from(param.positions())) as u32)
}

prop_compose! {
    fn addresses()(
        place in proptest::sample::select(Place::all().collect::<Vec<_>>()),
        set in proptest::collection::vec((0..params::all().len(), 0.0..1.0, proptest::option::of(0..2usize)), 0..12),
        seed in prop_oneof![Just(SEED), any::<u64>()],
        speed in prop_oneof![Just(None), (SPEEDS.0..SPEEDS.1).prop_map(|speed| Some(written(speed)))],
        theme in proptest::option::of(proptest::sample::select(Theme::ALL.to_vec())),
        embedded in any::<bool>(),
        foreign in proptest::collection::vec(("utm_[a-z]{4,8}", any::<String>()), 0..3),
    ) -> Address {
        let mut address = Address::at(place);
        for (param, at, lane) in set {
            let param = &params::all()[param];
            let value = value(param, at);
            if level_on(place.stage).is_some_and(|level| !level.allows(param, value)) {
                continue;
            }
            for (own, config) in address.configs.iter_mut().enumerate() {
                if lane.is_none_or(|lane| lane == own) {
                    // Too much together: it stays as it was.
                    let _ = param.apply(config, value);
                }
            }
        }
        // The number of servers of a pool that follows its load is nobody's setting.
        for (config, own) in address.configs.iter_mut().zip(place.systems()) {
            if config.scaling.auto {
                let servers = params::find("web.servers").unwrap();
                let _ = servers.apply(config, servers.value(&own));
            }
        }
        address.seed = seed;
        address.speed = speed.unwrap_or(address.speed);
        address.view = View { theme, embedded };
        address.foreign = foreign;
        address
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(address in addresses()) {
        let read = again(&address);
        prop_assert_eq!(read.query(), address.query());
        prop_assert_eq!(read, address);
    }

    #[test]
    fn whatever_stands_there_is_read(path in "[a-z/.-]{0,20}", query in "\\PC{0,60}") {
        let (address, _) = read(&path, &query);
        // What came of it is an address like any other.
        prop_assert_eq!(again(&address), address);
    }

    #[test]
    fn any_value_of_any_key_of_ours_is_read(
        key in proptest::sample::select(params::all().iter().map(|param| param.id).chain(words::WORDS).collect::<Vec<_>>()),
        value in "\\PC{0,12}|[0-9eE.+-]{1,8}",
        place in proptest::sample::select(Place::all().collect::<Vec<_>>()),
    ) {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair(key, &value).finish();
        let (address, _) = read(&Address::at(place).path(), &query);
        prop_assert_eq!(again(&address), address);
    }
}

#[test]
fn a_place_of_its_own_needs_no_query() {
    for stage in STAGES {
        let address = Address::at(Place::at(stage));
        assert_eq!(address.write(), format!("{}/", stage.id));
        assert_eq!(again(&address), address);
    }
}

#[test]
fn each_place_is_found_by_its_address() {
    for place in Place::all() {
        let address = Address::at(place);
        assert_eq!(again(&address).place, place, "{}", address.write());
    }
    assert_eq!(place_of("", ""), ("single-server", None, false));
    assert_eq!(place_of("index.html", ""), ("single-server", None, false));
    assert_eq!(place_of("load-balancer", ""), ("load-balancer", None, false));
    assert_eq!(place_of("load-balancer/index.html", ""), ("load-balancer", None, false));
    assert_eq!(place_of("", "stage=cache"), ("cache", None, false));
    assert_eq!(place_of("cdn/", "stage=cache"), ("cache", None, false));
    assert_eq!(place_of("millions/", "level=2"), ("millions", Some(2), false));
    assert_eq!(place_of("cache/", "before=1"), ("cache", None, true));
    assert_eq!(place_of("cache/", "before=0"), ("cache", None, false));
}

#[test]
fn what_is_bad_is_named_and_the_default_stands() {
    let (address, warnings) =
        read("single-server/", "users=many&speed=-1&theme=pink&v=x&seed=x&users=5e9&cache.colour=red");
    assert_eq!(warnings.len(), 7, "{warnings:?}");
    assert!(warnings.iter().any(|said| said.contains("users = many") && said.contains("100000000")), "{warnings:?}");
    assert_eq!(address, Address::at(Place::at(&STAGES[0])));

    for (path, query, stage, named) in [
        ("nowhere/", "", "single-server", "nowhere"),
        ("cache/", "stage=nosuch", "cache", "nosuch"),
        ("", "stage=cash", "single-server", "cash"),
        ("cache/", "level=2", "cache", "level = 2"),
        ("millions/", "level=9", "millions", "level = 9"),
        ("millions/", "level=two", "millions", "level = two"),
        ("cache/", "before=yes", "cache", "before = yes"),
        ("single-server/", "before=1", "single-server", "before = 1"),
        ("cache/no-such-scene/", "", "cache", "no-such-scene"),
        ("cache/", "b.users=5", "cache", "b.users = 5"),
        ("cache/", "user=5", "cache", "users"),
        ("cache/", "v=99", "cache", "99"),
        ("millions/", "level=1&users=5", "millions", "users = 5"),
    ] {
        let (address, warnings) = read(path, query);
        assert_eq!(warnings.len(), 1, "{path}?{query}: {warnings:?}");
        assert!(warnings[0].contains(named), "{}", warnings[0]);
        assert_eq!(address.place.stage.id, stage);
        let place = Address::at(address.place);
        assert_eq!(address, place, "{path}?{query}");
    }
}

#[test]
fn what_is_meant_for_others_is_kept_without_a_word() {
    let address = clean("cache/", "utm_source=x+y&fbclid=%26&cache.ttl=30&ref");
    assert_eq!(address.query(), "?v=2&cache.ttl=30&utm_source=x+y&fbclid=%26&ref=");
}

#[test]
fn settings_are_written_where_they_differ() {
    let address = clean("scaling/", "users=2000000&b.web.servers=9&seed=7&embed=1&speed=0.01&theme=projector");
    let all = "?v=2&users=2000000&b.web.servers=9&seed=7&speed=0.01&theme=projector&embed=1";
    assert_eq!(address.query(), all);
    // Those of trouble differ from the trouble's own.
    let trouble = clean("cache/", "before=1");
    assert_eq!(trouble.query(), "?v=2&before=1");
    assert_ne!(trouble.configs, clean("cache/", "").configs);
}

#[test]
fn what_is_too_much_together_is_a_warning_in_any_order() {
    for query in ["users=1e8&requests=1000", "requests=1000&users=1e8"] {
        let (address, warnings) = read("scaling/", query);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].contains("requests = 1000") && warnings[0].contains("a second"));
        assert!(address.configs.iter().all(|config| config.users == 1e8 && config.requests_per_day < 1000.0));
    }
    let bearable = clean("scaling/", "requests=1&users=1e8");
    assert!(bearable.configs.iter().all(|config| config.users == 1e8));
}

#[test]
fn an_older_address_begins_with_what_its_place_had_then() {
    let older = |version| {
        (version == 0).then(|| Kept::of("[]\nusers=1000\ncache.ttl=60\nold.thing=7\n[cache, 0]\ncache.ttl=1234\n"))
    };
    let messages = &english().messages;
    let (address, warnings) = Address::read_with("cache/", "v=0&users=5000", messages, older);
    let value = |id| params::find(id).unwrap().value(&address.configs[0]);
    assert_eq!((value("cache.ttl"), value("users")), (1234.0, 5000.0));
    assert_eq!(warnings.len(), 1);
    assert!(
        ["version 0", "old.thing = 7", "Cache time to live 20.6"].iter().all(|said| warnings[0].contains(said)),
        "{warnings:?}"
    );
    // It is written as one of today's, and means the same.
    assert_eq!(again(&address), address);
    // Without a version, settings are differences from today's defaults.
    let (plain, warnings) = Address::read_with("cache/", "users=5000", messages, older);
    assert!(warnings.is_empty() && plain.configs != address.configs);
}
