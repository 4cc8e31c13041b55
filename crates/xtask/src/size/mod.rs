//! How much a reader loads, and the limits it is held under.

mod file;
mod reference;
mod sizes;

pub use file::{reasons, write};
pub use sizes::{Sizes, compressed};

use crate::content_compiler;
use crate::shell::{Outcome, root};
use crate::site;
use std::path::Path;

/// Bytes a reader may have to load before the first stage runs; a ninth less is aimed at.
pub const LIMIT: u64 = 450_000;
/// Bytes of a file that is loaded later; 200 kB are aimed at, and the worker is above.
const LATER_LIMIT: u64 = 205_000;
/// Bytes of all that one reader can come to load.
const ALL_LIMIT: u64 = 900_000;

/// Prints what a reader loads, compressed with Brotli, as a host would; tells what is over a limit or has grown.
pub fn kept() -> Outcome<Vec<String>> {
    let sizes = Sizes::of(&site::dist())?;
    let first = sizes.first();
    println!("      bytes  first load of a stage, compressed (Brotli)");
    for (name, bytes) in &first {
        println!("  {bytes:>9}  {name}");
    }
    println!("  {:>9}  in all; the limit is {LIMIT}", sum(&first));
    let figures = sizes.figures();
    let mut faults = over(&figures);
    faults.extend(file::grown(&figures)?);
    Ok(faults)
}

/// Prints what all stages of the site in `dist` load, then for each stage its own and the sum, then what comes later.
pub fn per_stage(dist: &Path) -> Outcome {
    let sizes = Sizes::of(dist)?;
    let shared = sizes.shared();
    let all = sum(&shared);
    for (name, bytes) in shared {
        println!("  {bytes:>9}  {name}");
    }
    println!("  {all:>9}  by all stages\n\n  {:>9}{:>9}  stage ({LIMIT} are allowed)", "own", "in all");
    for (stage, bytes) in sizes.stages() {
        println!("  {:>9}{bytes:>9}  {stage}", bytes - all);
    }
    println!("\n  later ({LATER_LIMIT} are allowed for each)");
    for (name, bytes) in sizes.later() {
        println!("  {bytes:>9}  {name}");
    }
    println!("  {:>9}  all that a reader can come to load ({ALL_LIMIT} are allowed)", sizes.figures().everything);
    Ok(())
}

/// The limits that are not kept.
fn over(figures: &file::Figures) -> Vec<String> {
    let limits = [
        ("The first load", figures.first_load, LIMIT),
        ("The largest file that comes later", figures.largest_later, LATER_LIMIT),
        ("All that a reader can come to load", figures.everything, ALL_LIMIT),
    ];
    let over = limits.into_iter().filter(|(_, bytes, limit)| bytes > limit);
    over.map(|(what, bytes, limit)| format!("{what} is {bytes} bytes; {limit} are allowed.")).collect()
}

/// Tells whether the code of the first load has no claim and no prose in it: a claim's id stands in both. Prints what it
/// has of them.
pub fn without_claims() -> Outcome<bool> {
    let languages = content_compiler::read(&root().join("content"))
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let pages = languages.iter().flat_map(|language| &language.pages);
    // Some claims have the name of a parameter, which the page knows.
    let is_param = |id: &str| scalewalk_model::params::all().iter().any(|param| param.id.starts_with(id));
    let ids = pages.flat_map(|page| &page.claims).map(|(id, _)| id.as_str());
    let ids: Vec<&str> = ids.filter(|id| !is_param(id)).collect();
    let found = words_in_code(&site::dist(), &ids)?;
    if !found.is_empty() {
        println!("  the code of the page has {}", found.join(", "));
    }
    Ok(found.is_empty())
}

/// Those of `words` that stand in a WebAssembly file of the first load.
fn words_in_code<'w>(dist: &Path, words: &[&'w str]) -> Outcome<Vec<&'w str>> {
    let mut found = Vec::new();
    for (name, _) in Sizes::of(dist)?.first().iter().filter(|(name, _)| name.ends_with(".wasm")) {
        let code = sizes::bytes_of(&dist.join(name))?;
        let has = |word: &str| code.windows(word.len()).any(|bytes| bytes == word.as_bytes());
        found.extend(words.iter().copied().filter(|word| has(word)));
    }
    Ok(found)
}

/// What a stage loads in all, in bytes, compressed.
pub fn first_load_bytes() -> Outcome<u64> {
    Ok(Sizes::of(&site::dist())?.figures().first_load)
}

/// A file and its bytes.
type Part = (String, u64);

fn sum(parts: &[Part]) -> u64 {
    parts.iter().map(|(_, bytes)| bytes).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::write;

    #[test]
    fn a_claim_in_the_code_of_the_page_is_found() {
        let dist = std::env::temp_dir().join(format!("xtask-claims-{}", std::process::id()));
        write(&dist.join("worker_bg.wasm"), "\0single.spof\0cache.stale").unwrap();
        write(&dist.join("app_bg.wasm"), "\0\x01cache.stale\x02").unwrap();
        write(&dist.join("cache/index.html"), "<base href=../><link rel=preload href=app_bg.wasm as=fetch>").unwrap();
        let found = words_in_code(&dist, &["single.spof", "cache.stale"]);
        std::fs::remove_dir_all(&dist).unwrap();
        assert_eq!(found.unwrap(), ["cache.stale"]);
    }

    #[test]
    fn each_limit_is_looked_at() {
        let kept = file::Figures { first_load: LIMIT, largest_later: LATER_LIMIT, everything: ALL_LIMIT };
        assert!(over(&kept).is_empty());
        let figures = file::Figures { largest_later: LATER_LIMIT + 1, ..kept };
        assert!(over(&figures)[0].contains(&figures.largest_later.to_string()) && over(&figures).len() == 1);
    }
}
