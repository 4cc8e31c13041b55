//! Scalewalk without a page: the same stages, parameters and claims on the command line.

mod arguments;
mod bench;
mod cache_replay;
mod challenge;
mod claim;
mod ladder;
mod list;
mod reshard;
mod run;
mod show;
mod station;
mod station_theory;
mod sweep;
mod trace;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Scalewalk without a page.
#[derive(Parser)]
#[command(
    name = "scalewalk",
    version,
    about = "How web systems scale, one request at a time: the model without a page"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lists the parameters with their legal values, defaults and sources.
    Params {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Lists the stages with their systems, controls and claims.
    Stages {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Runs the system of a stage and prints what it gave.
    Run(run::Options),
    /// Runs one station until so many requests have come, and holds it against queueing theory.
    Station(station::Options),
    /// Replays a recorded trace of requests through a cache and counts hits and misses.
    CacheReplay(cache_replay::Options),
    /// Runs the system of a stage at several values of a parameter, several times each.
    Sweep(sweep::Options),
    /// Places keys on nodes before and after their number changes, and counts what moved.
    Reshard(reshard::Options),
    /// Runs a claim, or all, and tells whether it holds.
    Claim {
        /// The claim's id, such as `single.spof`, or `all`.
        id: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Describes a level of the challenge, or scores a design for it.
    Challenge(challenge::Options),
    /// Tells how many daily users the system of each stage serves within the objective.
    Ladder(ladder::Options),
    /// Measures how fast this machine runs the model.
    Bench(bench::Options),
}

/// What a command prints, and whether everything was as claimed.
struct Printed {
    text: String,
    holds: bool,
}

impl Printed {
    fn new(text: String) -> Self {
        Self { text, holds: true }
    }
}

/// 0 when all is well, 1 when a claim does not hold, 2 when the command cannot be understood.
fn main() -> ExitCode {
    let printed = match Arguments::parse().command {
        Command::Params { json } => list::params(json),
        Command::Stages { json } => list::stages(json),
        Command::Run(options) => run::run(&options),
        Command::Station(options) => station::run(&options),
        Command::CacheReplay(options) => cache_replay::run(&options),
        Command::Sweep(options) => sweep::sweep(&options),
        Command::Reshard(options) => reshard::reshard(&options),
        Command::Claim { id, json } => claim::claim(&id, json),
        Command::Challenge(options) => challenge::challenge(&options),
        Command::Ladder(options) => ladder::ladder(&options),
        Command::Bench(options) => bench::bench(&options),
    };
    match printed {
        Ok(printed) => {
            // Whoever reads may stop reading.
            let _ = writeln!(std::io::stdout(), "{}", printed.text.trim_end());
            if printed.holds { ExitCode::SUCCESS } else { ExitCode::from(1) }
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
