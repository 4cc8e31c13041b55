//! `cargo xtask bench --levels`: the engine's workloads at each level of wasm-opt. Some levels make WebAssembly smaller
//! and slower in a browser, so the page's level is a matter of measurement.

use super::engine;
use crate::browser::Browser;
use crate::shell::{Outcome, announce};
use crate::split;

/// The levels that there are; `0` goes without wasm-opt.
pub const LEVELS: &[&str] = &["0", "1", "2", "3", "4", "s", "z"];

/// Prints the least nanoseconds an event for each workload and level.
pub fn run(browser: &Browser) -> Outcome {
    announce("Building the workloads at each level of wasm-opt. About a minute.");
    let sizes = engine::build(LEVELS)?;
    announce("Clocking them in Chromium, one after another. Three minutes.");
    let clocked = engine::clock(browser, LEVELS, None)?;
    let line = |head: &str, cells: Vec<String>| {
        println!("{head:<16}{}", cells.iter().map(|cell| format!("{cell:>9}")).collect::<String>());
    };
    line("ns an event", LEVELS.iter().map(|level| format!("-O{level}")).collect());
    for (i, workload) in engine::timed(&clocked, LEVELS[0])?.iter().enumerate() {
        let least = |level: &&str| {
            let (_, least) = engine::ns_per_event(&engine::timed(&clocked, level)?[i])?;
            Ok(format!("{least:.1}"))
        };
        line(engine::name(workload), LEVELS.iter().map(least).collect::<Outcome<_>>()?);
    }
    line("bytes", sizes.iter().map(u64::to_string).collect());
    println!("The least of all runs; the page is built with -O{}.", split::LEVEL);
    Ok(())
}
