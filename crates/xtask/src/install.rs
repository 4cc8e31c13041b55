//! Finding a program in the right version, and installing it into the tool cache where it is not.

use crate::shell::{Outcome, announce, cargo, output, path_with, program_in, succeeds, tool_cache, which};
use crate::tools::network;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program written in Rust that the build uses.
pub struct Program<'a> {
    /// The name of its file.
    pub name: &'a str,
    /// The name of its package.
    pub package: &'a str,
    /// The version to install.
    pub version: &'a str,
    /// Whether the program in a folder will do.
    pub fits: &'a dyn Fn(&Path) -> bool,
    /// Options for `cargo install`.
    pub options: &'a [&'a str],
    /// How far it is optimised: compiling takes longer than one build of the page with the tool.
    pub level: &'a str,
    /// What it is for, and how long its installation takes.
    pub why: &'a str,
}

/// The folder of a program that fits: on `PATH`, in the tool cache, or put there now.
pub fn folder_of(program: &Program) -> Outcome<PathBuf> {
    let Program { name, package, version, fits, options, level, why } = *program;
    let on_path = which(name).and_then(|file| file.parent().map(Path::to_path_buf));
    if let Some(dir) = on_path.filter(|dir| fits(dir)) {
        return Ok(dir);
    }
    let place = tool_cache()?.join(format!("{name}-{version}"));
    let bin = place.join("bin");
    if fits(&bin) {
        return Ok(bin);
    }
    let spec = format!("{package}@{version}");
    if which("cargo-binstall").is_some() {
        announce(&format!("Fetching {spec} with cargo-binstall: {why} (less where it is ready-made)."));
        let mut binstall = cargo();
        binstall.args(["binstall", "--no-confirm", "--force", "--root"]).arg(&place).arg(&spec);
        if succeeds(&mut binstall)? && fits(&bin) {
            return Ok(bin);
        }
    }
    announce(&format!("Installing {spec} into {}: {why}, once.", place.display()));
    let mut install = cargo();
    install.args(["install", "--debug", "--force"]).args(options).arg("--root").arg(&place).arg(&spec);
    install.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_PROFILE_DEV_OPT_LEVEL", level);
    // With its folder on PATH, Cargo does not advise to put it there.
    install.env_remove("CARGO_TARGET_DIR").env("PATH", path_with(std::slice::from_ref(&bin))?);
    network(&format!("{spec} could not be installed. You may also put it on PATH yourself"), &mut install)?;
    if fits(&bin) { Ok(bin) } else { Err(format!("{spec} was installed into {} but does not run.", place.display())) }
}

/// The version a program in `dir` reports: the second word of `<program> --version`.
pub fn version_of(dir: &Path, program: &str) -> Option<String> {
    let text = output(Command::new(program_in(dir, program)?).arg("--version"))?;
    text.split_whitespace().nth(1).map(str::to_owned)
}

/// The version of a package in a `Cargo.lock`.
pub fn locked_version(lock: &str, package: &str) -> Option<String> {
    let lock: toml::Table = lock.parse().ok()?;
    let packages = lock.get("package")?.as_array()?;
    let found = packages.iter().find(|entry| entry.get("name").and_then(toml::Value::as_str) == Some(package))?;
    found.get("version")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_tells_versions() {
        let lock = "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n\
            [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "b"), None);
    }
}
