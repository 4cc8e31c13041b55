//! The code of the page: its module in parts, and the script that loads them.
//!
//! Trunk hands its own wasm-bindgen the whole module. That is done again here from the linked one, because it has to be split
//! between linker and wasm-bindgen; what Trunk made of it is thrown away.

mod script;

pub use script::minify;

use crate::names;
use crate::shell::{Outcome, command, files_below, program_in, root, succeeds};
use crate::tools;
use std::path::{Path, PathBuf};

/// How far wasm-opt goes, for all modules of the page and of the worker; see `cargo xtask bench --levels`.
pub const LEVEL: &str = "2";
/// The program of the page.
const PAGE: &str = "scalewalk-app";
/// The script with the loaders of the parts, and how the linked module says that there are any.
const LOADERS: &str = "__wasm_split.js";
const SPLIT_POINT: &[u8] = b"__wasm_split_load_";

/// The names of the files that start the page.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The script; it names all other files.
    pub script: String,
    /// The module that it loads first.
    pub module: String,
}

/// Puts the code into the site from the module that was linked into `linked`, in the place of what Trunk put there. `work` is a
/// folder for what is made on the way.
pub fn run(site: &Path, linked: &Path, work: &Path) -> Outcome<Code> {
    let whole = bytes_of(&linked.join(format!("{PAGE}.wasm")))?;
    std::fs::remove_dir_all(work).ok();
    let parts = parts(&whole, work)?;
    bind(&work.join(format!("{PAGE}.wasm")), work, !parts.is_empty())?;
    let mut script = script::Sources::read(work, PAGE, !parts.is_empty())?;
    for part in parts {
        let stem = part.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = names::put(site, &stem, ".wasm", &optimised(&part, &[])?)?;
        script.name_part(&stem, &name)?;
    }
    let module = names::put(site, PAGE, "_bg.wasm", &optimised(&work.join(format!("{PAGE}_bg.wasm")), &[])?)?;
    script.name_module(&module)?;
    let script = names::put(site, PAGE, ".js", script.bundled(work)?.as_bytes())?;
    for file in files_below(site).iter().filter(|file| is_of_the_page(file)) {
        if ![&script, &module].iter().any(|name| file.ends_with(name)) {
            std::fs::remove_file(file).map_err(|error| format!("Cannot remove {}: {error}.", file.display()))?;
        }
    }
    Ok(Code { script, module })
}

/// Splits the module: the first part lies in `work` under the name of the page, the others are returned. A module without split
/// points is all of it.
fn parts(whole: &[u8], work: &Path) -> Outcome<Vec<PathBuf>> {
    let first = work.join(format!("{PAGE}.wasm"));
    if !whole.windows(SPLIT_POINT.len()).any(|bytes| bytes == SPLIT_POINT) {
        return crate::shell::write(&first, whole).map(|()| Vec::new());
    }
    let (link_name, main_module) = (format!("./{LOADERS}"), format!("./{PAGE}.js"));
    let mut options = wasm_split_cli_support::Options::new(whole);
    options.output_dir = work;
    options.main_out_path = &first;
    options.link_name = &link_name;
    options.main_module = &main_module;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| format!("The page's module cannot be split: {error:#}"))?;
    Ok(split.split_modules)
}

/// Has wasm-bindgen make the script for the first part.
fn bind(first: &Path, work: &Path, split: bool) -> Outcome {
    let bindgen = program_in(&tools::wasm_bindgen()?, "wasm-bindgen").ok_or("wasm-bindgen is missing.")?;
    let mut bind = command(bindgen);
    bind.args(["--target=web", "--no-demangle", "--no-typescript", "--out-name", PAGE, "--out-dir"]).arg(work);
    if split {
        // The other parts share its memory and its table.
        bind.arg("--keep-lld-exports");
    }
    match succeeds(bind.arg(first))? {
        true => Ok(()),
        false => Err("wasm-bindgen failed. What it said is above.".into()),
    }
}

/// A module as it is published. `passes` are those of wasm-opt besides the usual.
pub fn optimised(module: &Path, passes: &[&str]) -> Outcome<Vec<u8>> {
    let out = module.with_extension("optimised.wasm");
    let mut optimise = command(tools::node_program("wasm-opt")?);
    optimise.args([&format!("-O{LEVEL}"), "--strip-producers", "--strip-target-features"]).args(passes).arg(module);
    // Its warnings are about names of the splitter that it does not know; they go with the others.
    let told = optimise.arg("-o").arg(&out).output().map_err(|error| format!("Cannot run wasm-opt: {error}."))?;
    match told.status.success() {
        true => bytes_of(&out),
        false => Err(format!("wasm-opt failed: {}", String::from_utf8_lossy(&told.stderr).trim())),
    }
}

/// Whether a file of the site is the page's script or first module, by Trunk or from here.
fn is_of_the_page(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(PAGE) && (name.ends_with(".js") || name.ends_with("_bg.wasm"))
}

fn bytes_of(file: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(file).map_err(|error| format!("Cannot read {}: {error}.", file.display()))
}

/// Where Cargo puts what it links for the page: `target` is its folder, `profile` Trunk's word for how it builds.
pub fn linked(target: &Path, profile: Option<&str>) -> Outcome<PathBuf> {
    let config = crate::shell::read(&root().join("Trunk.toml"))?;
    let profile =
        std::env::var("TRUNK_BUILD_CARGO_PROFILE").ok().or(profile_of(&config)?).or(profile.map(str::to_owned));
    Ok(target.join(tools::WASM).join(match profile.as_deref() {
        None | Some("dev") => "debug",
        Some(profile) => profile,
    }))
}

/// The profile of Cargo that Trunk.toml asks for.
fn profile_of(config: &str) -> Outcome<Option<String>> {
    let config: toml::Table = config.parse().map_err(|error| format!("Trunk.toml: {error}"))?;
    let profile = config.get("build").and_then(|build| build.get("cargo_profile")).and_then(toml::Value::as_str);
    Ok(profile.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_that_of_trunk() {
        assert_eq!(profile_of("[build]\ncargo_profile = \"page\"").unwrap().as_deref(), Some("page"));
        assert_eq!(profile_of("").unwrap(), None);
        assert!(linked(Path::new("t"), None).unwrap().ends_with("wasm32-unknown-unknown/page"));
    }

    #[test]
    fn only_script_and_first_module_are_the_pages_own() {
        let own = |name: &str| is_of_the_page(&Path::new("site").join(name));
        assert!(own("scalewalk-app-1a2b_bg.wasm") && own("scalewalk-app-1a2b.js"));
        assert!(!own("scalewalk-worker_bg.wasm") && !own("split_rest-1a2b.wasm") && !own("scalewalk-app.css"));
    }

    #[test]
    fn a_module_without_split_points_is_left_whole() {
        let work = std::env::temp_dir().join(format!("xtask-split-{}", std::process::id()));
        let parts = parts(b"\0asm", &work).unwrap();
        let first = std::fs::read(work.join("scalewalk-app.wasm")).unwrap();
        std::fs::remove_dir_all(&work).unwrap();
        assert!(parts.is_empty());
        assert_eq!(first, b"\0asm");
    }
}
