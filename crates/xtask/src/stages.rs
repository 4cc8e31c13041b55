//! The stages, as their Markdown files declare them.

use crate::shell::{Outcome, read};
use std::path::Path;
use toml::Table;

/// What the static page of a stage says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The name of the file, of the folder and of the address.
    pub slug: String,
    /// Its place in the walk, from 1.
    pub number: i64,
    /// Its name in the rail.
    pub short: String,
    /// Its heading.
    pub title: String,
    /// The failure it begins with.
    pub pain: String,
    /// One sentence for search results and link previews.
    pub description: String,
}

/// All stages of a content folder, in their order.
pub fn all(folder: &Path) -> Outcome<Vec<Stage>> {
    let entries = std::fs::read_dir(folder)
        .map_err(|error| format!("Cannot read the content folder {}: {error}.", folder.display()))?;
    let mut stages = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let slug = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if path.extension().is_some_and(|ending| ending == "md") {
            let stage = parse(slug, &read(&path)?);
            stages.push(stage.map_err(|error| format!("{}: {error}", path.display()))?);
        }
    }
    stages.sort_by_key(|stage| stage.number);
    Ok(stages)
}

/// Reads the front matter: TOML between two lines of `+++`.
fn parse(slug: &str, markdown: &str) -> Outcome<Stage> {
    let markdown = markdown.replace("\r\n", "\n");
    let front = markdown.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++"));
    let (front, _) = front.ok_or("expected TOML between two lines of `+++` at its start.")?;
    let front: Table = front.parse().map_err(|error| format!("its front matter is not TOML: {error}"))?;
    let text = |key: &str| {
        let value = front.get(key).and_then(|value| value.as_str());
        value.map(|value| value.trim().to_owned()).ok_or(format!("`{key}` must be a text in its front matter."))
    };
    Ok(Stage {
        slug: slug.to_owned(),
        number: front.get("number").and_then(toml::Value::as_integer).ok_or("`number` must be a whole number.")?,
        short: text("short")?,
        title: text("title")?,
        pain: text("pain")?,
        description: text("description")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CACHE: &str = "+++\nnumber = 6\nshort = \"Cache\"\ntitle = \"Remember the answer\"\n\
        pain = \"Again.\"\n\
        description = \"What a cache buys.\"\n+++\n\nText.\n";

    #[test]
    fn front_matter_is_read() {
        let stage = parse("cache", CACHE).unwrap();
        assert_eq!((stage.number, stage.slug.as_str(), stage.title.as_str()), (6, "cache", "Remember the answer"));
        assert_eq!(parse("cache", &CACHE.replace('\n', "\r\n")).unwrap(), stage);
    }

    #[test]
    fn what_is_missing_is_named() {
        assert!(parse("cache", "# No front matter").unwrap_err().contains("+++"));
        assert!(parse("cache", &CACHE.replace("pain", "pane")).unwrap_err().contains("`pain`"));
        assert!(parse("cache", &CACHE.replace("= 6", "= six")).unwrap_err().contains("not TOML"));
    }
}
