//! The licences of what others wrote and the site contains: the crates that are linked into page and worker, the standard
//! library, what the start script has bundled, the typeface.

use crate::shell::{Outcome, read, root};
use cargo_metadata::{DependencyKind, Metadata, Node, Package, PackageId, TargetKind};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The file in the site.
pub const FILE: &str = "licences.txt";
/// The packages whose programs are in the site.
const PROGRAMS: [&str; 2] = ["scalewalk-app", "scalewalk-worker"];
/// How the files of a package begin that say what is allowed, in small letters.
const BEGINNINGS: [&str; 7] = ["license", "licence", "unlicense", "copying", "copyright", "notice", "authors"];

const HEAD: &str = "\
Scalewalk is under the MIT licence or the Apache licence, version 2.0, as you like. It contains work of others:
first a list of it, then the texts of the licences, each once.\n\n";

/// Something that others wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Work {
    /// What it is called, with its version.
    name: String,
    /// Its licence as an SPDX expression.
    licence: String,
    /// Who made it, as far as it says so itself.
    authors: String,
}

/// The notices, as text.
pub fn text(metadata: &Metadata) -> Outcome<String> {
    let mut works = Vec::new();
    for package in linked(metadata)? {
        let work = Work {
            name: format!("{} {}", package.name, package.version),
            licence: package.license.clone().unwrap_or_else(|| "see below".into()),
            authors: package.authors.join(", "),
        };
        works.push((work, texts(package)?));
    }
    works.push(detection()?);
    let typeface =
        Work { name: "Source Serif 4 (typeface)".into(), licence: "OFL-1.1".into(), authors: "Adobe".into() };
    works.push((typeface, vec![read(&root().join("www/fonts/OFL.txt"))?]));
    let library = Work {
        name: "The standard library of Rust".into(),
        licence: "MIT OR Apache-2.0".into(),
        authors: "The Rust Project Contributors".into(),
    };
    works.push((library, Vec::new()));
    Ok(written(&works))
}

/// What `www/start.js` has bundled into it.
fn detection() -> Outcome<(Work, Vec<String>)> {
    let folder = root().join("node_modules/wasm-feature-detect");
    let package = read(&folder.join("package.json"))?;
    let package: serde_json::Value =
        serde_json::from_str(&package).map_err(|error| format!("{}: {error}", folder.display()))?;
    let word = |key: &str| package[key].as_str().unwrap_or_default().to_owned();
    let work = Work {
        name: format!("{} {}", word("name"), word("version")),
        licence: word("license"),
        authors: word("author"),
    };
    Ok((work, vec![read(&folder.join("LICENSE"))?]))
}

/// The packages of others that are linked into the programs, by name.
fn linked(metadata: &Metadata) -> Outcome<Vec<&Package>> {
    let nodes: BTreeMap<&PackageId, &Node> =
        metadata.resolve.iter().flat_map(|resolve| &resolve.nodes).map(|node| (&node.id, node)).collect();
    let programs = metadata.packages.iter().filter(|package| PROGRAMS.contains(&package.name.as_str()));
    let mut open: Vec<&PackageId> = programs.map(|package| &package.id).collect();
    let mut seen: BTreeSet<&PackageId> = open.iter().copied().collect();
    while let Some(id) = open.pop() {
        let node = nodes.get(id).ok_or("Cargo names a package and says nothing of it.")?;
        let normal =
            node.deps.iter().filter(|dep| dep.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal));
        // Macros run while the page is compiled; neither they nor what they are made of are in it.
        let linked = normal.map(|dep| &dep.pkg).filter(|id| !is_macro(&metadata[id]));
        open.extend(linked.filter(|id| seen.insert(id)));
    }
    let mut packages: Vec<&Package> = seen.iter().map(|id| &metadata[*id]).collect();
    packages.retain(|package| package.source.is_some());
    packages.sort_by_key(|package| (package.name.to_string(), package.version.clone()));
    Ok(packages)
}

fn is_macro(package: &Package) -> bool {
    package.targets.iter().any(|target| target.is_kind(TargetKind::ProcMacro))
}

/// What a package says itself of its licence, file by file.
fn texts(package: &Package) -> Outcome<Vec<String>> {
    let folder = package.manifest_path.parent().map_or(Path::new("."), |folder| folder.as_std_path());
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(|error| format!("Cannot read {}: {error}.", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.is_file() && says_what_is_allowed(file))
        .chain(package.license_file().map(|file| file.into_std_path_buf()))
        .collect();
    files.sort();
    files.dedup();
    files.iter().map(|file| read(file)).collect()
}

fn says_what_is_allowed(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
}

/// All works, then each text with the works that it comes with. Texts that differ in white space alone are one.
fn written(works: &[(Work, Vec<String>)]) -> String {
    let mut out = HEAD.to_owned();
    for (Work { name, licence, authors }, _) in works {
        let by = if authors.is_empty() { String::new() } else { format!(", by {authors}") };
        out += &format!("{name}: {licence}{by}\n");
    }
    let mut texts = BTreeMap::<String, (&str, Vec<&str>)>::new();
    for (work, text) in works.iter().flat_map(|(work, texts)| texts.iter().map(move |text| (work, text))) {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        texts.entry(words).or_insert((text, Vec::new())).1.push(&work.name);
    }
    let mut texts: Vec<_> = texts.into_values().collect();
    texts.sort_by(|(_, a), (_, b)| a.cmp(b));
    for (text, names) in texts {
        out += &format!("\n\n{}\n{}:\n\n{}\n", "-".repeat(72), names.join(", "), text.trim().replace('\r', ""));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work(name: &str) -> Work {
        Work { name: name.into(), licence: "MIT".into(), authors: String::new() }
    }

    #[test]
    fn a_text_stands_once_under_all_that_it_comes_with() {
        let works = [
            (work("a 1.0.0"), vec!["Do as\nyou like.".to_owned()]),
            (work("b 2.0.0"), vec!["Do  as you like.\n".to_owned(), "Thanks.".to_owned()]),
            (Work { authors: "C. C.".into(), ..work("c 3.0.0") }, vec![]),
        ];
        let text = written(&works);
        assert!(text.contains("a 1.0.0: MIT\nb 2.0.0: MIT\nc 3.0.0: MIT, by C. C.\n"));
        assert!(text.contains("a 1.0.0, b 2.0.0:\n\nDo as\nyou like.\n"));
        assert!(text.contains("b 2.0.0:\n\nThanks.\n"));
        assert_eq!(text.matches("you like").count(), 2, "one is the project's own");
    }

    #[test]
    fn the_programs_of_the_site_and_what_is_linked_into_them_are_found() {
        let metadata = super::super::metadata().unwrap();
        let names: Vec<&str> = linked(&metadata).unwrap().iter().map(|package| package.name.as_str()).collect();
        assert!(["leptos", "libm", "wasm-bindgen"].iter().all(|name| names.contains(name)), "{names:?}");
        assert!(
            !["clap", "brotli", "proptest", "scalewalk-model"].iter().any(|name| names.contains(name)),
            "{names:?}"
        );
        for package in linked(&metadata).unwrap() {
            assert!(package.license.is_some() || !texts(package).unwrap().is_empty(), "{}", package.name);
        }
    }

    #[test]
    fn licences_are_known_by_their_names() {
        let is = |name: &str| says_what_is_allowed(Path::new(name));
        assert!(is("LICENSE-MIT") && is("COPYING") && is("licence.md") && is("UNLICENSE") && is("NOTICE"));
        assert!(!is("Cargo.toml") && !is("README.md"));
    }
}
