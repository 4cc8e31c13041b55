//! `scalewalk cache-replay` as a user types it.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

/// Runs it on standard input.
fn replay(arguments: &[&str], trace: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_scalewalk"))
        .arg("cache-replay")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    // A command that refuses its arguments does not read.
    let _ = child.stdin.take().expect("a pipe").write_all(trace);
    child.wait_with_output().expect("the command ends")
}

fn counts(arguments: &str, trace: &str) -> Value {
    let arguments: Vec<&str> = arguments.split_whitespace().chain(["-", "--json"]).collect();
    let output = replay(&arguments, trace.as_bytes());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn refused(arguments: &str, trace: &[u8]) -> String {
    let output = replay(&arguments.split_whitespace().collect::<Vec<_>>(), trace);
    assert_eq!(output.status.code(), Some(2), "{arguments}");
    assert!(output.stdout.is_empty(), "{arguments}");
    String::from_utf8(output.stderr).expect("text")
}

/// One request a second.
fn trace(keys: &str) -> String {
    keys.chars().enumerate().map(|(second, key)| format!("{second},{key}\n")).collect()
}

#[test]
fn hits_and_misses_are_those_of_the_policy() {
    // By hand: D evicts B under all but FIFO, under which A goes, which then evicts B; and so on.
    for (policy, hits) in [("lru", 2), ("lfu", 2), ("fifo", 1), ("sieve", 2)] {
        let result = counts(&format!("--policy {policy} --capacity 3"), &trace("ABCADAE"));
        let misses = 7 - hits;
        let expected = json!({
            "requests": 7, "hits": hits, "misses": misses, "hit_ratio": hits as f64 / 7.0,
            "expired": 0, "evicted": misses - 3,
        });
        assert_eq!(result, expected, "{policy}");
    }
    assert_eq!(counts("--policy lru --capacity 0", &trace("AAA"))["hits"], 0);
    assert_eq!(counts("--policy fifo --capacity 4294967295", &trace("ABAB"))["hits"], 2);
}

#[test]
fn a_ttl_counts_from_storing_to_the_nanosecond() {
    let text = "0.1,a\n0.299999999,a\n0.3,a\n0.49,a\n0.5,a\n";
    let result = counts("--policy lru --capacity 9 --ttl 0.2", text);
    assert_eq!((&result["hits"], &result["expired"], &result["misses"]), (&json!(2), &json!(2), &json!(3)));
    assert_eq!(counts("--policy lru --capacity 9 --ttl 0", &trace("AAA"))["hits"], 0);
    assert_eq!(counts("--policy lru --capacity 9 --ttl 18446744072", &trace("AAA"))["hits"], 2);
}

#[test]
fn keys_are_any_text_and_ends_of_lines_any_of_two() {
    let text = "\u{feff}0,a,b\r\n\r\n  \n0.5,a\n1,a,b\r\n1,ключ 🔑\n2e0,ключ 🔑";
    let result = counts("--policy lru --capacity 9", text);
    assert_eq!((&result["requests"], &result["hits"]), (&json!(5), &json!(2)));
    // Keys need not be Unicode either.
    let output = replay(&["--policy", "lru", "--capacity", "1", "-", "--json"], b"0,\xff\n1,\xff\n");
    let result: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(result["hits"], 1);
}

#[test]
fn an_empty_trace_has_no_ratio() {
    for text in ["", "\n", "\r\n\n"] {
        let result = counts("--policy sieve --capacity 2", text);
        assert_eq!((&result["requests"], &result["hit_ratio"]), (&json!(0), &Value::Null), "{text:?}");
    }
    let output = replay(&["--policy", "lru", "--capacity", "1", "-"], b"");
    assert!(String::from_utf8_lossy(&output.stdout).contains("no requests"));
}

#[test]
fn a_file_is_read_and_people_get_a_table() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("replayed trace.csv");
    std::fs::write(&path, trace("ABABC")).expect("a file");
    let name = path.to_str().expect("a name");
    let output = replay(&["--policy", "lru", "--capacity", "2", name], b"");
    let table = String::from_utf8(output.stdout).expect("text");
    assert!(table.contains("requests   5\nhits       2\n") && table.contains("hit ratio  40 %"), "{table}");
    std::fs::write(&path, "0,a\n1;b\n").expect("a file");
    let output = replay(&["--policy", "lru", "--capacity", "2", name], b"");
    let message = String::from_utf8(output.stderr).expect("text");
    assert!(message.contains(&format!("{name}, line 2: `1;b`: has no comma")), "{message}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn bad_lines_are_named_with_what_is_allowed() {
    for (line, parts) in [
        ("12", ["line 2", "`12`", "no comma", "seconds,key"]),
        ("12,", ["line 2", "`12,`", "no key", "any text"]),
        (",a", ["line 2", "`,a`", "time", "0 to 18446744072"]),
        ("-1,a", ["line 2", "`-1,a`", "time", "0 to 18446744072"]),
        ("soon,a", ["line 2", "`soon,a`", "time", "0 to 18446744072"]),
        ("NaN,a", ["line 2", "`NaN,a`", "time", "0 to 18446744072"]),
        ("18446744073,a", ["line 2", "`18446744073,a`", "time", "0 to 18446744072"]),
        ("4.9,a", ["line 2", "`4.9,a`", "back in time", "5.0 or later"]),
        ("\t\x1b,a", ["line 2", "`\\t\\u{1b},a`", "time", "0 to"]),
    ] {
        let message = refused("--policy lru --capacity 3 - --json", format!("5.0,a\n{line}\n6,b\n").as_bytes());
        assert!(parts.iter().all(|part| message.contains(part)), "{line}: {message}");
        assert!(message.contains("standard input"), "{message}");
    }
    let message = refused("--policy lru --capacity 3 -", "x\n".repeat(40).as_bytes());
    assert!(message.contains("line 5:") && !message.contains("line 6:"), "{message}");
    assert!(message.contains("and 35 more bad lines"), "{message}");
}

#[test]
fn what_is_wrong_with_a_whole_file_is_said_with_what_to_do() {
    for (trace, parts) in [
        // A header, also after an empty line, or behind a mark of its encoding.
        (&b"time,key\n0,a\n"[..], ["line 1", "`time,key`", "a time", "names the columns, remove it"]),
        (b"\n\"t\",\"k\"\r\n0,a\n", ["line 2", "`\\\"t\\\",\\\"k\\\"`", "a time", "names the columns, remove it"]),
        (b"\xef\xbb\xbfseconds;key\n0;a\n", ["line 1", "`seconds;key`", "no comma", "names the columns, remove it"]),
        (b"0,a\r1,b\r", ["line 1", "`0,a\\r1,b`", "carriage return", "\\r\\n"]),
        (b"\xff\xfe0\0,\0a\0\n\0", ["line 1", "UTF-16", "allowed", "UTF-8"]),
        (b"\xfe\xff\00\0,\0a\0\n", ["line 1", "UTF-16", "allowed", "UTF-8"]),
        (b"2024-05-01T12:00:00Z,a\n", ["line 1", "`2024-05-01T12:00:00Z,a`", "a time", "number of seconds"]),
        (b"1700000000000,a\n", ["line 1", "`1700000000000,a`", "a time", "0 to 18446744072"]),
    ] {
        let message = refused("--policy lru --capacity 3 -", trace);
        assert!(parts.iter().all(|part| message.contains(part)), "{message}");
    }
    // Only what comes first can be a header.
    let message = refused("--policy lru --capacity 3 -", b"0,a\ntime,key\n");
    assert!(message.contains("line 2") && !message.contains("remove"), "{message}");
}

#[test]
fn spaces_around_a_time_and_exponents_are_read() {
    let result = counts("--policy lru --capacity 9", " 0 ,a\n\t1e0,a\n2.5E+0,a\n\n\n");
    assert_eq!((&result["requests"], &result["hits"]), (&json!(3), &json!(2)));
}

#[test]
fn bad_parameters_are_named_with_what_is_allowed() {
    for (arguments, parts) in [
        ("--policy mru --capacity 3 -", ["--policy", "'mru'", "lru, lfu, fifo, sieve"]),
        ("--policy lru --capacity -1 -", ["--capacity", "'-1'", "0 to 4294967295"]),
        ("--policy lru --capacity 4294967296 -", ["--capacity", "'4294967296'", "0 to 4294967295"]),
        ("--policy lru --capacity 1.5 -", ["--capacity", "'1.5'", "0 to 4294967295"]),
        ("--policy lru --capacity 3 --ttl -5 -", ["--ttl", "'-5'", "0 to 18446744072"]),
        ("--policy lru --capacity 3 --ttl long -", ["--ttl", "'long'", "0 to 18446744072"]),
        ("--policy lru --capacity 3 --ttl 1e30 -", ["--ttl", "'1e30'", "0 to 18446744072"]),
        ("--policy lru -", ["--capacity", "required", "ENTRIES"]),
        ("--capacity 3 -", ["--policy", "required", "POLICY"]),
        ("--policy lru --capacity 3", ["FILE", "required", "not provided"]),
        ("--policy lru --capacity 3 no/such.csv", ["`no/such.csv`", "does not exist", "file"]),
        ("--policy lru --capacity 3 .", ["`.`", "cannot be", "file"]),
    ] {
        let message = refused(arguments, b"0,a\n");
        assert!(parts.iter().all(|part| message.contains(part)), "{arguments}: {message}");
    }
}
