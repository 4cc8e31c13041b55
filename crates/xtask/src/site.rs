//! Building the release page into `dist/`, and not building it again when nothing changed.

use crate::bench::native;
use crate::shell::{Outcome, announce, cargo, command, files_below, output, root, succeeds, which_in, write};
use crate::tools;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::time::Instant;

/// What the page is made from. `crates/xtask` writes the pages of the stages.
const SOURCES: &[&str] = &[
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "content",
    "crates/app",
    "crates/course",
    "crates/model",
    "crates/units",
    "crates/worker",
    "crates/xtask/src",
    "index.html",
    "package-lock.json",
    "rust-toolchain.toml",
    "www",
];

/// What Trunk leaves in `dist/` to keep others out meanwhile.
const LOCK: &str = ".trunk-lock";

/// Where the page is built.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// What is published is left alone by what tools want to remember.
fn stamp() -> PathBuf {
    native::target().join("site-built")
}

/// Sees to it that `dist/` holds the release page of the sources as they are.
pub fn build() -> Outcome {
    let sources = fingerprint();
    // Whoever built something else there has changed its files.
    let built = index_of_dist().map(|index| sources.clone() + &index);
    if built.is_some() && std::fs::read_to_string(stamp()).ok() == built {
        announce("The page is up to date.");
        return Ok(());
    }
    let path = tools::for_the_page()?;
    let trunk = which_in(&path, "trunk").ok_or("Trunk was set up but is not there.")?;
    // Trunk builds without the network; fetch what is missing before.
    if !succeeds(cargo().args(["fetch", "--quiet", "--target", tools::WASM]))? {
        return Err("Some Rust packages of the page are not here and could not be fetched. \
            Run this again with a network."
            .into());
    }
    announce("Building the release page into dist/. One to three minutes the first time.");
    let start = Instant::now();
    let mut build = command(trunk);
    build.args(["build", "--release", "--offline", "--skip-version-check"]).env("PATH", path);
    // A failed build is a matter for its messages, not for a trace of Trunk's own code.
    build.env("RUST_BACKTRACE", "0");
    // Cargo adds these to the flags of .cargo/config.toml.
    build.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", remapped()?);
    if !succeeds(&mut build)? {
        return Err("The page could not be built. What Trunk said is above.".into());
    }
    std::fs::remove_file(dist().join(LOCK)).ok();
    let index = index_of_dist().ok_or("Trunk built a page that is not there.")?;
    write(&stamp(), sources + &index)?;
    announce(&format!("Built in {} s.", start.elapsed().as_secs()));
    Ok(())
}

/// The start page of `dist/`, which names all that it loads by content; nothing if Trunk is not the last that wrote there.
fn index_of_dist() -> Option<String> {
    std::fs::read_to_string(dist().join("index.html")).ok()
}

/// Flags after which neither a panic nor what is left of it in a module tells where the page was built.
fn remapped() -> Outcome<String> {
    let sysroot = output(command("rustc").args(["--print", "sysroot"])).ok_or("Cannot run `rustc`.")?;
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))).unwrap_or_default();
    let places = [
        (PathBuf::from(sysroot).join("lib/rustlib/src/rust"), "/rust"),
        (home.join("registry/src"), "/crates"),
        (root(), "/scalewalk"),
    ];
    let flag = |(from, to): (PathBuf, &str)| {
        let from = from.to_str().filter(|from| !from.contains(char::is_whitespace))?.to_owned();
        Some(format!("--remap-path-prefix={from}={to}"))
    };
    Ok(places.into_iter().filter_map(flag).collect::<Vec<_>>().join(" "))
}

/// A number that changes with any source file.
fn fingerprint() -> String {
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        let path = root().join(source);
        let files = if path.is_dir() { files_below(&path) } else { vec![path] };
        for file in files {
            file.strip_prefix(root()).unwrap_or(&file).hash(&mut hasher);
            std::fs::read(&file).ok().hash(&mut hasher);
        }
    }
    format!("{:016x}\n", hasher.finish())
}
