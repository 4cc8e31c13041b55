//! Developer commands of Scalewalk: `cargo xtask serve`, `test`, `bench`, `size`, `pages`, `map`, `moves`, `golden`, `ladder`.
//!
//! Everything a fresh machine lacks is set up on the way, into a cache directory of its own. The
//! commands know the other crates only by name.

mod bench;
mod browser;
// What build.rs compiles into crates/course; here only the pages are read from it.
#[allow(dead_code, reason = "The Rust source is written by build.rs alone.")]
#[path = "../../course/content_compiler/mod.rs"]
mod content_compiler;
mod golden;
mod host;
mod install;
#[cfg(test)]
mod layers;
mod map;
mod moves;
mod names;
mod other_browsers;
mod pages;
mod serve;
mod shell;
mod site;
mod size;
mod split;
mod static_text;
mod steps;
mod tally;
mod test;
mod tools;

use std::path::Path;
use std::process::ExitCode;
use steps::Extent;

const HELP: &str = "\
Usage: cargo xtask <command>

Commands
  serve [--port N] [--open] [--under PATH]
           Sets up what is missing, builds the release page if anything changed, and serves it
           at http://127.0.0.1:8080/ (or port N; 0 takes any free one). --open starts a browser;
           --under serves the page a second time under PATH, as a host with sub-paths would.
  test [--quick | --all-browsers]
           Formatting, licences of packages, lints, native tests, WebAssembly tests and page tests in
           Chromium, size limits. --quick leaves out what needs a browser, the release page or more tools.
           --all-browsers opens every stage in Firefox and WebKitGTK as well (Linux; some minutes more).
  bench [--no-history] [--levels]
           Measures the engine natively and in Chromium, and how the page keeps its budgets; adds the
           result to benchmarks/ unless --no-history is given. Some six minutes. --levels compares the
           levels of wasm-opt instead.
  size [DIR | --write WHY]
           Prints what each stage of the site in DIR (or dist/) loads first, and what weighs most. Builds nothing.
           --write puts the figures of dist/ on file, which `test` compares with, and says why.
  golden   Writes the golden digests anew, then fails, so that somebody looks at what changed.
  ladder   Searches anew how many users each stage serves, then fails, so that somebody looks at what changed.
  map      Writes the map of folders in ARCHITECTURE.md anew.
  moves    Follows a request through the parts of the model, and counts how often it moves on. Needs gdb.
  pages    Puts code, pages, texts and notices into the site that Trunk builds. Trunk calls it.
";

/// What went wrong on the command line.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.split_first() {
        Some((&"serve", rest)) => match serve::Options::parse(rest) {
            Ok(options) => serve::run(&options),
            Err(message) => return usage(&message),
        },
        Some((&"test", rest)) => match rest {
            [] => return test::run(Extent::Usual),
            ["--quick"] => return test::run(Extent::Quick),
            ["--all-browsers"] => return test::run(Extent::AllBrowsers),
            _ => return usage("`test` takes either --quick or --all-browsers."),
        },
        Some((&"bench", rest)) => match bench::Options::parse(rest) {
            Ok(options) => bench::run(&options),
            Err(message) => return usage(&message),
        },
        Some((&"size", [])) => size::per_stage(&site::dist()),
        Some((&"size", ["--write", why])) => size::write(why),
        Some((&"size", [dir])) if !dir.starts_with('-') => size::per_stage(Path::new(dir)),
        Some((&"size", _)) => return usage("`size` takes one folder, or --write and a reason."),
        Some((&"pages", [])) => pages::run(),
        Some((&"map", [])) => map::run(),
        Some((&"moves", [])) => moves::run(),
        Some((&"golden", [])) => golden::run(&golden::DIGESTS),
        Some((&"ladder", [])) => golden::run(&golden::LADDER),
        Some((&("help" | "--help" | "-h"), _)) => {
            print!("{HELP}");
            Ok(())
        }
        Some((&("pages" | "map" | "moves" | "golden" | "ladder"), _)) => {
            return usage("This command takes no arguments.");
        }
        Some((other, _)) => return usage(&format!("There is no command `{other}`.")),
        None => return usage("Which command?"),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn usage(message: &str) -> ExitCode {
    eprint!("error: {message}\n\n{HELP}");
    ExitCode::from(USAGE)
}
