//! Building the release page into `dist/`, and not building it again when nothing changed.

use crate::shell::{Outcome, announce, cargo, command, files_below, read, root, succeeds, which_in, write};
use crate::tools;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::time::Instant;

/// What the page is made from. `crates/xtask` writes the pages of the stages.
const SOURCES: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "content",
    "crates/app",
    "crates/course",
    "crates/model",
    "crates/worker",
    "crates/xtask/src",
    "index.html",
    "package-lock.json",
    "rust-toolchain.toml",
    "www",
];

/// Where the page is built.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Sees to it that `dist/` holds the release page of the sources as they are.
pub fn build() -> Outcome {
    let stamp = dist().join(".built");
    let sources = fingerprint();
    if dist().join("index.html").is_file() && std::fs::read_to_string(&stamp).is_ok_and(|built| built == sources) {
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
    if !succeeds(&mut build)? {
        return Err("The page could not be built. What Trunk said is above.".into());
    }
    read(&dist().join("index.html"))?;
    write(&stamp, &sources)?;
    announce(&format!("Built in {} s.", start.elapsed().as_secs()));
    Ok(())
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
