//! The words of the page: nested TOML tables, flattened to `table_key`.

use super::ast::Messages;
use super::error::ContentError;
use toml::{Table, Value};

/// What a language's `messages.toml` says.
#[derive(Debug)]
pub struct Found {
    pub name: String,
    pub dir: String,
    pub messages: Messages,
}

/// Reads the text of `file`.
pub fn parse(file: &str, text: &str) -> Result<Found, ContentError> {
    let mut table = text.parse::<Table>().map_err(|error| {
        let before = error.span().map_or(0, |span| text[..span.start].matches('\n').count());
        ContentError::at(file, before + 1, error.message())
    })?;
    let about = match table.remove("language") {
        Some(Value::Table(about)) => about,
        _ => return Err(ContentError::file(file, "the table [language] with name and dir is missing")),
    };
    let word = |key: &str| match about.get(key) {
        Some(Value::String(word)) => Ok(word.clone()),
        _ => Err(ContentError::file(file, format!("[language] lacks `{key} = \"…\"`"))),
    };
    let (name, dir) = (word("name")?, word("dir")?);
    if dir != "ltr" && dir != "rtl" {
        return Err(ContentError::file(file, format!("dir = \"{dir}\"; allowed: ltr, rtl")));
    }
    let mut messages = Vec::new();
    flatten(file, "", &table, &mut messages)?;
    messages.sort();
    match messages.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        Some(pair) => Err(ContentError::file(file, format!("two messages have the flat name `{}`", pair[0].0))),
        None => Ok(Found { name, dir, messages }),
    }
}

fn flatten(file: &str, prefix: &str, table: &Table, out: &mut Messages) -> Result<(), ContentError> {
    for (key, value) in table {
        let flat = if prefix.is_empty() { key.clone() } else { format!("{prefix}_{key}") };
        if !is_snake_case(&flat) {
            let message = format!("`{flat}` cannot name a message; allowed: snake_case, and no Rust keyword");
            return Err(ContentError::file(file, message));
        }
        match value {
            Value::Table(inner) => flatten(file, &flat, inner, out)?,
            Value::String(text) => out.push((flat, text.clone())),
            _ => return Err(ContentError::file(file, format!("`{flat}` is not a string"))),
        }
    }
    Ok(())
}

/// Words that cannot be the name of a field.
const KEYWORDS: [&str; 21] = [
    "as", "async", "box", "do", "else", "enum", "fn", "for", "if", "in", "let", "loop", "match", "mod", "move", "ref",
    "return", "static", "type", "use", "while",
];

fn is_snake_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !KEYWORDS.contains(&name)
}

/// The placeholders of a message, `{n}` and the like, in order of name.
pub fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> =
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect();
    found.sort_unstable();
    found.dedup();
    found
}
