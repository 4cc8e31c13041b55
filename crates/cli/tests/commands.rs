//! The commands as a user types them.

use std::process::{Command, Output};

fn scalewalk(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scalewalk")).args(arguments).output().expect("the command runs")
}

fn json(arguments: &[&str]) -> serde_json::Value {
    let output = scalewalk(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The message of a refused command.
fn refused(arguments: &[&str]) -> String {
    let output = scalewalk(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    String::from_utf8(output.stderr).expect("text")
}

const RUN: [&str; 7] = ["run", "--stage", "load-balancer", "--for", "5", "--seed", "7"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&RUN, more].concat()
}

#[test]
fn a_run_prints_its_report_and_the_same_again() {
    let settings = ["--set", "users=300000", "--warmup", "1", "--fault", "at=2,node=web-1,kind=down", "--json"];
    let report = json(&with(&settings));
    assert_eq!(report["seconds"], 5.0);
    assert!(report["requests"]["failed"]["refused"].as_u64().is_some_and(|n| n > 0), "{report}");
    assert_eq!(report, json(&with(&settings)));
    let table = scalewalk(&with(&[]));
    let table = String::from_utf8(table.stdout).expect("text");
    assert!(table.contains("digest") && table.contains("web-3"), "{table}");
}

#[test]
fn lists_name_everything() {
    let params = json(&["params", "--json"]);
    assert!(params.as_array().is_some_and(|list| list.iter().any(|p| p["id"] == "dns.ttl" && p["default"] == "300")));
    let stages = json(&["stages", "--json"]);
    assert!(
        stages.as_array().is_some_and(|list| list.iter().any(|s| s["id"] == "scaling" && s["lanes"][1].is_object()))
    );
    for list in ["params", "stages"] {
        assert!(scalewalk(&[list]).stdout.len() > 200);
    }
}

#[test]
fn a_claim_is_run() {
    let claims = json(&["claim", "single.spof", "--json"]);
    assert_eq!(claims[0]["holds"], true);
    assert_eq!(claims[0]["checks"][0]["measured"]["mean"], 100.0);
    let text = String::from_utf8(scalewalk(&["claim", "lb.private"]).stdout).expect("text");
    assert!(text.starts_with("lb.private holds"), "{text}");
}

#[test]
fn a_workload_is_clocked() {
    let results = json(&["bench", "--only", "pending-1e3", "--json"]);
    let clocked = &results["pending-1e3"];
    assert!(clocked["events"].as_u64().is_some_and(|n| n > 100_000), "{results}");
    for key in ["ns_per_event", "events_per_s", "simulated_s_per_s", "core_at_real_time"] {
        assert!(clocked[key].as_f64().is_some_and(|n| n > 0.0), "{key}: {results}");
    }
    let help = String::from_utf8(scalewalk(&["bench", "--help"]).stdout).expect("text");
    assert!(help.contains("millions-100") && help.contains("curve-40"), "{help}");
}

#[test]
fn what_is_wrong_is_named_with_what_is_allowed() {
    for (arguments, parts) in [
        (with(&["--set", "users=0"]), ["`users`", "`0`", "1 to 100000000"]),
        (with(&["--set", "lb.algorithm=best"]), ["`lb.algorithm`", "`best`", "round-robin"]),
        (with(&["--set", "dns.tll=5"]), ["`dns.tll`", "dns.ttl", "allowed"]),
        (with(&["--set", "users"]), ["`users`", "ID=VALUE", "users=200000"]),
        (with(&["--fault", "at=1,node=web-9,kind=down"]), ["`web-9`", "web-1 to web-3", "balancer"]),
        (with(&["--fault", "at=9,node=web-1,kind=down"]), ["at=9", "after the end", "0 to 5"]),
        (with(&["--fault", "at=1,node=dns,kind=slow"]), ["`dns`", "slow", "web servers"]),
        (with(&["--lane", "1"]), ["lane", "`1`", "0 to 0"]),
        (vec!["run", "--stage", "moon", "--for", "1", "--seed", "1"], ["stage", "`moon`", "load-balancer"]),
        (vec!["run", "--stage", "database", "--for", "soon", "--seed", "1"], ["--for", "soon", "seconds"]),
        (vec!["bench", "--only", "millions"], ["--only", "`millions`", "millions-100"]),
        (vec!["claim", "single.span"], ["claim", "`single.span`", "single.spof"]),
    ] {
        let message = refused(&arguments);
        assert!(parts.iter().all(|part| message.contains(part)), "{arguments:?}: {message}");
    }
}
