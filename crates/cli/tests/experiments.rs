//! `scalewalk reshard` and `scalewalk sweep` as a user types them.

use std::process::{Command, Output};

use serde_json::Value;

fn scalewalk(arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scalewalk")).args(arguments.split(' ')).output().expect("the command runs")
}

fn json(arguments: &str) -> Value {
    let output = scalewalk(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn text(arguments: &str) -> String {
    String::from_utf8(scalewalk(arguments).stdout).expect("text")
}

/// Each command is refused with exit code 2, nothing printed, and all of the parts in the message.
fn refused(cases: &[(&str, &[&str])]) {
    for (arguments, parts) in cases {
        let output = scalewalk(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        assert!(output.stdout.is_empty(), "{arguments}");
        let message = String::from_utf8(output.stderr).expect("text");
        assert!(parts.iter().all(|part| message.contains(part)), "{arguments}: {message}");
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn keys_are_placed_and_what_moved_is_counted() {
    let modulo = json("reshard --rule mod --from 4 --to 5 --keys 1e5 --seed 3 --json");
    let ring = json("reshard --rule ring --from 4 --to 5 --keys 100000 --seed 3 --json");
    assert_eq!(number(&modulo["theory"]["moved_fraction"]), 0.8);
    assert_eq!(number(&ring["theory"]["moved_fraction"]), 0.2);
    // Five standard errors: of a share of 100,000 keys; of the share that one of five nodes of 128 points has.
    assert!((number(&modulo["moved_fraction"]) - 0.8).abs() < 5.0 * (0.8 * 0.2 / 1e5f64).sqrt(), "{modulo}");
    assert!((number(&ring["moved_fraction"]) - 0.2).abs() < 5.0 * 0.2 * (4.0 / 641.0f64).sqrt(), "{ring}");
    for figure in ["load_stddev_over_mean_before", "load_stddev_over_mean_after"] {
        assert!(number(&modulo[figure]) < number(&ring[figure]), "{figure}");
        assert!(number(&modulo["theory"][figure]) < number(&ring["theory"][figure]), "{figure}");
    }
    let more = json("reshard --rule ring --from 4 --to 5 --keys 100000 --vnodes 128 --seed 3 --json");
    assert_eq!(more, ring, "128 points are the default");
    assert_ne!(json("reshard --rule ring --from 4 --to 5 --keys 100000 --seed 4 --json"), ring);
    assert!(text("reshard --rule mod --from 4 --to 5 --keys 1000 --seed 3").contains("theory"));
}

#[test]
fn nothing_moves_when_nothing_changes() {
    for rule in ["mod", "ring"] {
        let same = json(&format!("reshard --rule {rule} --from 1 --to 1 --keys 1 --seed 0 --json"));
        for figures in [&same, &same["theory"]] {
            for figure in ["moved_fraction", "load_stddev_over_mean_before", "load_stddev_over_mean_after"] {
                assert_eq!(number(&figures[figure]), 0.0, "{rule} {figure}");
            }
        }
    }
}

#[test]
fn what_cannot_be_placed_is_named_with_what_is_allowed() {
    refused(&[
        ("reshard --rule mod --from 0 --to 5 --keys 9 --seed 1", &["--from", "'0'", "1 to 1024"]),
        ("reshard --rule mod --from 4 --to 1025 --keys 9 --seed 1", &["--to", "'1025'", "1 to 1024"]),
        ("reshard --rule mod --from 4 --to 5 --keys 100000001 --seed 1", &["--keys", "'100000001'", "1 to 100000000"]),
        ("reshard --rule mod --from 4 --to 5 --keys 1.5 --seed 1", &["--keys", "'1.5'", "whole number"]),
        ("reshard --rule mod --from 4 --to five --keys 9 --seed 1", &["--to", "'five'", "1 to 1024"]),
        ("reshard --rule ring --from 4 --to 5 --keys 9 --vnodes 0 --seed 1", &["--vnodes", "'0'", "1 to 1000"]),
        ("reshard --rule mod --from 4 --to 5 --keys 9 --vnodes 8 --seed 1", &["--vnodes", "`8`", "--rule ring"]),
        ("reshard --rule dice --from 4 --to 5 --keys 9 --seed 1", &["--rule", "'dice'", "mod, ring"]),
        ("reshard --rule mod --from 4 --to 5 --keys 9 --seed -1", &["-1"]),
        ("reshard --rule mod --from 4 --to 5 --keys 9", &["--seed"]),
    ]);
}

const SWEEP: &str = "sweep --stage load-balancer";

fn points(arguments: &str) -> Vec<Value> {
    json(&format!("{SWEEP} {arguments} --json"))["points"].as_array().expect("points").clone()
}

#[test]
fn a_sweep_prints_means_and_intervals_at_each_value() {
    let arguments = "--param users --from 200000 --to 800000 --points 3 --seeds 4 --warmup 2 --for 6";
    let whole = json(&format!("{SWEEP} {arguments} --json"));
    assert_eq!(
        (&whole["stage"], &whole["param"], &whole["seeds"]),
        (&"load-balancer".into(), &"users".into(), &4.into())
    );
    let points = whole["points"].as_array().expect("points");
    let values: Vec<f64> = points.iter().map(|p| number(&p["value"])).collect();
    assert_eq!(values, [200_000.0, 400_000.0, 800_000.0], "by ratio");
    for point in points {
        // A request in 960 users and second; the interval is wrong once in twenty, five of it never.
        let (mean, half) = (number(&point["throughput"]["mean"]), number(&point["throughput"]["half_width"]));
        assert!(half > 0.0 && (mean - number(&point["value"]) / 960.0).abs() < 5.0 * half, "{point}");
        for figure in ["mean", "p50", "p95"] {
            assert!(number(&point["latency_ms"][figure]["mean"]) > 60.0, "{figure} {point}");
        }
        assert_eq!(number(&point["failed_percent"]["mean"]), 0.0);
        assert!(number(&point["stations"]["web-3"]["utilisation"]["mean"]) > 0.0);
        assert!(point["stations"]["database"]["mean_wait_ms"].is_object());
    }
    assert_eq!(whole, json(&format!("{SWEEP} {arguments} --json")), "the same seeds, the same figures");
    let table = text(&format!("{SWEEP} {arguments}"));
    assert!(table.lines().count() == 4 && table.contains("±") && table.contains("800000"), "{table}");
}

#[test]
fn values_are_those_that_the_parameter_has() {
    let algorithms =
        points("--param lb.algorithm --from round-robin --to least-connections --points 9 --seeds 1 --for 1");
    let keys: Vec<_> = algorithms.iter().filter_map(|p| p["value"].as_str()).collect();
    assert_eq!(keys, ["round-robin", "random", "least-connections"]);
    assert!(algorithms.iter().all(|p| p["throughput"]["half_width"].is_null() && p["throughput"]["mean"].is_number()));
    let servers = points("--param web.servers --from 2 --to 4 --points 30 --seeds 2 --for 1 --set users=50000");
    assert_eq!(servers.len(), 3, "duplicates are left out");
    assert!(servers[0]["stations"]["web-3"].is_null() && servers[2]["stations"]["web-4"].is_object());
    let reads = points("--param reads --from 0 --to 100 --points 2 --seeds 1 --for 1");
    assert_eq!(number(&reads[1]["value"]), 100.0, "shares stand in percent, as they are typed");
}

#[test]
fn what_could_not_be_measured_is_null() {
    // Two users send a request every eight minutes.
    let quiet = &points("--param users --from 2 --to 2 --points 1 --seeds 3 --for 1 --warmup 0")[0];
    assert_eq!(number(&quiet["throughput"]["mean"]), 0.0);
    assert!(quiet["failed_percent"].is_null() && quiet["latency_ms"]["p99"].is_null(), "{quiet}");
    assert!(quiet["stations"]["web-1"]["mean_wait_ms"].is_null(), "{quiet}");
    let never = &points("--param users --from 100000 --to 100000 --points 1 --seeds 2 --for 0")[0];
    assert!(never["throughput"].is_null() && never["stations"]["web-1"]["utilisation"].is_null(), "{never}");
}

#[test]
fn a_parameter_that_the_system_does_not_use_changes_nothing() {
    let points = points("--param lb.takeover --from 1 --to 10 --points 2 --seeds 2 --for 2 --set users=100000");
    assert_eq!(
        (&points[0]["throughput"], &points[0]["latency_ms"]),
        (&points[1]["throughput"], &points[1]["latency_ms"])
    );
}

#[test]
fn what_cannot_be_swept_is_named_with_what_is_allowed() {
    let rest = "--points 3 --seeds 2";
    let users = format!("{SWEEP} --param users --from 1000");
    refused(&[
        (&format!("sweep --stage moon --param users --from 1 --to 9 {rest}"), &["stage", "`moon`", "load-balancer"]),
        (&format!("{SWEEP} --lane 1 --param users --from 1 --to 9 {rest}"), &["lane", "`1`", "0 to 0"]),
        (&format!("{SWEEP} --param user --from 1 --to 9 {rest}"), &["`user`", "dns.ttl"]),
        (&format!("{SWEEP} --param users --from 0 --to 9 {rest}"), &["`users`", "`0`", "1 to 100000000"]),
        (&format!("{users} --to 2e8 {rest}"), &["`users`", "`2e8`", "1 to 100000000"]),
        (&format!("{users} --to lots {rest}"), &["`users`", "`lots`", "1 to 100000000"]),
        (&format!("{users} --to 999 {rest}"), &["--to", "`999`", "1000"]),
        (&format!("{users} --to 2000 --points 0 --seeds 2"), &["--points", "'0'", "1 to 1000"]),
        (&format!("{users} --to 2000 --points 3 --seeds 0"), &["--seeds", "'0'", "1 to 1000"]),
        (&format!("{users} --to 2000 --points 3 --seeds many"), &["--seeds", "'many'", "1 to 1000"]),
        (&format!("{users} --to 2000 {rest} --for -1"), &["-1"]),
        (&format!("{users} --to 2000 {rest} --warmup soon"), &["--warmup", "soon", "seconds"]),
        (&format!("{users} --to 2000 {rest} --set users=0"), &["`users`", "`0`", "1 to 100000000"]),
        (&format!("{users} --to 1e8 {rest} --set requests=1000"), &["`users`", "`100000000`", "1000000 requests"]),
        (
            &format!("{SWEEP} --param lb.algorithm --from best --to random {rest}"),
            &["`lb.algorithm`", "`best`", "random"],
        ),
    ]);
}
