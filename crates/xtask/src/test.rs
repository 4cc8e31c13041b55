//! `cargo xtask test`: all checks, one after the other, and one line of totals at the end.

use crate::shell::announce;
use crate::steps::{Extent, STEPS, Step};
use crate::tally::Tally;
use std::process::ExitCode;
use std::time::Instant;

/// Runs the steps up to the first that fails; prints the totals whatever happens.
pub fn run(extent: Extent) -> ExitCode {
    let start = Instant::now();
    let mut total = Tally::default();
    let steps: Vec<&Step> = STEPS.iter().filter(|step| step.from <= extent).collect();
    for (index, step) in steps.iter().enumerate() {
        announce(&format!("[{:>3} s] {} of {}: {}", start.elapsed().as_secs(), index + 1, steps.len(), step.name));
        let tally = (step.run)().unwrap_or_else(|message| {
            eprintln!("error: {message}");
            Tally::one(false)
        });
        total += tally;
        if tally.failed > 0 {
            announce(&format!("[{:>3} s] Stopped: {} failed.", start.elapsed().as_secs(), step.name));
            break;
        }
    }
    if total.failed == 0 {
        announce(&format!("[{:>3} s] Done.", start.elapsed().as_secs()));
    }
    println!("{total}");
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
