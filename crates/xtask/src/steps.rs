//! The steps of `cargo xtask test`.

use crate::shell::{Outcome, announce, cargo, command, program_in, succeeds, succeeds_reading};
use crate::tally::Tally;
use crate::{browser, host, other_browsers, site, size, tools};
use std::path::PathBuf;
use std::process::Command;

/// Optimised like the page, with assertions and overflow checks; simulations are too slow without.
pub const PROFILE: &str = "checked";

/// Where the page is served a second time, to see that it works below any path.
const UNDER: &str = "some/deep";

/// The crates that run in the page, and beside it.
const PAGE_CRATES: &[&str] = &["scalewalk-model", "scalewalk-course", "scalewalk-app", "scalewalk-worker"];

/// How much is tested: each extent has what those before it have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// What needs neither the built page, nor a browser, nor tools that take minutes to install.
    Quick,
    /// All that is checked before a change is accepted.
    Usual,
    /// The page in browsers other than Chromium, too.
    AllBrowsers,
}

/// A part of the tests.
pub struct Step {
    /// As it is announced.
    pub name: &'static str,
    /// The least extent that it belongs to.
    pub from: Extent,
    /// What it does, and how much of it passed.
    pub run: fn() -> Outcome<Tally>,
}

/// In this order: what fails fast comes first.
pub const STEPS: &[Step] = &[
    Step { name: "Formatting", from: Extent::Quick, run: formatting },
    Step { name: "Set-up of browser and tools", from: Extent::Usual, run: set_up },
    Step { name: "Set-up of Firefox and WebKitGTK", from: Extent::AllBrowsers, run: set_up_others },
    Step { name: "Licences, bans, sources", from: Extent::Usual, run: licences },
    Step { name: "Lints, native", from: Extent::Quick, run: lints_native },
    Step { name: "Lints, wasm32", from: Extent::Quick, run: lints_wasm },
    Step { name: "Native tests", from: Extent::Quick, run: native },
    Step { name: "WebAssembly tests in Chromium", from: Extent::Usual, run: wasm },
    Step { name: "Build of the page", from: Extent::Usual, run: build },
    Step { name: "Tests of the page in Chromium", from: Extent::Usual, run: page },
    Step { name: "Every stage in Firefox and WebKitGTK", from: Extent::AllBrowsers, run: page_elsewhere },
    Step { name: "Sizes", from: Extent::Usual, run: limit },
];

fn formatting() -> Outcome<Tally> {
    tools::components()?;
    let formatted = succeeds(cargo().args(["fmt", "--all", "--check"]))?;
    if !formatted {
        eprintln!("error: Some files are not formatted: run `cargo fmt --all`.");
    }
    Ok(Tally::one(formatted))
}

/// Early, so that nobody waits for half of the tests to learn what is missing.
fn set_up() -> Outcome<Tally> {
    browser::set_up()?;
    tools::for_the_page()?;
    tools::cargo_deny()?;
    Ok(Tally::default())
}

fn set_up_others() -> Outcome<Tally> {
    other_browsers::set_up().map(|_| Tally::default())
}

fn licences() -> Outcome<Tally> {
    let deny = program_in(&tools::cargo_deny()?, "cargo-deny").ok_or("cargo-deny is missing.")?;
    // All packages of the lock file, of other systems too; then no network is needed.
    if !succeeds(cargo().args(["fetch", "--quiet", "--locked"]))? {
        return Err("Some Rust packages are not here and could not be fetched. Run this again with a network.".into());
    }
    let mut check = command(deny);
    check.args(["--offline", "check", "licenses", "bans", "sources"]);
    if advisories().is_some_and(|list| list.is_dir()) {
        check.arg("advisories");
    } else {
        announce("The list of security advisories is not here and is left out: `cargo deny fetch` brings it.");
    }
    succeeds(&mut check).map(Tally::one)
}

/// Where cargo-deny keeps the list of security advisories.
fn advisories() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = set("CARGO_HOME").or_else(|| set("HOME").or_else(|| set("USERPROFILE")).map(|home| home.join(".cargo")));
    home.map(|home| home.join("advisory-dbs"))
}

fn lints_native() -> Outcome<Tally> {
    let mut clippy = cargo();
    clippy.args(["clippy", "--workspace", "--exclude", "scalewalk-app", "--all-targets", "--", "-D", "warnings"]);
    succeeds(&mut clippy).map(Tally::one)
}

fn lints_wasm() -> Outcome<Tally> {
    tools::wasm_target()?;
    let mut clippy = cargo();
    clippy.args(["clippy", "--target", tools::WASM]);
    for package in PAGE_CRATES {
        clippy.args(["--package", package]);
    }
    // The workloads' program for the browser.
    clippy.args(["--package", "scalewalk-bench", "--features", "scalewalk-bench/page"]);
    succeeds(clippy.args(["--", "-D", "warnings"])).map(Tally::one)
}

fn native() -> Outcome<Tally> {
    let mut test = cargo();
    test.args(["test", "--workspace", "--exclude", "scalewalk-app", "--no-fail-fast", "--profile", PROFILE]);
    rust_tests(&mut test)
}

fn wasm() -> Outcome<Tally> {
    let browser = browser::set_up()?;
    tools::wasm_target()?;
    let bindgen = tools::wasm_bindgen()?;
    let runner = program_in(&bindgen, "wasm-bindgen-test-runner").ok_or("wasm-bindgen-test-runner is missing.")?;
    let mut test = cargo();
    test.args(["test", "--package", "scalewalk-tests", "--test", "determinism", "--package", "scalewalk-app"]);
    test.args(["--bin", "scalewalk-app", "--profile", PROFILE, "--target", tools::WASM])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", browser.driver)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        // Whole simulations run in there; the default of 20 seconds is for small tests.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "600");
    let tally = rust_tests(&mut test)?;
    if tally == Tally::default() {
        return Err("No WebAssembly test ran: neither tests/determinism.rs nor crates/app has one.".into());
    }
    Ok(tally)
}

/// Runs `cargo test` and adds up what its programs say.
fn rust_tests(test: &mut Command) -> Outcome<Tally> {
    let mut tally = Tally::default();
    let success = succeeds_reading(test, |line| tally.read_rust(line))?;
    Ok(tally.ended(success))
}

fn build() -> Outcome<Tally> {
    site::build().map(|()| Tally::default())
}

fn page() -> Outcome<Tally> {
    tools::node_packages()?;
    let browser = browser::set_up()?;
    let served = host::start(host::listen(0)?, &site::dist(), Some(UNDER))?;
    let mut playwright = command("node");
    playwright
        .args(["node_modules/@playwright/test/cli.js", "test", "--config", "tests/page"])
        .env("SCALEWALK_URL", &served.address)
        .env("SCALEWALK_UNDER", UNDER)
        .env("SCALEWALK_CHROMIUM", browser.chromium);
    let mut tally = Tally::default();
    let success = succeeds_reading(&mut playwright, |line| tally.read_playwright(line))?;
    Ok(tally.ended(success))
}

fn page_elsewhere() -> Outcome<Tally> {
    tools::node_packages()?;
    let browsers = other_browsers::set_up()?;
    let served = host::start(host::listen(0)?, &site::dist(), None)?;
    let mut node = browsers.with_a_screen("node");
    node.arg("tests/page/browsers.mjs").env("SCALEWALK_URL", &served.address);
    let mut tally = Tally::default();
    let success = succeeds_reading(&mut node, |line| tally.read_total(line))?;
    if tally == Tally::default() {
        return Err("The test of the other browsers did not come to its end.".into());
    }
    Ok(tally.ended(success))
}

fn limit() -> Outcome<Tally> {
    let faults = size::kept()?;
    for fault in &faults {
        eprintln!("error: {fault}");
    }
    let without = size::without_claims()?;
    if !without {
        eprintln!("error: The code of the page has claims or prose in it: something it calls reaches for them.");
    }
    let mut tally = Tally::one(faults.is_empty());
    tally += Tally::one(without);
    Ok(tally)
}
