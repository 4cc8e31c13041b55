//! From the files in `content/` to Rust source: the whole content compiler.
//!
//! `build.rs` includes this folder, and so do `tests/content.rs` and xtask; it is no part of the library,
//! except for [`vocabulary`], which `src/page.rs` shares. The steps:
//!
//! 1. [`language`] reads a folder: `messages.toml` and one Markdown file per stage.
//! 2. [`page`] splits a file into front matter, body and `##` sections ([`markdown`] and [`inline`] read the Markdown, [`section`] gives it meaning).
//! 3. [`translation`] checks a language against English, and [`messages`] fills in the words it lacks.
//! 4. [`emit`] writes the statics, and [`prose`] the text of a stage, which `cargo xtask pages` puts beside the page.
//!
//! # How a page is written
//!
//! `content/<language>/<stage>.md` begins with TOML between two lines of `+++`: `number`, `short` (the
//! label in the rail), `title`, `pain`, `description`. Then Markdown:
//!
//! - Paragraphs, lists with `-`, fenced code. A number and its unit never part.
//! - `[reads](term:read)`: a term in the colour and shape of what it names.
//! - `[5 min](param:dns.ttl)`: a parameter's live value; `[4 cores](param:a.web.cores)` where two
//!   systems stand side by side. The text is what print shows, and has the value's unit in it.
//! - `[90 ms](figure:latency.p50)`: a measured number, live.
//! - `> **single.spof** The sentence.`: a claim, which stands once in a language.
//! - `## Walk: browser — A title`: a list with a sentence per kind of hop, `- **ask-dns** …`, and
//!   `- **end** …` to close. Other blocks stand beside the hops.
//! - `## Know: A title`: what no simulation can show.
//! - `## Try: which-store — A title`: blocks to read first, then a list with a key per part and `end`.

pub mod ast;
pub mod emit;
mod error;
mod inline;
mod language;
mod markdown;
mod messages;
mod page;
pub mod prose;
mod section;
#[cfg(test)]
mod tests;
mod translation;
mod vocabulary;

pub use error::ContentError;

use ast::Language;
use std::path::Path;

/// The language that every other one falls back to.
const BASE: &str = "en";

/// Compiles the folder `content` to Rust source, or lists all that is wrong with it.
pub fn compile(content: &Path) -> Result<String, Vec<ContentError>> {
    let languages = read(content)?;
    let (base, others) = languages.split_first().ok_or_else(|| vec![no_base(content)])?;
    Ok(emit::source(base, others))
}

/// Reads the folder `content`, English first, or lists all that is wrong with it.
pub fn read(content: &Path) -> Result<Vec<Language>, Vec<ContentError>> {
    let mut languages = Vec::new();
    let mut errors = Vec::new();
    for code in language_codes(content).map_err(|error| vec![error])? {
        match language::read(&content.join(&code), &code) {
            Ok(language) => languages.push(language),
            Err(found) => errors.extend(found),
        }
    }
    if let Some((base, others)) = languages.split_first().filter(|_| errors.is_empty()) {
        errors.extend(others.iter().flat_map(|other| translation::check(base, other)));
    }
    if errors.is_empty() { Ok(languages) } else { Err(errors) }
}

/// The folders of `content`, English first, the others by their code.
fn language_codes(content: &Path) -> Result<Vec<String>, ContentError> {
    let entries = content.read_dir().map_err(|error| ContentError::file(content.display(), error.to_string()))?;
    let mut codes: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    codes.sort_by_key(|code| (code != BASE, code.clone()));
    if codes.first().is_none_or(|code| code != BASE) {
        return Err(no_base(content));
    }
    Ok(codes)
}

fn no_base(content: &Path) -> ContentError {
    let message = format!("the folder `{BASE}` is missing; every other language falls back to it");
    ContentError::file(content.display(), message)
}
