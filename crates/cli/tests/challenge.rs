//! `scalewalk challenge` and `scalewalk ladder` as a user types them.

use std::io::Write;
use std::process::{Command, Output, Stdio};

fn scalewalk(arguments: &str, input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scalewalk"));
    command.args(arguments.split(' ')).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    // Who refuses its arguments does not read.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    child.wait_with_output().expect("the command runs")
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

const GOLD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/challenge/launch-gold.json");

#[test]
fn a_design_that_meets_the_objectives_exits_with_0() {
    let output = scalewalk(&format!("challenge --level 1 --design {GOLD} --json"), "");
    assert_eq!(output.status.code(), Some(0));
    let score = json(&output);
    assert_eq!((&score["met"], &score["medal"], &score["level"]), (&true.into(), &"gold".into(), &1.into()));
    let objectives = score["objectives"].as_array().expect("objectives");
    let names: Vec<_> = objectives.iter().filter_map(|o| o["what"].as_str()).collect();
    assert_eq!(names, ["budget", "answered", "p99"]);
    for objective in objectives {
        assert_eq!(objective["met"], true, "{objective}");
        for key in ["measured", "objective", "margin_percent"] {
            assert!(objective[key].as_f64().is_some_and(|n| n > 0.0), "{key}: {objective}");
        }
    }
    assert!(score["seeds"].as_array().is_some_and(|seeds| seeds.len() >= 3));
    assert_eq!(score["failed_first"]["node"], "web-1", "{score}");
    let design = std::fs::read_to_string(GOLD).expect("a design");
    let again = scalewalk("challenge --level 1 --design - --json", &design);
    assert_eq!(json(&again), score, "the same seeds, the same score");
    let marked = scalewalk("challenge --level 1 --design - --json", &format!("\u{feff}{design}"));
    assert_eq!(json(&marked), score, "with the mark of some editors");
    let text = String::from_utf8(scalewalk("challenge --level 1 --design -", &design).stdout).expect("text");
    assert!(text.starts_with("level 1: gold") && text.contains("margin"), "{text}");
}

#[test]
fn a_design_that_does_not_exits_with_1_and_says_what_failed() {
    let output = scalewalk("challenge --level 1 --design - --json", "{\"level\": 1, \"settings\": {}}");
    assert_eq!(output.status.code(), Some(1));
    let score = json(&output);
    assert_eq!((&score["met"], &score["medal"]), (&false.into(), &serde_json::Value::Null));
    assert!(score["objectives"][1]["margin_percent"].as_f64().is_some_and(|margin| margin < 0.0), "{score}");
    assert!(score["failed_first"]["cause"].is_string() && score["busiest"]["node"].is_string(), "{score}");
}

#[test]
fn what_is_no_design_exits_with_2_and_says_what_is_allowed() {
    for (arguments, input, hints) in [
        ("challenge --level 1 --design -", "", &["design", "EOF", "an object"][..]),
        ("challenge --level 1 --design -", "{\"level\":2,\"settings\":{}}", &["level 2", "--level 1"]),
        ("challenge --level 1 --design -", "{\"level\":1,\"settings\":{\"users\":1}}", &["`users`", "web.servers"]),
        ("challenge --level 0 --design -", "", &["level `0`", "1 to"]),
        ("challenge --level 99", "", &["level `99`", "1 to"]),
        ("challenge --level one", "", &["--level", "one"]),
        ("challenge --level 1 --design /nowhere.json", "", &["/nowhere.json", "cannot be read"]),
        ("ladder --stage moon", "", &["stage `moon`", "load-balancer"]),
    ] {
        let output = scalewalk(arguments, input);
        let message = String::from_utf8(output.stderr).expect("text");
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        assert!(output.stdout.is_empty() && hints.iter().all(|hint| message.contains(hint)), "{arguments}: {message}");
    }
    let endless = scalewalk("challenge --level 1 --design -", &" ".repeat(200_000));
    assert_eq!(endless.status.code(), Some(2));
}

#[test]
fn a_level_is_described() {
    let brief = json(&scalewalk("challenge --level 2 --json", ""));
    assert!(brief["users"].as_f64().is_some_and(|users| users > 1e6), "{brief}");
    assert!(brief["settings"].as_array().is_some_and(|all| all.iter().any(|s| s["id"] == "db.replicas")), "{brief}");
    assert!(brief["script"].as_array().is_some_and(|all| !all.is_empty()), "{brief}");
    let text = String::from_utf8(scalewalk("challenge --level 2", "").stdout).expect("text");
    assert!(text.contains("database down") && text.contains("budget"), "{text}");
}

#[test]
fn the_ladder_is_printed_and_never_falls() {
    let ladder = json(&scalewalk("ladder --json", ""));
    let stages = ladder["stages"].as_array().expect("stages");
    let users: Vec<f64> = stages.iter().filter_map(|stage| stage["users"].as_f64()).collect();
    assert!(users.len() == stages.len() && users.is_sorted() && users[0] > 1e5, "{ladder}");
    assert!(ladder["objective"]["p99_ms"].is_number());
    let one = json(&scalewalk("ladder --stage database --measure --json", ""));
    assert_eq!(one["stages"][0]["users"], stages[1]["users"], "what is filed is found again");
    assert!(one["stages"][0]["p99_ms"].as_f64().is_some_and(|ms| ms < 500.0), "{one}");
    let text = String::from_utf8(scalewalk("ladder", "").stdout).expect("text");
    assert_eq!(text.lines().count(), stages.len(), "{text}");
}
