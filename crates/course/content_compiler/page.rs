//! One stage's file: front matter and Markdown.

use super::ast::{Inline, Page};
use super::error::{ContentError, unknown};
use super::markdown::{RawKind, Reader, blocks};
use super::section::fill;
use toml::{Table, Value};

const FENCE: &str = "+++";
const KEYS: [&str; 5] = ["number", "short", "title", "pain", "description"];

/// Reads the text of `file`, the page of `stage`.
pub fn parse(file: &str, stage: &str, text: &str) -> Result<Page, ContentError> {
    let (front, body, body_line) =
        split(text).ok_or_else(|| ContentError::at(file, 1, "a page begins with TOML between two lines of `+++`"))?;
    let table = front.parse::<Table>().map_err(|error| {
        let before = error.span().map_or(0, |span| front[..span.start].matches('\n').count());
        ContentError::at(file, before + 2, error.message())
    })?;
    if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(ContentError::file(file, unknown("front matter", key, KEYS)));
    }
    let mut page = Page {
        file: file.to_owned(),
        stage: stage.to_owned(),
        number: number(file, &table)?,
        short: string(file, &table, "short")?.to_owned(),
        title: string(file, &table, "title")?.to_owned(),
        pain: one_paragraph(file, string(file, &table, "pain")?)?,
        description: string(file, &table, "description")?.to_owned(),
        ..Page::default()
    };
    let mut reader = Reader::new(file, body, body_line);
    fill(&mut page, blocks(&mut reader)?)?;
    if page.body.is_empty() {
        return Err(ContentError::file(file, "the page has no text before its first heading"));
    }
    Ok(page)
}

/// Front matter, Markdown, and the line where the Markdown begins.
fn split(text: &str) -> Option<(&str, &str, usize)> {
    let rest = text.strip_prefix(FENCE)?.strip_prefix('\n')?;
    let end = if rest.starts_with(FENCE) { 0 } else { rest.find("\n+++\n")? + 1 };
    let (front, body) = (&rest[..end], rest[end + FENCE.len()..].strip_prefix('\n')?);
    Some((front, body, front.matches('\n').count() + 3))
}

fn number(file: &str, table: &Table) -> Result<u8, ContentError> {
    match table.get("number") {
        Some(Value::Integer(number)) => u8::try_from(*number)
            .ok()
            .filter(|number| *number > 0)
            .ok_or_else(|| ContentError::file(file, format!("number = {number}; allowed: 1 to 255"))),
        _ => Err(ContentError::file(file, "the front matter lacks `number = …`, the place of the stage in the walk")),
    }
}

fn string<'t>(file: &str, table: &'t Table, key: &str) -> Result<&'t str, ContentError> {
    match table.get(key) {
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(text.trim()),
        _ => Err(ContentError::file(file, format!("the front matter lacks `{key} = \"…\"`"))),
    }
}

fn one_paragraph(file: &str, text: &str) -> Result<Vec<Inline>, ContentError> {
    let mut found = blocks(&mut Reader::new(file, text, 1))
        .map_err(|error| ContentError::file(file, format!("pain: {}", error.message)))?;
    match (found.pop().map(|block| block.kind), found.is_empty()) {
        (Some(RawKind::Paragraph(text)), true) => Ok(text),
        _ => Err(ContentError::file(file, "pain is one paragraph")),
    }
}
