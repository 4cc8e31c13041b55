//! The map of folders in ARCHITECTURE.md, made from what each folder says of itself in its first line.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::root;

/// Whose folders are on the map.
const CRATES: [&str; 3] = ["model", "course", "app"];

fn marks(name: &str) -> [String; 2] {
    [format!("<!-- map of crates/{name}: cargo xtask map -->\n"), "<!-- end of map -->\n".to_owned()]
}

/// Writes the map anew.
///
/// # Errors
/// If a file cannot be read or written, or a folder says nothing of itself.
pub fn run() -> Result<(), String> {
    let path = root().join("ARCHITECTURE.md");
    let text = read(&path)?;
    fs::write(&path, drawn(&text)?).map_err(|error| format!("{}: {error}", path.display()))
}

/// `text`, with the map as the folders are now.
fn drawn(text: &str) -> Result<String, String> {
    let mut text = text.to_owned();
    for name in CRATES {
        let [begin, end] = marks(name);
        let missing = || format!("ARCHITECTURE.md has no place for the map of crates/{name}: {begin}");
        let from = text.find(&begin).ok_or_else(missing)? + begin.len();
        let to = from + text[from..].find(&end).ok_or_else(missing)?;
        text.replace_range(from..to, &table(&root().join("crates").join(name).join("src"))?);
    }
    Ok(text)
}

fn table(src: &Path) -> Result<String, String> {
    let mut rows = String::from("\n| folder | | files |\n| --- | --- | --- |\n");
    for folder in folders(src)? {
        let name = folder.strip_prefix(src).map_err(|error| error.to_string())?.display();
        let mut files: Vec<String> = entries(&folder)?
            .into_iter()
            .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
            .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
            .filter(|stem| !["mod", "tests"].contains(&stem.as_str()))
            .collect();
        files.sort();
        writeln!(rows, "| `{name}/` | {} | {} |", about(&folder)?, files.join(", "))
            .map_err(|error| error.to_string())?;
    }
    rows.push('\n');
    Ok(rows)
}

/// All folders below `folder` that have a module of their own, each before what is in it.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut all = Vec::new();
    let mut inner: Vec<PathBuf> = entries(folder)?.into_iter().filter(|path| path.is_dir()).collect();
    inner.sort();
    for path in inner.into_iter().filter(|path| module(path).is_some()) {
        let below = folders(&path)?;
        all.push(path);
        all.extend(below);
    }
    Ok(all)
}

/// The file that says what is in a folder.
fn module(folder: &Path) -> Option<PathBuf> {
    [folder.join("mod.rs"), folder.with_extension("rs")].into_iter().find(|path| path.is_file())
}

/// The first sentence of a folder about itself.
fn about(folder: &Path) -> Result<String, String> {
    let nothing = || format!("{} does not say in its first line what it is", folder.display());
    let text = read(&module(folder).ok_or_else(nothing)?)?;
    let lines: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim).collect();
    let paragraph = lines.split(|line| line.is_empty()).next().unwrap_or_default().join(" ");
    let sentence = paragraph.split_inclusive(". ").next().unwrap_or_default().trim();
    if sentence.is_empty() { Err(nothing()) } else { Ok(sentence.replace('|', "\\|")) }
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let fail = |error| format!("{}: {error}", folder.display());
    fs::read_dir(folder).map_err(fail)?.map(|entry| entry.map(|entry| entry.path()).map_err(fail)).collect()
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_in_the_document_is_that_of_the_folders() {
        let text = read(&root().join("ARCHITECTURE.md")).unwrap();
        assert!(drawn(&text).unwrap() == text, "the map in ARCHITECTURE.md is not current: run `cargo xtask map`");
    }
}
