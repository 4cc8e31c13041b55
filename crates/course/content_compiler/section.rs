//! Raw blocks to body, walks, knowledge and try-its.

use super::ast::{Block, Inline, Keyed, Knowledge, Page, Try, Walk};
use super::error::{ContentError, unknown};
use super::markdown::{Raw, RawKind, take_key};
use super::vocabulary::{END, HOPS};

/// A list item and its line.
type Item = (usize, Vec<Inline>);
/// A list item that begins with a key: its line, the key, the rest.
type KeyedItem = (usize, String, Vec<Inline>);

/// Fills the page from its blocks.
pub fn fill(page: &mut Page, raw: Vec<Raw>) -> Result<(), ContentError> {
    let mut section: Option<(usize, String, Vec<Raw>)> = None;
    for block in raw {
        match (block.kind, &mut section) {
            (RawKind::Heading(title), open) => {
                if let Some(done) = open.replace((block.line, title, Vec::new())) {
                    close(page, done)?;
                }
            }
            (kind, Some((_, _, blocks))) => blocks.push(Raw { line: block.line, kind }),
            (kind, None) => {
                let block = meaning(page, Raw { line: block.line, kind })?;
                page.body.push(block);
            }
        }
    }
    match section {
        Some(last) => close(page, last),
        None => Ok(()),
    }
}

fn close(page: &mut Page, (line, heading, raw): (usize, String, Vec<Raw>)) -> Result<(), ContentError> {
    let (kind, rest) = heading.split_once(": ").unwrap_or((&heading, ""));
    match kind {
        "Know" if !rest.is_empty() => {
            let blocks = meanings(page, raw)?;
            page.know.push(Knowledge { title: rest.to_owned(), blocks });
            Ok(())
        }
        "Walk" | "Try" => {
            let Some((id, title)) = rest.split_once(" — ").filter(|(id, _)| is_slug(id)) else {
                let message = format!("a heading of this kind is written `## {kind}: an-id — A title`");
                return Err(ContentError::at(&page.file, line, message));
            };
            let (id, title) = (id.to_owned(), title.to_owned());
            if kind == "Walk" { walk(page, line, id, title, raw) } else { try_it(page, line, id, title, raw) }
        }
        _ => {
            let kinds = ["## Walk: an-id — A title", "## Know: A title", "## Try: an-id — A title"];
            Err(ContentError::at(&page.file, line, unknown("heading", &heading, kinds)))
        }
    }
}

fn walk(page: &mut Page, line: usize, id: String, title: String, raw: Vec<Raw>) -> Result<(), ContentError> {
    if page.walks.iter().any(|walk| walk.id == id) {
        return Err(ContentError::at(&page.file, line, format!("the walk `{id}` stands twice")));
    }
    let (before, list, after) = around_list(raw);
    let hops = keyed(page, list)?;
    if hops.iter().all(|(_, key, _)| key == END) {
        let message =
            format!("the walk `{id}` has no hops: a list whose items begin with **{}** or another key", HOPS[0]);
        return Err(ContentError::at(&page.file, line, message));
    }
    if let Some((line, key, _)) = hops.iter().find(|(_, key, _)| key != END && !HOPS.contains(&of_whom(key))) {
        return Err(ContentError::at(&page.file, *line, unknown("hop", key, HOPS.iter().copied().chain([END]))));
    }
    let extra = meanings(page, before.into_iter().chain(after).collect())?;
    page.walks.push(Walk { id, title, hops: without_lines(hops), extra });
    Ok(())
}

/// The hop in the key of a sentence: `query` of `2-query`, the second request's.
fn of_whom(key: &str) -> &str {
    key.split_once('-').filter(|(number, _)| number.parse::<u8>().is_ok_and(|n| n > 1)).map_or(key, |(_, hop)| hop)
}

fn try_it(page: &mut Page, line: usize, id: String, title: String, raw: Vec<Raw>) -> Result<(), ContentError> {
    if page.tries.iter().any(|earlier| earlier.id == id) {
        return Err(ContentError::at(&page.file, line, format!("the try-it `{id}` stands twice")));
    }
    let (before, list, after) = around_list(raw);
    if let Some(extra) = after.first() {
        let message = "nothing stands after the list of a try-it; close it with an **end** item";
        return Err(ContentError::at(&page.file, extra.line, message));
    }
    let items = keyed(page, list)?;
    let intro = meanings(page, before)?;
    page.tries.push(Try { id, title, intro, items: without_lines(items) });
    Ok(())
}

/// Splits at the first list.
fn around_list(raw: Vec<Raw>) -> (Vec<Raw>, Vec<Item>, Vec<Raw>) {
    let (mut before, mut list, mut after) = (Vec::new(), None, Vec::new());
    for block in raw {
        match (block.kind, &list) {
            (RawKind::List(items), None) => list = Some(items),
            (kind, None) => before.push(Raw { line: block.line, kind }),
            (kind, Some(_)) => after.push(Raw { line: block.line, kind }),
        }
    }
    (before, list.unwrap_or_default(), after)
}

fn keyed(page: &Page, items: Vec<Item>) -> Result<Vec<KeyedItem>, ContentError> {
    let mut out: Vec<KeyedItem> = Vec::new();
    for (line, mut text) in items {
        let Some(key) = take_key(&mut text).filter(|key| is_slug(key)) else {
            let message = "an item of this list begins with its key: - **the-key** The sentence.";
            return Err(ContentError::at(&page.file, line, message));
        };
        if text.is_empty() {
            return Err(ContentError::at(&page.file, line, format!("`{key}` has no sentence")));
        }
        if out.iter().any(|(_, earlier, _)| *earlier == key) {
            return Err(ContentError::at(&page.file, line, format!("`{key}` stands twice in this list")));
        }
        out.push((line, key, text));
    }
    Ok(out)
}

fn without_lines(items: Vec<KeyedItem>) -> Vec<Keyed> {
    items.into_iter().map(|(_, key, text)| (key, text)).collect()
}

fn meanings(page: &mut Page, raw: Vec<Raw>) -> Result<Vec<Block>, ContentError> {
    raw.into_iter().map(|block| meaning(page, block)).collect()
}

fn meaning(page: &mut Page, raw: Raw) -> Result<Block, ContentError> {
    Ok(match raw.kind {
        RawKind::Paragraph(text) => Block::Paragraph(text),
        RawKind::List(items) => Block::List(items.into_iter().map(|(_, text)| text).collect()),
        RawKind::Code { lang, text } => Block::Code { lang, text },
        RawKind::Quote(mut sentence) => {
            let id = take_key(&mut sentence).filter(|id| is_claim_id(id) && !sentence.is_empty());
            let Some(id) = id else {
                let message = "a block quote is a claim: > **stage.claim-name** The sentence.";
                return Err(ContentError::at(&page.file, raw.line, message));
            };
            if let Some((_, first)) = page.claims.iter().find(|(earlier, _)| *earlier == id) {
                let message = format!("the claim `{id}` stands twice; it stands first in line {first}");
                return Err(ContentError::at(&page.file, raw.line, message));
            }
            page.claims.push((id.clone(), raw.line));
            Block::Claim { id, sentence }
        }
        RawKind::Heading(_) => unreachable!("headings open sections"),
    })
}

/// Lower-case words joined by hyphens.
pub fn is_slug(text: &str) -> bool {
    text.split('-').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()))
}

fn is_claim_id(id: &str) -> bool {
    id.split_once('.').is_some_and(|(stage, claim)| is_slug(stage) && is_slug(claim))
}
