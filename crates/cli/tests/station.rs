//! `scalewalk station` as a user types it.

use std::process::{Command, Output};

use serde_json::Value;

fn scalewalk(arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scalewalk")).args(arguments.split(' ')).output().expect("the command runs")
}

fn station(arguments: &str) -> Value {
    let output = scalewalk(&format!("station {arguments} --json"));
    assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or_else(|| panic!("{key} of {value} is no number"))
}

/// One run is near its theory: five standard errors would be less than this share of each figure.
fn near(arguments: &str, figures: &[(&str, f64)]) -> Value {
    let found = station(arguments);
    for (key, share) in figures {
        let (measured, theory) = (number(&found, key), number(&found["theory"], key));
        assert!((measured - theory).abs() <= share * theory, "{arguments}: {key} {measured}, theory {theory}");
    }
    balanced(&found);
    found
}

fn balanced(found: &Value) {
    let count = |key: &str| found[key].as_u64().unwrap_or_else(|| panic!("{key}: {found}"));
    assert_eq!(count("arrived") + count("in_flight_before"), count("answered") + count("lost") + count("in_flight"));
}

const NAMES: [&str; 9] = ["mean_wait_ms", "p_wait", "p_loss", "mean_ms", "p50", "p95", "p99", "p999", "utilisation"];

#[test]
fn an_unlimited_station_is_near_its_theory() {
    let few = &[("mean_wait_ms", 0.05), ("p_wait", 0.02), ("utilisation", 0.02), ("mean_ms", 0.05)];
    let tails = [("p50", 0.03), ("p95", 0.05), ("p99", 0.05), ("p999", 0.12)];
    let mmc =
        near("--rate 300 --service exp --mean-ms 10 --workers 4 --requests 1e6 --seed 3", &[&few[..], &tails].concat());
    assert_eq!((&mmc["arrived"], &mmc["lost"], &mmc["seed"]), (&1_000_000.into(), &0.into(), &3.into()));
    assert_eq!(mmc["theory"]["approximate"], false);
    // M/M/4 at a load of 3 (Erlang C 0.5094): waits have a mean of 0.5094 × 10 ms ÷ (4 − 3).
    assert!((number(&mmc["theory"], "mean_wait_ms") - 5.094).abs() < 0.001, "{mmc}");
    let deterministic = near("--rate 50 --service det --mean-ms 10 --workers 1 --requests 3e5 --seed 1", few);
    assert_eq!(
        (&deterministic["theory"]["mean_wait_ms"], &deterministic["theory"]["p99"]),
        (&5.0.into(), &Value::Null)
    );
    near("--rate 50 --service lognormal --cv 1.5 --mean-ms 10 --workers 1 --requests 1e6 --seed 1", few);
    // An approximation is off by some percent, and says so.
    let approximate = near(
        "--rate 300 --service det --mean-ms 10 --workers 4 --requests 3e5 --seed 1",
        &[("mean_wait_ms", 0.15), ("p_wait", 0.1), ("utilisation", 0.02)],
    );
    assert_eq!(approximate["theory"]["approximate"], true);
}

#[test]
fn a_bounded_station_is_near_its_theory() {
    let figures = &[("mean_wait_ms", 0.05), ("p_wait", 0.02), ("p_loss", 0.05), ("utilisation", 0.01)];
    near("--rate 450 --service exp --mean-ms 10 --workers 4 --queue 10 --requests 1e6 --seed 1", figures);
    for service in ["exp", "det", "lognormal --cv 3"] {
        let found = near(
            &format!("--rate 450 --service {service} --mean-ms 10 --workers 4 --queue 0 --requests 1e6 --seed 1"),
            &[("p_loss", 0.02), ("utilisation", 0.01), ("mean_ms", 0.02)],
        );
        assert_eq!((&found["mean_wait_ms"], &found["p_wait"]), (&0.0.into(), &0.0.into()));
    }
}

#[test]
fn where_no_closed_form_holds_theory_is_null() {
    let bounded = station("--rate 90 --service det --mean-ms 10 --workers 1 --queue 5 --requests 1000 --seed 1");
    let overloaded = station("--rate 200 --service exp --mean-ms 10 --workers 1 --requests 20000 --seed 1");
    for found in [&bounded, &overloaded] {
        NAMES.iter().for_each(|name| assert!(found["theory"][name].is_null(), "{name}: {found}"));
        balanced(found);
    }
    // Half of 22,000 are still there; the last came 110 s after the first and has waited for 55 s of work.
    assert!((number(&overloaded, "in_flight") - 11_000.0).abs() < 800.0, "{overloaded}");
    assert_eq!((number(&overloaded, "utilisation"), number(&overloaded, "lost")), (1.0, 0.0));
    assert!(overloaded["warm_up"]["relaxation_times"].is_null(), "{overloaded}");
}

#[test]
fn the_same_seed_is_the_same_run_in_any_unit_of_time() {
    let run = |rest: &str| station(&format!("--service exp --workers 2 --requests 20000 {rest}"));
    let quick = run("--rate 150000 --mean-ms 0.01 --seed 5");
    assert_eq!(quick, run("--rate 150000 --mean-ms 0.01 --seed 5"));
    assert_ne!(quick["digest"], run("--rate 150000 --mean-ms 0.01 --seed 6")["digest"]);
    let slow = run("--rate 0.0015 --mean-ms 1e6 --seed 5");
    for name in ["mean_wait_ms", "p50", "p99"] {
        assert!((number(&slow, name) / number(&quick, name) / 1e8 - 1.0).abs() < 1e-5, "{name}: {slow} {quick}");
    }
    assert!((number(&slow, "seconds") * 0.0015 / 20_000.0 - 1.0).abs() < 0.05, "{slow}");
}

#[test]
fn the_ends_of_all_ranges_can_be_run() {
    for arguments in [
        "--rate 1e7 --service exp --mean-ms 1e6 --workers 65535 --queue 0 --requests 1000 --seed 0",
        "--rate 1e7 --service det --mean-ms 0.001 --workers 1 --queue 1e7 --requests 1 --seed 18446744073709551615",
        "--rate 0.00001 --service lognormal --cv 20 --mean-ms 1000000 --workers 65535 --requests 100 --seed 1",
        "--rate 1 --service lognormal --cv 0.01 --mean-ms 0.001 --workers 1 --queue 0 --requests 1 --seed 1",
    ] {
        balanced(&station(arguments));
    }
}

#[test]
fn a_table_has_theory_beside_what_was_measured() {
    let run = "station --rate 80 --service exp --mean-ms 10 --workers 1 --requests 5000 --seed 1";
    let table = String::from_utf8(scalewalk(run).stdout).expect("text");
    assert!(table.contains("theory") && table.contains("40 ms") && table.contains("p99.9") && table.contains("digest"));
    let help = String::from_utf8(scalewalk("station --help").stdout).expect("text");
    assert!(help.contains("Allen-Cunneen") && help.contains("all null"), "{help}");
}

#[test]
fn what_cannot_be_run_is_named_with_what_is_allowed() {
    let whole =
        [("rate", "10"), ("service", "exp"), ("mean-ms", "5"), ("workers", "2"), ("requests", "100"), ("seed", "1")];
    let with = |name: &str, value: Option<&str>| {
        let kept = whole.iter().filter(|(n, _)| *n != name).map(|(n, v)| format!(" --{n} {v}"));
        let changed = value.map(|value| format!(" --{name} {value}"));
        format!("station{}", kept.chain(changed).collect::<String>())
    };
    let cases: [(&str, Option<&str>, &[&str]); 25] = [
        ("rate", Some("0"), &["--rate", "'0'", "up to 10000000"]),
        ("rate", Some("-3"), &["--rate", "'-3'", "up to 10000000"]),
        ("rate", Some("1.1e7"), &["--rate", "'1.1e7'", "up to 10000000"]),
        ("rate", Some("NaN"), &["--rate", "'NaN'", "up to 10000000"]),
        ("rate", Some("1e-300"), &["--rate", "`100`", "idle", "up to 0"]),
        ("rate", None, &["--rate"]),
        ("service", Some("uniform"), &["--service", "'uniform'", "exp, det, lognormal"]),
        ("service", None, &["--service"]),
        ("service", Some("lognormal"), &["--cv", "lognormal", "0.01 to 20"]),
        ("mean-ms", Some("0"), &["--mean-ms", "'0'", "0.001 to 1000000"]),
        ("mean-ms", Some("2e6"), &["--mean-ms", "'2e6'", "0.001 to 1000000"]),
        ("cv", Some("2"), &["--cv", "`2`", "--service exp", "0.01 to 20"]),
        ("cv", Some("0"), &["--cv", "'0'", "0.01 to 20"]),
        ("cv", Some("21"), &["--cv", "'21'", "0.01 to 20"]),
        ("workers", Some("0"), &["--workers", "'0'", "1 to 65535"]),
        ("workers", Some("65536"), &["--workers", "'65536'", "1 to 65535"]),
        ("workers", Some("-1"), &["--workers", "'-1'", "1 to 65535"]),
        ("queue", Some("-1"), &["--queue", "'-1'", "0 to 10000000"]),
        ("queue", Some("1.5"), &["--queue", "'1.5'", "0 to 10000000"]),
        ("queue", Some("10000001"), &["--queue", "'10000001'", "0 to 10000000"]),
        ("requests", Some("0"), &["--requests", "'0'", "1 to 1000000000"]),
        ("requests", Some("2e9"), &["--requests", "'2e9'", "1 to 1000000000"]),
        ("requests", None, &["--requests"]),
        ("seed", Some("x"), &["--seed", "'x'"]),
        ("seed", None, &["--seed"]),
    ];
    for (name, value, parts) in cases {
        let arguments = with(name, value);
        let output = scalewalk(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        assert!(output.stdout.is_empty(), "{arguments}");
        let message = String::from_utf8(output.stderr).expect("text");
        assert!(parts.iter().all(|part| message.contains(part)), "{arguments}: {message}");
    }
}
