//! The tools of the build and of the tests: which, in what version, what for.

use crate::install::{Program, folder_of, locked_version, version_of};
use crate::shell::{Outcome, announce, cargo, command, output, path_with, program_in, read, root, succeeds, which};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The Trunk that is installed. Any later 0.22 on `PATH` serves as well.
const TRUNK: &str = "0.22.1";

/// The cargo-deny that is installed, and the series of those on `PATH` that serve as well: what deny.toml may say
/// changes from one to the next.
const DENY: &str = "0.20.2";
const DENY_SERIES: &str = "0.20.";

/// The geckodriver that is installed. Any on `PATH` serves as well.
const GECKODRIVER: &str = "0.37.0";

/// The oldest Node the tools from npm run on.
const NODE: u32 = 20;

/// The target of the page.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Everything a build of the page needs; returns `PATH` with the tools on it.
pub fn for_the_page() -> Outcome<OsString> {
    wasm_target()?;
    node_packages()?;
    let bindgen = wasm_bindgen()?;
    let trunk = trunk()?;
    path_with(&[bindgen, trunk, root().join("node_modules").join(".bin")])
}

/// `rustfmt` and `clippy`, which a toolchain may lack.
pub fn components() -> Outcome {
    if output(cargo().args(["fmt", "--version"])).is_some() && output(cargo().args(["clippy", "--version"])).is_some() {
        return Ok(());
    }
    announce("Adding rustfmt and clippy to the Rust toolchain: they check form and lints. Some seconds.");
    network(
        "rustup could not add rustfmt and clippy",
        command("rustup").args(["component", "add", "rustfmt", "clippy"]),
    )
}

/// The standard library for WebAssembly.
pub fn wasm_target() -> Outcome {
    let sysroot = output(command("rustc").args(["--print", "sysroot"])).ok_or("Cannot run `rustc`.")?;
    if Path::new(&sysroot).join("lib/rustlib").join(WASM).join("lib").is_dir() {
        return Ok(());
    }
    announce("Adding the Rust target wasm32-unknown-unknown: the page is WebAssembly. Some seconds.");
    network("rustup could not add the target wasm32-unknown-unknown", command("rustup").args(["target", "add", WASM]))
}

/// The folder with the `wasm-bindgen` command of exactly the version the page is linked with, and
/// its test runner.
pub fn wasm_bindgen() -> Outcome<PathBuf> {
    let lock = read(&root().join("Cargo.lock"))?;
    let version = locked_version(&lock, "wasm-bindgen").ok_or("Cargo.lock names no wasm-bindgen.")?;
    let fits = |dir: &Path| {
        program_in(dir, "wasm-bindgen-test-runner").is_some()
            && version_of(dir, "wasm-bindgen").is_some_and(|found| found == version)
    };
    folder_of(&Program {
        name: "wasm-bindgen",
        package: "wasm-bindgen-cli",
        version: &version,
        fits: &fits,
        options: &[],
        level: "1",
        why: "it makes the page's JavaScript and must match Cargo.lock. \
            About 3 minutes on two cores",
    })
}

/// The folder with Trunk.
fn trunk() -> Outcome<PathBuf> {
    let fits = |dir: &Path| version_of(dir, "trunk").is_some_and(|found| trunk_fits(&found));
    folder_of(&Program {
        name: "trunk",
        package: "trunk",
        version: TRUNK,
        fits: &fits,
        // Trunk declares a newer Rust than it needs.
        options: &["--locked", "--ignore-rust-version"],
        level: "0",
        why: "it puts the page together. About 4 minutes on two cores",
    })
}

/// The folder with cargo-deny.
pub fn cargo_deny() -> Outcome<PathBuf> {
    let fits = |dir: &Path| version_of(dir, "cargo-deny").is_some_and(|found| found.starts_with(DENY_SERIES));
    folder_of(&Program {
        name: "cargo-deny",
        package: "cargo-deny",
        version: DENY,
        fits: &fits,
        options: &["--locked"],
        level: "0",
        why: "it checks the licences of all packages. About 5 minutes on two cores",
    })
}

/// The folder with geckodriver, which Debian does not have.
pub fn geckodriver() -> Outcome<PathBuf> {
    let fits = |dir: &Path| version_of(dir, "geckodriver").is_some();
    folder_of(&Program {
        name: "geckodriver",
        package: "geckodriver",
        version: GECKODRIVER,
        fits: &fits,
        options: &["--locked"],
        level: "0",
        why: "it drives Firefox for the tests. About 5 minutes on two cores",
    })
}

fn trunk_fits(version: &str) -> bool {
    let patch = version.strip_prefix("0.22.").and_then(|patch| patch.parse::<u32>().ok());
    patch.is_some_and(|patch| patch >= 1)
}

/// The packages from npm: `wasm-opt` and `esbuild` for the build, Playwright, axe and Selenium for the tests.
pub fn node_packages() -> Outcome {
    let node = output(command("node").arg("--version")).and_then(|version| {
        version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok())
    });
    let npm = which("npm");
    let (Some(major), Some(npm)) = (node, npm) else {
        return Err(format!(
            "Node and npm are missing: they bring wasm-opt, esbuild and the tests of the page. \
             Install Node {NODE} or later (https://nodejs.org) and run this again."
        ));
    };
    if major < NODE {
        return Err(format!(
            "Node {major} is too old: install Node {NODE} or later (https://nodejs.org) \
             and run this again."
        ));
    }
    let time = |path: &str| std::fs::metadata(root().join(path)).and_then(|data| data.modified()).ok();
    let installed = time("node_modules/.package-lock.json");
    if installed.is_some() && installed >= time("package-lock.json") {
        return Ok(());
    }
    announce(
        "Installing the packages of package-lock.json with npm: wasm-opt and esbuild make the page small, \
         Playwright, axe and Selenium test it. Under a minute.",
    );
    let mut install = command(npm);
    install.args(["ci", "--no-audit", "--no-fund"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    network("npm could not install its packages", &mut install)
}

/// A program of the packages from npm.
pub fn node_program(name: &str) -> Outcome<PathBuf> {
    let bin = root().join("node_modules").join(".bin");
    program_in(&bin, name).ok_or_else(|| format!("{name} is missing: run `npm ci`."))
}

/// Runs a command that needs the network; says so should it fail.
pub fn network(failure: &str, command: &mut Command) -> Outcome {
    match succeeds(command)? {
        true => Ok(()),
        false => Err(format!(
            "{failure}. Its own words are above. This step needs the network, once; \
             run the command again when there is one."
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunk_must_be_a_late_enough_022() {
        assert!(trunk_fits("0.22.1") && trunk_fits("0.22.9"));
        assert!(
            !trunk_fits("0.22.0") && !trunk_fits("0.21.14") && !trunk_fits("0.23.0") && !trunk_fits("0.22.1-beta.1")
        );
    }
}
