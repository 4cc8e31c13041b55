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
    let run = || {
        let mut report = json(&with(&settings));
        // The only thing that differs.
        let wall_s = report.as_object_mut().and_then(|report| report.remove("wall_s")).expect("wall_s");
        assert!(wall_s.as_f64().is_some_and(|s| s > 0.0 && s < 60.0), "{wall_s}");
        report
    };
    let report = run();
    assert_eq!(report["seconds"], 5.0);
    assert!(report["requests"]["failed"]["refused"].as_u64().is_some_and(|n| n > 0), "{report}");
    assert_eq!(report, run());
    let table = scalewalk(&with(&[]));
    let table = String::from_utf8(table.stdout).expect("text");
    assert!(table.contains("digest") && table.contains("web-3"), "{table}");
}

#[test]
fn in_no_time_nothing_has_a_rate() {
    let stages = json(&["stages", "--json"]);
    for stage in stages.as_array().expect("stages") {
        let id = stage["id"].as_str().expect("an id");
        // Less than a nanosecond is none.
        for time in ["0", "1e-12"] {
            let run = scalewalk(&["run", "--stage", id, "--for", time, "--seed", "1"]);
            let text = String::from_utf8(run.stdout).expect("text");
            assert!(text.contains("arrived") && text.contains("0 (–)") && text.contains("– busy"), "{text}");
            assert!(!text.contains("NaN") && !text.contains('∞') && !text.contains("inf"), "{text}");
        }
    }
}

#[test]
fn the_requests_of_a_run_balance() {
    let settings = ["--set", "users=1500000", "--fault", "at=4,node=web-1,kind=down", "--set", "timeout=0.3"];
    for warmup in ["0", "3"] {
        let report = json(&with(&[&settings[..], &["--warmup", warmup, "--json"]].concat()));
        let requests = &report["requests"];
        let count = |key: &str| requests[key].as_u64().unwrap_or_else(|| panic!("{key}: {requests}"));
        let failed = requests["failed"].as_object().expect("causes");
        let failed: u64 = failed.values().map(|n| n.as_u64().expect("a count")).sum();
        assert!(failed > 0 && count("answered") > 1_000 && count("in_flight") > 0, "{requests}");
        assert_eq!(
            count("arrived") + count("in_flight_before"),
            count("answered") + failed + count("in_flight"),
            "{requests}"
        );
        assert_eq!(count("in_flight_before") > 0, warmup != "0", "{requests}");
        for key in ["mean", "p50", "p95", "p99"] {
            assert!(report["latency_ms"][key].is_number(), "{key}: {report}");
        }
        assert!(report["latency_ms"].as_object().is_some_and(|l| l.contains_key("p999")), "{report}");
        for station in ["web-1", "web-2", "web-3", "database"] {
            for key in ["utilisation", "mean_wait_ms", "arrived", "answered", "turned_away"] {
                assert!(report["stations"][station][key].is_number(), "{station} {key}: {report}");
            }
        }
        assert!(report["events"].as_u64().is_some_and(|n| n > count("arrived")));
        assert!(report["digest"].as_str().is_some_and(|digest| digest.len() == 16));
    }
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
        (with(&["--act", "at=1,do=purge"]), ["`purge`", "not possible", "no CDN"]),
        (with(&["--act", "at=1,do=pray"]), ["at=1,do=pray", "recover-log", "deploy"]),
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
