//! `cargo xtask bench`: how fast the engine is natively and in Chromium, and how the page keeps its budgets.

mod before;
mod budgets;
mod engine;
mod levels;
pub mod native;
mod record;

use crate::shell::{Outcome, announce, command, files_below, root, write};
use crate::{browser, host, site, size, split, tools};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What `cargo xtask bench` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    levels: bool,
    keep: bool,
}

impl Options {
    /// Reads the words after `bench`.
    pub fn parse(words: &[&str]) -> Outcome<Self> {
        let mut options = Self { levels: false, keep: true };
        for word in words {
            match *word {
                "--levels" => options.levels = true,
                "--no-history" => options.keep = false,
                other => return Err(format!("`bench` knows no `{other}`.")),
            }
        }
        Ok(options)
    }
}

/// Measures everything, prints it, and adds it to the history.
pub fn run(options: &Options) -> Outcome {
    let browser = browser::set_up()?;
    tools::node_packages()?;
    if options.levels {
        return levels::run(&browser);
    }
    site::build()?;
    announce("Building the workloads, natively and for the browser.");
    native::build()?;
    engine::build(&[split::LEVEL])?;
    announce("1 of 4: the engine, natively. About half a minute.");
    let criterion = native::engine()?;
    announce("2 of 4: the engine in Chromium, and natively beside it. About a minute.");
    let chromium = engine::clock(&browser, &[split::LEVEL], Some(native::program()?))?;
    announce("3 of 4: curve and time travel, natively. Some seconds.");
    let tasks = native::tasks()?;
    announce("4 of 4: the page in Chromium. About four minutes.");
    let page = page(&browser)?;
    let results = json!({
        "engine": engine::compared(&criterion, &chromium)?,
        "tasks": tasks,
        "page": page,
    });
    let budgets = budgets::of(&results)?;
    let report = format!("{}\n{}", record::report(&results, &budgets)?, before::slower(&results)?);
    println!("\n{report}");
    if options.keep { record::keep(results, &budgets, &report) } else { Ok(()) }
}

/// Measures the built page.
fn page(browser: &browser::Browser) -> Outcome<Value> {
    let served = host::start(host::listen(0)?, &site::dist(), None)?;
    let packed = host::start(host::listen(0)?, &packed()?, None)?;
    let mut script = node("benchmarks/stage.mjs", browser);
    script.env("SCALEWALK_URL", served.address).env("SCALEWALK_PACKED_URL", packed.address);
    json_of(&mut script)
}

/// A copy of the page with each file compressed beside it, as a host would send it.
fn packed() -> Outcome<PathBuf> {
    let (dist, copy) = (site::dist(), root().join("target/packed"));
    std::fs::remove_dir_all(&copy).ok();
    for file in files_below(&dist) {
        let bytes = std::fs::read(&file).map_err(|error| format!("Cannot read {}: {error}.", file.display()))?;
        let name = file.strip_prefix(&dist).unwrap_or(&file).to_string_lossy().into_owned();
        write(&copy.join(&name), &bytes)?;
        // Fonts are compressed as they are.
        if !name.ends_with(".woff2") {
            write(&copy.join(format!("{name}.br")), size::compressed(&bytes)?)?;
        }
    }
    Ok(copy)
}

/// A script that drives Chromium.
fn node(script: &str, browser: &browser::Browser) -> Command {
    let mut node = command("node");
    node.arg(script).env("SCALEWALK_CHROMIUM", &browser.chromium);
    node
}

/// What a program prints on its standard output, which is JSON.
fn json_of(command: &mut Command) -> Outcome<Value> {
    let name = format!("{command:?}");
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| format!("Cannot run {name}: {error}."))?;
    if !output.status.success() {
        return Err(format!("{name} failed. What it said is above."));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("{name} did not print JSON: {error}."))
}

/// The number at a place in JSON, such as `/load/paint/p50`.
fn number(value: &Value, place: &str) -> Outcome<f64> {
    value.pointer(place).and_then(Value::as_f64).ok_or_else(|| format!("The measurements have no number at {place}."))
}

/// The value below which a share (0 to 1) of `values` lies.
fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    values.get((share * last as f64).round() as usize).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read() {
        assert_eq!(Options::parse(&[]).unwrap(), Options { levels: false, keep: true });
        assert_eq!(Options::parse(&["--levels", "--no-history"]).unwrap(), Options { levels: true, keep: false });
        assert!(Options::parse(&["--level"]).is_err());
    }

    #[test]
    fn numbers_are_found_and_sorted() {
        assert_eq!(number(&json!({ "a": [{ "b": 2.5 }] }), "/a/0/b"), Ok(2.5));
        assert!(number(&json!({ "a": "2.5" }), "/a").unwrap_err().contains("/a"));
        assert_eq!(quantile(&mut [3.0, 1.0, 2.0], 0.5), 2.0);
        assert_eq!(quantile(&mut [3.0, 1.0, 2.0], 1.0), 3.0);
    }
}
