//! Who may know whom inside the model, and who may know the stages of the course: tests hold the arrows to this. And how long
//! a file may be.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::shell::root;

/// The folders of the model that are no parts, and what each may name besides itself.
const LAYERS: &[(&str, &[&str])] = &[
    ("engine", &["request", "topology"]),
    ("placement", &["engine"]),
    ("theory", &["engine", "placement"]),
    ("topology", &["config", "engine", "request", "core"]),
    ("request", &["config", "engine", "observe", "topology", "core"]),
    ("observe", &["engine", "topology", "request", "parts", "core"]),
    ("params", &["config", "parts"]),
    ("config", &["engine", "params", "parts", "tandem", "topology"]),
    ("input", &["config", "engine", "params", "tandem", "topology"]),
    ("tandem", &["config", "engine", "input", "observe", "params", "request", "topology", "core"]),
];

/// What any part may name besides itself and the parts that stand before it.
const PARTS_KNOW: &[&str] =
    &["config", "engine", "input", "observe", "params", "placement", "request", "theory", "topology", "core"];

/// The parts, each after those that it may name: so their calls go round in no circle.
const PARTS: &[&str] = &[
    "balancer",
    "shards",
    "database",
    "cache",
    "data_centers",
    "traffic",
    "dns",
    "sessions",
    "web",
    "cdn",
    "queue",
    "pool",
    "telemetry",
    "release",
];

/// What of the course lists stages. All else serves any stage, and is told what one has of its own.
const KNOW_THE_STAGES: &[&str] = &["address/mod.rs", "challenge/levels.rs", "job/mod.rs", "ladder/builds.rs", "lib.rs"];

/// The most lines of a source file.
const MOST_LINES: usize = 400;

/// What the source of `folder` names: folders of the model, a part as `parts/<part>`, the core alone of `sim`.
fn named(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    // Tests may know everything.
    let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.split("crate::")
        .skip(1)
        .filter_map(|path| {
            let mut words = path.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
            let mut path = words.next()?.split("::");
            Some(match (path.next()?, path.next()) {
                ("parts", Some(part)) if PARTS.contains(&part) => format!("parts/{part}"),
                ("sim", Some("core" | "next")) => "core".to_owned(),
                (folder, _) => folder.to_owned(),
            })
        })
        .filter(|name| name.starts_with(|c: char| c.is_lowercase()))
        .collect()
}

/// All sources below `folder`, as path and text; tests apart.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            all.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            all.push((path.display().to_string(), fs::read_to_string(&path).expect("it is text")));
        }
    }
    all
}

fn model() -> std::path::PathBuf {
    root().join("crates/model/src")
}

#[test]
fn the_simulation_as_a_whole_is_known_to_its_own_folder_alone() {
    for (path, text) in sources(&model()) {
        let own = path.contains("/src/sim/");
        assert!(own || !text.contains("impl Sim "), "{path} has an `impl Sim`: only files in sim/ may");
    }
}

/// The folders below `folder`.
fn folders(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("it can be read"));
    let names = entries.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name());
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}

#[test]
fn every_folder_has_its_place_in_the_order() {
    let parts: BTreeSet<String> = PARTS.iter().map(|part| (*part).to_owned()).collect();
    assert_eq!(folders(&model().join("parts")), parts);
    let layers = LAYERS.iter().map(|(folder, _)| *folder).chain(["parts", "sim"]).map(str::to_owned).collect();
    assert_eq!(folders(&model()), layers);
}

#[test]
fn folders_name_what_lies_below_them_only() {
    for (folder, may) in LAYERS {
        for (path, text) in sources(&model().join(folder)) {
            for name in named(&text) {
                let known = name == *folder || may.contains(&name.split('/').next().unwrap_or_default());
                assert!(known, "{path} names `{name}`; {folder}/ may name {may:?}");
            }
        }
    }
}

#[test]
fn parts_name_the_parts_that_stand_before_them_only() {
    for (place, part) in PARTS.iter().enumerate() {
        for (path, text) in sources(&model().join("parts").join(part)) {
            for name in named(&text) {
                let known = match name.strip_prefix("parts/") {
                    Some(other) => PARTS[..=place].contains(&other),
                    None => PARTS_KNOW.contains(&name.as_str()),
                };
                assert!(
                    known,
                    "{path} names `{name}`; {part}/ may name {PARTS_KNOW:?} and the parts {:?}",
                    &PARTS[..place]
                );
            }
        }
    }
}

#[test]
fn what_serves_every_stage_knows_none() {
    let course = root().join("crates/course/src");
    for (path, text) in sources(&course) {
        let own = path.trim_start_matches(&*course.to_string_lossy()).trim_start_matches('/');
        let known = own.starts_with("stages/") || KNOW_THE_STAGES.contains(&own);
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        assert!(known || !named(code).contains("stages"), "{path} names a stage; only {KNOW_THE_STAGES:?} may");
    }
}

#[test]
fn no_file_is_long() {
    for (path, text) in sources(&root().join("crates")) {
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "{path} has {lines} lines; {MOST_LINES} are allowed");
    }
}
