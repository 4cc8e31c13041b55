//! Running other programs, and the few places on disk that matter.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a step returns: nothing, or a sentence for the person at the keyboard that says what to do.
pub type Outcome<T = ()> = Result<T, String>;

/// The root of the repository.
pub fn root() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let here = manifest.filter(|path| path.ends_with("crates/xtask"));
    let here = here.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    here.ancestors().nth(2).map(Path::to_path_buf).unwrap_or(here)
}

/// Where tools are kept between runs: shared by all checkouts, never inside the repository.
pub fn tool_cache() -> Outcome<PathBuf> {
    let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .or_else(|| set("LOCALAPPDATA"))
        .map(|cache| cache.join("scalewalk").join("tools"))
        .ok_or_else(|| "No place for tools: set HOME or XDG_CACHE_HOME.".into())
}

/// `PATH` with these directories before all others.
pub fn path_with(first: &[PathBuf]) -> Outcome<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(first.iter().cloned().chain(env::split_paths(&path)))
        .map_err(|error| format!("A directory does not fit into PATH: {error}"))
}

/// The file of a program in `dir`, if there is one.
pub fn program_in(dir: &Path, name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
    endings.iter().map(|ending| dir.join(format!("{name}{ending}"))).find(|file| file.is_file())
}

/// The first program of that name on `PATH`.
pub fn which(name: &str) -> Option<PathBuf> {
    which_in(&env::var_os("PATH")?, name)
}

/// The first program of that name on a given path.
pub fn which_in(path: &OsStr, name: &str) -> Option<PathBuf> {
    env::split_paths(path).find_map(|dir| program_in(&dir, name))
}

/// A command that runs at the root of the repository.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Cargo, the very one that runs this program.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// What a command prints, trimmed; nothing if it cannot be run or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command in the open. `Ok(false)` says that it ran and failed.
pub fn succeeds(command: &mut Command) -> Outcome<bool> {
    command.status().map(|status| status.success()).map_err(|error| cannot_run(command, &error))
}

/// Runs a command in the open, hands each line of its standard output to `read` as well.
pub fn succeeds_reading(command: &mut Command, mut read: impl FnMut(&str)) -> Outcome<bool> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_run(command, &error))?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            read(&line);
        }
    }
    child.wait().map(|status| status.success()).map_err(|error| cannot_run(command, &error))
}

fn cannot_run(command: &Command, error: &std::io::Error) -> String {
    format!("Cannot run `{}`: {error}.", command.get_program().to_string_lossy())
}

/// Says what is about to happen, why, and roughly how long it takes.
pub fn announce(message: &str) {
    println!("==> {message}");
}

/// Reads a text file of the repository.
pub fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path).map_err(|error| format!("Cannot read {}: {error}.", path.display()))
}

/// Writes a file, and the directories above it.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Outcome {
    let parent = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent)
        .and_then(|()| std::fs::write(path, content))
        .map_err(|error| format!("Cannot write {}: {error}.", path.display()))
}

/// All files below `dir`, sorted, whole paths. A directory that is not there has none.
pub fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}
