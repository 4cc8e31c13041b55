//! Compiles the prose in `content/` into Rust statics, so that the page parses nothing when it runs.

use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

#[path = "content_compiler/mod.rs"]
mod content_compiler;

fn main() -> ExitCode {
    let Some(crate_dir) = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
        return fail("CARGO_MANIFEST_DIR is not set; build.rs is run by cargo");
    };
    let Some(out) = env::var_os("OUT_DIR").map(|dir| PathBuf::from(dir).join("content.rs")) else {
        return fail("OUT_DIR is not set; build.rs is run by cargo");
    };
    let content = crate_dir.join("../../content");
    println!("cargo::rerun-if-changed={}", content.display());

    match content_compiler::compile(&content) {
        Ok(source) => match fs::write(&out, source) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&format!("{}: {error}", out.display())),
        },
        Err(errors) => {
            for error in errors {
                fail(&error.to_string());
            }
            ExitCode::FAILURE
        }
    }
}

fn fail(message: &str) -> ExitCode {
    println!("cargo::error={message}");
    ExitCode::FAILURE
}
