//! One language's folder.

use super::ast::{Language, Page};
use super::error::ContentError;
use super::{messages, page, section};
use std::fs;
use std::path::{Path, PathBuf};

const MESSAGES: &str = "messages.toml";

/// Reads all files of the folder, or lists all that is wrong with them.
pub fn read(folder: &Path, code: &str) -> Result<Language, Vec<ContentError>> {
    let mut errors = Vec::new();
    let mut pages: Vec<Page> = Vec::new();
    for path in files(folder).map_err(|error| vec![error])? {
        match read_page(&path, code) {
            Ok(Some(page)) => pages.push(page),
            Ok(None) => {}
            Err(error) => errors.push(error),
        }
    }
    pages.sort_by_key(|page| page.number);
    errors.extend(twice(&pages));

    let file = shown(code, MESSAGES);
    let found = fs::read_to_string(folder.join(MESSAGES))
        .map_err(|error| ContentError::file(&file, error.to_string()))
        .and_then(|text| messages::parse(&file, &text));
    match found {
        Ok(found) if errors.is_empty() => {
            let (name, dir, messages) = (found.name, found.dir, found.messages);
            Ok(Language { file, code: code.to_owned(), name, dir, messages, pages })
        }
        Ok(_) => Err(errors),
        Err(error) => {
            errors.push(error);
            Err(errors)
        }
    }
}

/// The files of the folder by name, so that a build does not depend on the file system's order.
fn files(folder: &Path) -> Result<Vec<PathBuf>, ContentError> {
    let entries = folder.read_dir().map_err(|error| ContentError::file(folder.display(), error.to_string()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn read_page(path: &Path, code: &str) -> Result<Option<Page>, ContentError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Editors leave hidden files and back-ups behind.
    if name == MESSAGES || name.starts_with('.') || name.ends_with('~') {
        return Ok(None);
    }
    let file = shown(code, &name);
    let Some(stage) = name.strip_suffix(".md").filter(|stage| section::is_slug(stage)) else {
        let message = format!("allowed here: {MESSAGES} and pages named like `load-balancer.md`");
        return Err(ContentError::file(file, message));
    };
    let text = fs::read_to_string(path).map_err(|error| ContentError::file(&file, error.to_string()))?;
    page::parse(&file, stage, &text.replace("\r\n", "\n")).map(Some)
}

/// Numbers and claims that two pages share. `pages` are in order of number.
fn twice(pages: &[Page]) -> Vec<ContentError> {
    let mut errors = Vec::new();
    for pair in pages.windows(2).filter(|pair| pair[0].number == pair[1].number) {
        let message = format!("number = {} is also the number of {}", pair[1].number, pair[0].file);
        errors.push(ContentError::file(&pair[1].file, message));
    }
    for (at, page) in pages.iter().enumerate() {
        for (id, line) in &page.claims {
            let earlier = pages[..at].iter().find(|other| other.claims.iter().any(|(claim, _)| claim == id));
            if let Some(earlier) = earlier {
                let message = format!("the claim `{id}` stands twice; it also stands in {}", earlier.file);
                errors.push(ContentError::at(&page.file, *line, message));
            }
        }
    }
    errors
}

fn shown(code: &str, name: &str) -> String {
    format!("content/{code}/{name}")
}
