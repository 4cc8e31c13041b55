//! The page's WebAssembly module in two: what a stage needs to run, and the rest, which is loaded when it runs. What belongs to
//! the rest is said by `crates/app/rest.txt`, in names of functions.
//!
//! Both modules have one memory and one table of functions. A function of the rest keeps its place in the first module, but what
//! stands there only sees to it that the rest has been loaded and calls the real one through the table. A
//! mistake in the list therefore costs time and never breaks anything.

mod first;
mod module;
mod plan;
mod rest;

use crate::shell::{Outcome, read, root, write};
use module::Module;
use plan::Plan;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

/// How the files end.
const FIRST: &str = "_bg.wasm";
pub const REST: &str = "_rest.wasm";
/// Listed functions of fewer bytes stay in the first module: they weigh little more than what would stand in their place,
/// and the compiler keeps one of several with the same code, under any of their names.
const SMALLEST: usize = 200;
/// How the files of the page begin.
const PAGE: &str = "scalewalk-app";

/// Splits the module of the site in `site`, unless that has been done: names of functions go with it.
pub fn run(site: &Path) -> Outcome {
    let index = read(&site.join("index.html"))?;
    let Some(name) = page_module(&index) else { return Ok(()) };
    let whole = std::fs::read(site.join(name)).map_err(|error| format!("Cannot read {name}: {error}."))?;
    let list = read(&root().join("crates/app/rest.txt"))?;
    let Some((first, rest)) = split(&whole, &list, SMALLEST)? else { return Ok(()) };
    // One name for both: no browser ever joins halves of different builds.
    let mut hasher = DefaultHasher::new();
    (&first, &rest).hash(&mut hasher);
    let stem = format!("{PAGE}-{:016x}", hasher.finish());
    let new = format!("{stem}{FIRST}");
    write(&site.join(&new), first)?;
    write(&site.join(format!("{stem}{REST}")), rest)?;
    if new != name {
        std::fs::remove_file(site.join(name)).map_err(|error| format!("Cannot remove {name}: {error}."))?;
    }
    write(&site.join("index.html"), index.replace(name, &new))
}

/// The name of the page's module, as its start page has it.
fn page_module(index: &str) -> Option<&str> {
    let end = index.find(FIRST)? + FIRST.len();
    let start = index[..end].rfind(PAGE)?;
    Some(&index[start..end])
}

/// Both modules; none if the functions have no names. Listed functions of fewer bytes than `smallest` stay in the first.
fn split(whole: &[u8], list: &str, smallest: usize) -> Outcome<Option<(Vec<u8>, Vec<u8>)>> {
    let module = Module::read(whole).map_err(|error| format!("The page's module cannot be read: {error}"))?;
    if module.names.is_empty() {
        return Ok(None);
    }
    let parts: Vec<&str> =
        list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let listed = |name: &str, bytes: usize| {
        let name = without_hashes(name);
        bytes >= smallest && parts.iter().any(|part| has(&name, part))
    };
    let plan = Plan::of(&module, listed)?;
    let failed = |error: String| format!("The page's module cannot be split: {error}");
    Ok(Some((first::write(whole, &module, &plan).map_err(failed)?, rest::write(&module, &plan).map_err(failed)?)))
}

/// Whether `part` stands in `name`, or begins it if it begins with `^`, and no word goes on behind it.
fn has(name: &str, part: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if let Some(part) = part.strip_prefix('^') {
        let behind = name.trim_start_matches('<').strip_prefix(part);
        return behind.is_some_and(|behind| !(part.ends_with(is_word) && behind.starts_with(is_word)));
    }
    name.match_indices(part).any(|(at, _)| !(part.ends_with(is_word) && name[at + part.len()..].starts_with(is_word)))
}

/// A function's name without the hashes of crates, which stand in brackets: `core[c5930c85a12de822]::fmt`.
fn without_hashes(name: &str) -> String {
    let mut pieces = name.split('[');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(']') {
            Some((hash, rest)) if hash.len() > 8 && hash.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
                plain.push_str(rest);
            }
            _ => plain.extend(["[", piece]),
        }
    }
    plain
}

#[cfg(test)]
mod tests;
