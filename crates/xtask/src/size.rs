//! The size of the first load, and the limit it is held under.

use crate::content_compiler;
use crate::shell::{Outcome, files_below, root};
use crate::site;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Bytes a reader may have to load before the first stage runs.
pub const LIMIT: u64 = 350_000;

/// Prints what a stage loads, compressed with Brotli, as a host would; tells whether it is within the limit.
pub fn within_limit() -> Outcome<bool> {
    let parts = first_load(&site::dist())?;
    let total: u64 = parts.iter().map(|(_, bytes)| bytes).sum();
    println!("      bytes  first load of a stage, compressed (Brotli)");
    for (name, bytes) in &parts {
        println!("  {bytes:>9}  {name}");
    }
    println!("  {total:>9}  in all; the limit is {LIMIT}");
    Ok(total <= LIMIT)
}

/// Prints what all stages of the site in `dist` load, then for each stage its own and the sum.
pub fn per_stage(dist: &Path) -> Outcome {
    let (shared, own) = files(dist)?;
    let all: u64 = shared.iter().map(|(_, bytes)| bytes).sum();
    for (name, bytes) in shared {
        println!("  {bytes:>9}  {name}");
    }
    println!("  {all:>9}  by all stages\n\n  {:>9}{:>9}  stage ({LIMIT} are allowed)", "own", "in all");
    for (stage, [page, text]) in own.iter().filter(|(stage, _)| !stage.is_empty()) {
        println!("  {:>9}{:>9}  {stage}", page + text, all + page + text);
    }
    Ok(())
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
    for file in files_below(dist).into_iter().filter(|file| is_first(&name_in(dist, file))) {
        if file.extension().is_some_and(|ending| ending == "wasm") {
            let code = bytes_of(&file)?;
            let has = |word: &str| code.windows(word.len()).any(|bytes| bytes == word.as_bytes());
            found.extend(words.iter().copied().filter(|word| has(word)));
        }
    }
    Ok(found)
}

/// A file's name within the site.
fn name_in(dist: &Path, file: &Path) -> String {
    file.strip_prefix(dist).unwrap_or(file).to_string_lossy().replace('\\', "/")
}

fn is_first(name: &str) -> bool {
    !LATER.contains(&name) && !name.ends_with("_rest.wasm")
}

fn bytes_of(file: &PathBuf) -> Outcome<Vec<u8>> {
    std::fs::read(file).map_err(|error| format!("Cannot read {}: {error}.", file.display()))
}

/// What a stage loads in all, in bytes, compressed.
pub fn first_load_bytes() -> Outcome<u64> {
    Ok(first_load(&site::dist())?.iter().map(|(_, bytes)| bytes).sum())
}

/// What is loaded when a reader first wants something run. The rest of the page's own module comes once the stage runs.
const LATER: &[&str] = &["worker.js", "scalewalk-worker.js", "scalewalk-worker_bg.wasm"];

/// What all stages load, and the largest page and the largest text of a stage.
fn first_load(dist: &Path) -> Outcome<Vec<Part>> {
    let (mut parts, own) = files(dist)?;
    for (i, file) in ["index.html", "en.txt"].into_iter().enumerate() {
        let largest = own.iter().map(|(stage, bytes)| (format!("{stage}/{file}"), bytes[i]));
        parts.extend(largest.max_by_key(|(_, bytes)| *bytes));
    }
    parts.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    Ok(parts)
}

/// A file and its bytes.
type Part = (String, u64);
/// A stage, or the start page, which has no name, and the bytes of its page and of the largest of its texts.
type Stage = (String, [u64; 2]);

/// Every script, style sheet, picture, core font and WebAssembly file that is not loaded later, which all stages load, and
/// the largest first; then the stages.
fn files(dist: &Path) -> Outcome<(Vec<Part>, Vec<Stage>)> {
    let (mut shared, mut own) = (Vec::new(), BTreeMap::<String, [u64; 2]>::new());
    for file in files_below(dist) {
        let name = name_in(dist, &file);
        let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let bytes = bytes_of(&file)?;
        let stage = name.rsplit_once('/').map_or("", |(stage, _)| stage).to_owned();
        match ending {
            _ if !is_first(&name) => {}
            "txt" if stage != "fonts" => {
                let text = &mut own.entry(stage).or_default()[1];
                *text = packed(&bytes)?.max(*text);
            }
            "html" => own.entry(stage).or_default()[0] = packed(&bytes)?,
            "js" | "css" | "wasm" | "svg" => shared.push((name, packed(&bytes)?)),
            // The larger faces are loaded only by pages with letters beyond English.
            "woff2" if name.contains("-latin-") => {}
            "woff2" => shared.push((name, bytes.len() as u64)),
            _ => {}
        }
    }
    shared.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    Ok((shared, own.into_iter().collect()))
}

/// The length as hosts send it: Brotli, at its best.
fn packed(bytes: &[u8]) -> Outcome<u64> {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)
        .map_err(|error| format!("Cannot compress: {error}."))?;
    Ok(packed.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::write;

    #[test]
    fn one_page_and_one_text_count_and_fonts_count_as_they_are() {
        let dist = std::env::temp_dir().join(format!("xtask-size-{}", std::process::id()));
        write(&dist.join("index.html"), "<p>").unwrap();
        write(&dist.join("cache/index.html"), "<p>a longer page").unwrap();
        write(&dist.join("fonts/a.woff2"), [b'a'; 1000]).unwrap();
        write(&dist.join("app.js"), [b'a'; 1000]).unwrap();
        write(&dist.join("fonts/OFL.txt"), "the longest text").unwrap();
        write(&dist.join("cache/en.txt"), "a text").unwrap();
        write(&dist.join("cdn/en.txt"), "a longer text").unwrap();
        write(&dist.join("scalewalk-worker_bg.wasm"), "single.spof").unwrap();
        let parts = first_load(&dist).unwrap();
        std::fs::remove_dir_all(&dist).unwrap();
        let mut names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(parts[0], ("fonts/a.woff2".to_owned(), 1000));
        names.sort_unstable();
        assert_eq!(names, ["app.js", "cache/index.html", "cdn/en.txt", "fonts/a.woff2"]);
        assert!(parts.iter().all(|(name, bytes)| name == "fonts/a.woff2" || *bytes < 100), "{parts:?}");
    }
    #[test]
    fn a_claim_in_the_code_of_the_page_is_found() {
        let dist = std::env::temp_dir().join(format!("xtask-claims-{}", std::process::id()));
        write(&dist.join("scalewalk-worker_bg.wasm"), "\0single.spof\0cache.stale").unwrap();
        write(&dist.join("app_bg.wasm"), "\0\x01cache.stale\x02").unwrap();
        write(&dist.join("cache/en.txt"), "single.spof").unwrap();
        let found = words_in_code(&dist, &["single.spof", "cache.stale"]);
        std::fs::remove_dir_all(&dist).unwrap();
        assert_eq!(found.unwrap(), ["cache.stale"]);
    }
}
