//! The challenge: each level can be won with gold and is not won by what comes to mind first, nor by doing nothing; and
//! whatever a design says, it is read or refused in words.

use proptest::prelude::*;
use scalewalk_course::challenge::{BOUNDS, Design, LEVELS, Level, Medal, Objective, Score, run};
use scalewalk_course::slices::complete;

/// A design for a level, from its file.
fn filed(level: &Level, kind: &str) -> Design {
    let path = format!("{}/challenge/{}-{kind}.json", env!("CARGO_MANIFEST_DIR"), level.id);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let design = Design::read(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert_eq!(design.level.id, level.id, "{path}");
    design
}

fn score(design: &Design) -> Score {
    let (mut last, mut all) = (0, 0);
    let score = complete(run::score(design, &mut |done, of| {
        assert!(done < of && (done == 0 || done == last + 1));
        (last, all) = (done, of);
    }));
    assert_eq!(last + 1, all);
    score
}

#[test]
fn every_level_can_be_won_with_gold() {
    for level in LEVELS {
        let score = score(&filed(level, "gold"));
        assert_eq!(score.medal(level), Some(Medal::Gold), "{}: {score:?}", level.id);
    }
}

#[test]
fn no_level_is_won_by_what_comes_to_mind_first() {
    for level in LEVELS {
        let score = score(&filed(level, "naive"));
        assert_eq!(score.medal(level), None, "{}: {score:?}", level.id);
        assert!(score.first.is_some() || !Objective::Budget.is_met(level, &score), "{}: {score:?}", level.id);
    }
}

#[test]
fn no_level_is_won_by_doing_nothing() {
    for level in LEVELS {
        let design = Design::read(&format!("{{\"level\":{},\"settings\":{{}}}}", level.number())).unwrap();
        assert_eq!(design.config(), level.config(), "{}", level.id);
        assert_eq!(score(&design).medal(level), None, "{}", level.id);
    }
}

#[test]
fn levels_are_whole() {
    assert!(LEVELS.len() >= 4, "the challenge has {} levels", LEVELS.len());
    for (id, ..) in BOUNDS {
        assert!(
            LEVELS.iter().any(|level| level.params().any(|param| param.id == *id)),
            "{id} has bounds and no control"
        );
    }
    for level in LEVELS {
        let config = level.config();
        config.check().unwrap_or_else(|error| panic!("{}: {error}", level.id));
        for param in level.params() {
            let (least, most) = level.range(param);
            assert!(
                param.check(least).is_ok() && param.check(most).is_ok() && least < most,
                "{} {}",
                level.id,
                param.id
            );
            assert!((least..=most).contains(&param.value(&config)), "{} {}", level.id, param.id);
        }
        assert_eq!(level.params().count(), level.stage.controls.len(), "{}", level.id);
        assert!(level.script.is_sorted_by(|a, b| a.at_s <= b.at_s), "{}", level.id);
        assert!(level.script.iter().all(|event| event.at_s < level.measured_s), "{}", level.id);
        // A design that wins is not spared: it has all that is struck.
        assert_eq!(level.inputs(&filed(level, "gold").config()).count(), level.script.len(), "{}", level.id);
    }
}

#[test]
fn a_design_is_told_as_it_is_read() {
    for level in LEVELS {
        for kind in ["gold", "naive"] {
            let config = filed(level, kind).config();
            let settings = Design::of(level, &config).settings;
            let settings: Vec<_> = settings.iter().map(|(param, value)| (param.id, *value)).collect();
            let again = Design::new(level.number(), &settings).unwrap();
            assert_eq!(again.config(), config, "{} {kind}", level.id);
        }
    }
}

#[test]
fn what_is_wrong_with_a_design_is_named_with_what_is_allowed() {
    for (text, hints) in [
        ("[]", &["line 1", "sequence, expected an object", "settings"][..]),
        ("7", &["an object", "level", "settings"]),
        ("{}", &["`level` is missing"]),
        ("{\"level\":1}", &["`settings` is missing"]),
        ("{\"level\":9,\"settings\":{}}", &["level 9", "from 1 to"]),
        ("{\"level\":1.5,\"settings\":{}}", &["level 1.5", "from 1 to"]),
        ("{\"level\":\"one\",\"settings\":{}}", &["level \"one\"", "from 1 to"]),
        ("{\"level\":1,\"level\":2,\"settings\":{}}", &["`level` stands twice"]),
        ("{\"level\":1,\"settings\":{},\"name\":\"x\"}", &["`name`", "level, settings"]),
        ("{\"level\":1,\"settings\":[]}", &["`settings` must be an object"]),
        ("{\"level\":1,\"settings\":6}", &["`settings` must be an object"]),
        ("{\"level\":1,\"settings\":{\"web.serves\":6}}", &["`web.serves` is not known", "web.servers"]),
        ("{\"level\":1,\"settings\":{\"users\":6}}", &["`users` may not be set", "level 1", "web.servers"]),
        ("{\"level\":1,\"settings\":{\"web.servers\":13}}", &["`web.servers`", "13", "a whole number from 1 to 12"]),
        ("{\"level\":1,\"settings\":{\"web.servers\":2.5}}", &["`web.servers`", "2.5", "a whole number from 1 to 12"]),
        ("{\"level\":1,\"settings\":{\"web.servers\":\"6\"}}", &["`web.servers`", "\"6\"", "a whole number"]),
        ("{\"level\":1,\"settings\":{\"web.servers\":true}}", &["`web.servers`", "true", "a whole number"]),
        ("{\"level\":1,\"settings\":{\"web.servers\":1e999}}", &["`web.servers`", "1e999"]),
        ("{\"level\":1,\"settings\":{\"web.servers\":-0}}", &["`web.servers`", "-0"]),
        ("{\"level\":1,\"settings\":{\"web.cores\":3}}", &["`web.cores`", "one of 1, 2, 4, 8, 16"]),
        ("{\"level\":1,\"settings\":{\"web.cores\":32}}", &["`web.cores`", "one of 1, 2, 4, 8, 16"]),
        ("{\"level\":1,\"settings\":{\"lb.standby\":1}}", &["`lb.standby`", "1", "true or false"]),
        ("{\"level\":1,\"settings\":{\"lb.algorithm\":2}}", &["`lb.algorithm`", "2", "round-robin"]),
        ("{\"level\":1,\"settings\":{\"lb.algorithm\":\"best\"}}", &["\"best\"", "round-robin"]),
        ("{\"level\":1,\"settings\":{\"web.cores\":1,\"web.cores\":2}}", &["`web.cores` stands twice"]),
    ] {
        let error = Design::read(text).expect_err(text).to_string();
        assert!(error.starts_with("design: ") && hints.iter().all(|hint| error.contains(hint)), "{text}: {error}");
    }
}

/// Pieces of designs, right and wrong.
fn piece() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "\\u00e9",
        "\\ud800",
        "\"level\"",
        "\"settings\"",
        "\"web.servers\"",
        "\"lb.standby\"",
        "\"lb.algorithm\"",
        "\"random\"",
        "1",
        "2",
        "-1",
        "1e9",
        "1e-400",
        "0.5",
        "true",
        "false",
        "null",
        " ",
        "\n",
        "é",
        "🙂",
        "\u{0}",
    ];
    prop_oneof![4 => prop::sample::select(WORDS).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4_000) })]

    #[test]
    fn no_text_makes_the_reader_fall(pieces in prop::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        match Design::read(&text) {
            Ok(design) => prop_assert!(design.config().check().is_ok()),
            Err(error) => prop_assert!(error.to_string().starts_with("design: ") && error.to_string().len() > 20),
        }
    }

    #[test]
    fn whatever_is_set_is_legal_or_refused(
        level in 0..LEVELS.len(), which in any::<prop::sample::Index>(), value in prop_oneof![
            any::<f64>().prop_map(|x| format!("{x}")), (-5i32..200).prop_map(|n| n.to_string()), any::<bool>().prop_map(|b| b.to_string()),
        ]
    ) {
        let level = &LEVELS[level];
        let params: Vec<_> = level.params().collect();
        let param = params[which.index(params.len())];
        let text = format!("{{\"level\":{},\"settings\":{{\"{}\":{value}}}}}", level.number(), param.id);
        match Design::read(&text) {
            Ok(design) => {
                let (least, most) = level.range(param);
                prop_assert!((least..=most).contains(&param.value(&design.config())));
            }
            Err(error) => prop_assert!(error.to_string().contains(param.id) || error.to_string().contains("line 1")),
        }
    }
}
