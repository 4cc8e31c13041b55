//! The workloads on this machine itself.

use super::{json_of, quantile};
use crate::shell::{Outcome, cargo, command, program_in, read, root, succeeds};
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::process::Stdio;

/// Optimised like the page.
const PROFILE: &str = "release";

/// Where criterion leaves its figures.
fn criterion_home() -> PathBuf {
    target().join("criterion")
}

/// Cargo's target directory.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Compiles criterion's benches and the command line.
pub fn build() -> Outcome {
    let mut bench = cargo();
    bench.args(["bench", "--no-run", "--quiet", "--profile", PROFILE, "--package", "scalewalk-bench"]);
    let mut cli = cargo();
    cli.args(["build", "--quiet", "--profile", PROFILE, "--package", "scalewalk-cli"]);
    if succeeds(&mut bench)? && succeeds(&mut cli)? {
        Ok(())
    } else {
        Err("The workloads could not be compiled. What Cargo said is above.".into())
    }
}

/// The command line, as compiled by [`build`].
pub fn program() -> Outcome<PathBuf> {
    program_in(&target().join(PROFILE), "scalewalk")
        .ok_or_else(|| "The command line was built but is not there.".into())
}

/// Runs criterion's benches: nanoseconds an event, by workload.
pub fn engine() -> Outcome<Map<String, Value>> {
    // Workloads of an earlier run may have had other names.
    let groups = criterion_home().join("engine");
    std::fs::remove_dir_all(&groups).ok();
    let mut bench = cargo();
    bench.args(["bench", "--quiet", "--profile", PROFILE, "--package", "scalewalk-bench", "--bench", "engine"]);
    bench.args(["--", "--noplot", "--quiet"]).env("CRITERION_HOME", criterion_home());
    // Criterion tells there at length what it is about to do.
    let output = bench.stdout(Stdio::inherit()).stderr(Stdio::piped()).output();
    let output = output.map_err(|error| format!("Cannot run the benches: {error}."))?;
    if !output.status.success() {
        return Err(format!("The benches failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let mut results = Map::new();
    for entry in std::fs::read_dir(&groups).into_iter().flatten().flatten() {
        let new = entry.path().join("new");
        let json = |file: &str| -> Outcome<Value> {
            let path = new.join(file);
            serde_json::from_str(&read(&path)?).map_err(|error| format!("{}: {error}.", path.display()))
        };
        if new.is_dir() {
            let name = entry.file_name().to_string_lossy().into_owned();
            results.insert(name, figures(&json("estimates.json")?, &json("sample.json")?, &json("benchmark.json")?)?);
        }
    }
    Ok(results)
}

/// Criterion's median and its 95 % interval, and the least of its samples, which is what the machine does when
/// nothing else runs.
fn figures(estimates: &Value, sample: &Value, benchmark: &Value) -> Outcome<Value> {
    let events = super::number(benchmark, "/throughput/Elements")?;
    let list =
        |key: &str| -> Vec<f64> { sample[key].as_array().into_iter().flatten().filter_map(Value::as_f64).collect() };
    let mut times: Vec<f64> = list("times").into_iter().zip(list("iters")).map(|(time, n)| time / n / events).collect();
    let median = |place: &str| super::number(estimates, place).map(|ns| ns / events);
    Ok(json!({
        "ns_per_event": median("/median/point_estimate")?,
        "interval": [median("/median/confidence_interval/lower_bound")?, median("/median/confidence_interval/upper_bound")?],
        "ns_per_event_least": quantile(&mut times, 0.0),
    }))
}

/// Curve and time travel, as the command line clocks them.
pub fn tasks() -> Outcome<Value> {
    json_of(command(program()?).args([
        "bench",
        "--json",
        "--only",
        "curve-40",
        "--only",
        "curve-40-full",
        "--only",
        "seek",
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criterions_files_are_read() {
        let estimates = json!({ "median": {
            "point_estimate": 200.0,
            "confidence_interval": { "lower_bound": 190.0, "upper_bound": 220.0 },
        } });
        let sample = json!({ "iters": [1.0, 2.0], "times": [210.0, 360.0] });
        let figures = figures(&estimates, &sample, &json!({ "throughput": { "Elements": 10 } })).unwrap();
        let expected = json!({ "ns_per_event": 20.0, "interval": [19.0, 22.0], "ns_per_event_least": 18.0 });
        assert_eq!(figures, expected);
    }
}
