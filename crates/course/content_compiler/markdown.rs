//! Markdown to raw blocks: the few kinds that a content file may use, each with its line.

use super::ast::Inline;
use super::error::ContentError;
use super::inline::inlines;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};
use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

/// A block before it has a meaning.
pub struct Raw {
    pub line: usize,
    pub kind: RawKind,
}

pub enum RawKind {
    /// A second-level heading.
    Heading(String),
    Paragraph(Vec<Inline>),
    /// Items with their lines.
    List(Vec<(usize, Vec<Inline>)>),
    Code {
        lang: String,
        text: String,
    },
    /// One paragraph in a block quote.
    Quote(Vec<Inline>),
}

const ALLOWED: &str =
    "allowed: paragraphs, `## ` headings, one-level lists with `-`, fenced code, block quotes that hold a claim";

/// The events of one file, with the means to say where an error is.
pub struct Reader<'s> {
    file: &'s str,
    source: &'s str,
    first_line: usize,
    events: Peekable<IntoIter<(Event<'s>, Range<usize>)>>,
}

impl<'s> Reader<'s> {
    /// Reads `source`, whose first line is line `first_line` of `file`.
    pub fn new(file: &'s str, source: &'s str, first_line: usize) -> Self {
        let events: Vec<_> = Parser::new_ext(source, Options::empty()).into_offset_iter().collect();
        Self { file, source, first_line, events: events.into_iter().peekable() }
    }

    pub fn peek(&mut self) -> Option<&Event<'s>> {
        self.events.peek().map(|(event, _)| event)
    }

    pub fn next(&mut self) -> Option<Event<'s>> {
        self.events.next().map(|(event, _)| event)
    }

    /// The line where the next event begins.
    pub fn line(&mut self) -> usize {
        let start = self.events.peek().map_or(self.source.len(), |(_, range)| range.start);
        let before = &self.source.as_bytes()[..start];
        self.first_line + before.iter().filter(|byte| **byte == b'\n').count()
    }

    pub fn error(&self, line: usize, message: impl Into<String>) -> ContentError {
        ContentError::at(self.file, line, message)
    }
}

/// All blocks of the source.
pub fn blocks(reader: &mut Reader<'_>) -> Result<Vec<Raw>, ContentError> {
    let mut out = Vec::new();
    loop {
        let line = reader.line();
        let Some(event) = reader.next() else { return Ok(out) };
        let kind = match event {
            Event::Start(Tag::Paragraph) => RawKind::Paragraph(closed(reader)?),
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => match closed(reader)?.as_slice() {
                [Inline::Text(text)] => RawKind::Heading(text.clone()),
                _ => return Err(reader.error(line, "a heading is plain text")),
            },
            Event::Start(Tag::List(None)) => RawKind::List(items(reader)?),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(lang))) => {
                RawKind::Code { lang: lang.to_string(), text: code(reader) }
            }
            Event::Start(Tag::BlockQuote(_)) => RawKind::Quote(quote(reader, line)?),
            _ => return Err(reader.error(line, format!("this kind of block is not used here; {ALLOWED}"))),
        };
        out.push(Raw { line, kind });
    }
}

/// Inline text up to the end of its block, and that end.
fn closed(reader: &mut Reader<'_>) -> Result<Vec<Inline>, ContentError> {
    let text = inlines(reader)?;
    let line = reader.line();
    match reader.next() {
        Some(Event::End(_)) => Ok(text),
        _ => Err(reader.error(line, format!("a block inside a block; {ALLOWED}"))),
    }
}

fn items(reader: &mut Reader<'_>) -> Result<Vec<(usize, Vec<Inline>)>, ContentError> {
    let mut out = Vec::new();
    loop {
        let line = reader.line();
        match reader.next() {
            Some(Event::Start(Tag::Item)) => {}
            _ => return Ok(out), // the end of the list
        }
        // With blank lines between the items, each holds a paragraph.
        let loose = matches!(reader.peek(), Some(Event::Start(Tag::Paragraph)));
        if loose {
            reader.next();
        }
        let text = closed(reader)?;
        if loose && !matches!(reader.next(), Some(Event::End(_))) {
            return Err(reader.error(line, "a list item is one paragraph"));
        }
        out.push((line, text));
    }
}

fn code(reader: &mut Reader<'_>) -> String {
    let mut text = String::new();
    while let Some(Event::Text(piece)) = reader.next() {
        text.push_str(&piece);
    }
    text
}

fn quote(reader: &mut Reader<'_>, line: usize) -> Result<Vec<Inline>, ContentError> {
    let one = "a block quote holds one paragraph: > **claim.id** The sentence.";
    if !matches!(reader.next(), Some(Event::Start(Tag::Paragraph))) {
        return Err(reader.error(line, one));
    }
    let text = closed(reader)?;
    match reader.next() {
        Some(Event::End(_)) => Ok(text),
        _ => Err(reader.error(line, one)),
    }
}

/// Takes the key in bold that `text` begins with.
pub fn take_key(text: &mut Vec<Inline>) -> Option<String> {
    let key = match text.first()? {
        Inline::Strong(inner) => match inner.as_slice() {
            [Inline::Text(key)] => key.clone(),
            _ => return None,
        },
        _ => return None,
    };
    text.remove(0);
    if let Some(Inline::Text(rest)) = text.first_mut() {
        *rest = rest.trim_start().to_owned();
        if rest.is_empty() {
            text.remove(0);
        }
    }
    Some(key)
}
