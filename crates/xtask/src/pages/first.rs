//! The script that comes before all others. The same file lies beside each page and one level up, so that a page finds it
//! whether its address ends in a slash or not.

use crate::names;
use crate::shell::{Outcome, read, root, write};
use crate::split::minify;
use scalewalk_model::params;
use std::path::Path;
use words::WORDS;

#[path = "../../../course/src/address/words.rs"]
mod words;

fn small(work: &Path) -> Outcome<String> {
    let small = work.join("first-small.js");
    minify(&["--format=iife"], &root().join("www/first.js"), &small)?;
    read(&small)
}

/// Its name, which follows its content.
pub fn name(work: &Path) -> Outcome<String> {
    Ok(names::name("first", ".js", small(work)?.as_bytes()))
}

/// Puts it into a folder of the site.
pub fn put(folder: &Path, name: &str, work: &Path) -> Outcome {
    write(&folder.join(name), small(work)?)
}

/// What stands in an attribute for nothing: where a minifier takes the quotes away, an empty one would swallow the next.
pub const NONE: &str = "-";

/// What a query may have in it that means the simulation, and not the start page.
pub fn own_keys() -> String {
    WORDS.into_iter().chain(params::all().iter().map(|param| param.id)).collect::<Vec<_>>().join(",")
}
