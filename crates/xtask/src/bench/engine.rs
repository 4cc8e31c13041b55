//! The engine's workloads in Chromium: compiled, linked and optimised as the page is.

use super::native::target;
use super::{json_of, node, number, quantile};
use crate::browser::Browser;
use crate::shell::{Outcome, cargo, command, program_in, succeeds, write};
use crate::{host, split, tools};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// The program of `crates/bench`.
const PROGRAM: &str = "scalewalk-bench-page";

/// Where the page with the workloads lies, by level of wasm-opt.
fn site(level: &str) -> PathBuf {
    target().join("bench-pages").join(level)
}

/// Builds a page with the workloads for each of `levels`; `0` goes without wasm-opt. Their sizes in bytes.
pub fn build(levels: &[&str]) -> Outcome<Vec<u64>> {
    tools::wasm_target()?;
    let bindgen = program_in(&tools::wasm_bindgen()?, "wasm-bindgen").ok_or("wasm-bindgen is missing.")?;
    let wasm_opt = tools::node_program("wasm-opt")?;
    let mut build = cargo();
    build.args(["build", "--quiet", "--profile", "page", "--target", tools::WASM, "--package", "scalewalk-bench"]);
    let failed = |what: &str| Err(format!("{what} failed. What it said is above."));
    if !succeeds(build.args(["--bin", PROGRAM, "--features", "page"]))? {
        return failed("The build of the workloads");
    }
    let program = target().join(tools::WASM).join("page").join(format!("{PROGRAM}.wasm"));
    let mut sizes = Vec::new();
    for level in levels {
        let site = site(level);
        let mut bind = command(&bindgen);
        bind.args(["--target", "web", "--no-typescript", "--out-name", "engine", "--out-dir"]).arg(&site).arg(&program);
        if !succeeds(&mut bind)? {
            return failed("wasm-bindgen");
        }
        let module = site.join("engine_bg.wasm");
        if *level != "0" && !succeeds(command(&wasm_opt).arg(format!("-O{level}")).arg(&module).arg("-o").arg(&module))?
        {
            return failed("wasm-opt");
        }
        write(&site.join("index.html"), "<!doctype html><title>The engine's workloads</title>\n")?;
        sizes.push(std::fs::metadata(&module).map_err(|error| format!("{}: {error}.", module.display()))?.len());
    }
    Ok(sizes)
}

/// Clocks all workloads, with each of `levels` in turn, and with the program `native`.
pub fn clock(browser: &Browser, levels: &[&str], native: Option<PathBuf>) -> Outcome<Value> {
    let mut script = node("benchmarks/engine.mjs", browser);
    script.env_remove("SCALEWALK_NATIVE").envs(native.map(|program| ("SCALEWALK_NATIVE", program)));
    for level in levels {
        let served = host::start(host::listen(0)?, &site(level), None)?;
        script.arg(format!("{level}={}", served.address));
    }
    json_of(&mut script)
}

/// What was clocked at one level, in the order in which the workloads are declared.
pub fn timed<'a>(clocked: &'a Value, level: &str) -> Outcome<&'a Vec<Value>> {
    clocked["results"][level].as_array().ok_or_else(|| "Chromium ran no workloads.".into())
}

/// The name of a workload that was clocked.
pub fn name(timed: &Value) -> &str {
    timed["name"].as_str().unwrap_or_default()
}

/// Nanoseconds an event of one workload at one level: the median of its runs, and the least.
pub fn ns_per_event(timed: &Value) -> Outcome<(f64, f64)> {
    let mut ms: Vec<f64> = timed["ms"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    let ns = 1e6 * ms.len() as f64 / number(timed, "/events")?;
    Ok((ns * quantile(&mut ms, 0.5), ns * quantile(&mut ms, 0.0)))
}

/// Both clocks side by side, in the order in which the workloads are declared.
pub fn compared(native: &Map<String, Value>, chromium: &Value) -> Outcome<Value> {
    let mut rows = Vec::new();
    for (timed, beside) in timed(chromium, split::LEVEL)?.iter().zip(timed(chromium, "native")?) {
        let name = name(timed);
        let native = native.get(name).ok_or_else(|| format!("Criterion did not run `{name}`."))?;
        let (median, least) = ns_per_event(timed)?;
        let events_per_simulated_s = number(timed, "/events")? / number(timed, "/simulated_s")?;
        rows.push(json!({
            "name": name,
            "native": native,
            "chromium": { "ns_per_event": median, "ns_per_event_least": least },
            // From the least: what else the machine does comes and goes, and can only add.
            "ratio": least / number(beside, "/ns_per_event_least")?,
            "core_at_real_time": 1e-9 * least * events_per_simulated_s,
        }));
    }
    Ok(json!({ "browser": chromium["browser"], "workloads": rows }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn native_and_chromium_are_compared() {
        let native = json!({ "a": { "ns_per_event": 110.0, "ns_per_event_least": 105.0 } });
        let beside = json!({ "name": "a", "ns_per_event_least": 100.0 });
        let timed = json!({ "name": "a", "ms": [4.0, 2.0, 3.0], "events": 30_000.0, "simulated_s": 0.01 });
        let level = split::LEVEL;
        let chromium = json!({ "browser": "Chromium 1", "results": { "native": [beside], level: [timed] } });
        let rows = compared(native.as_object().unwrap(), &chromium).unwrap();
        assert_eq!(rows["workloads"][0]["ratio"], 2.0);
        assert_eq!(rows["workloads"][0]["chromium"]["ns_per_event"], 300.0);
        let share = rows["workloads"][0]["core_at_real_time"].as_f64().unwrap();
        assert!((share - 0.6).abs() < 1e-12, "{share}");
    }
}
