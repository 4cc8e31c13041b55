//! Text inside a paragraph: emphasis, code, and the markers `term:`, `param:` and `figure:`.

use super::ast::Inline;
use super::error::{ContentError, unknown};
use super::markdown::Reader;
use super::vocabulary::{FIGURES, Term};
use pulldown_cmark::{Event, LinkType, Tag};

const SCHEMES: [&str; 3] = ["term:…", "param:…", "figure:…"];

/// Units that stay on the line of their number.
const UNITS: [&str; 14] = ["%", "×", "ns", "µs", "ms", "s", "min", "h", "d", "kB", "MB", "GB", "TB", "Mbit/s"];

/// Reads inline events up to the first one that is not inline, which it leaves.
pub fn inlines(reader: &mut Reader<'_>) -> Result<Vec<Inline>, ContentError> {
    let mut out = Vec::new();
    while let Some(event) = reader.peek() {
        match event.clone() {
            Event::Text(text) => {
                reader.next();
                push_text(&mut out, &text);
            }
            Event::SoftBreak => {
                reader.next();
                push_text(&mut out, " ");
            }
            Event::Code(code) => {
                reader.next();
                out.push(Inline::Code(code.to_string()));
            }
            Event::Start(Tag::Emphasis) => {
                reader.next();
                out.push(Inline::Emphasis(inlines(reader)?));
                reader.next();
            }
            Event::Start(Tag::Strong) => {
                reader.next();
                out.push(Inline::Strong(inlines(reader)?));
                reader.next();
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let line = reader.line();
                reader.next();
                let inner = inlines(reader)?;
                reader.next();
                let text = match (link_type, inner.as_slice()) {
                    (LinkType::Inline, [Inline::Text(text)]) => text.clone(),
                    _ => {
                        return Err(reader.error(line, "a marker is written [plain text](scheme:name)"));
                    }
                };
                out.push(marker(&dest_url, text).map_err(|message| reader.error(line, message))?);
            }
            Event::HardBreak | Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::Image { .. }) => {
                let line = reader.line();
                return Err(reader.error(
                    line,
                    "line breaks, HTML and images are not part of prose; allowed: text, *emphasis*, **strong**, `code`, [text](term:read), [text](param:dns.ttl), [text](figure:latency.p50)",
                ));
            }
            _ => break,
        }
    }
    bind_units(&mut out);
    Ok(out)
}

/// Neighbouring pieces of text become one.
fn push_text(out: &mut Vec<Inline>, text: &str) {
    if let Some(Inline::Text(last)) = out.last_mut() {
        last.push_str(text);
    } else {
        out.push(Inline::Text(text.to_owned()));
    }
}

fn marker(url: &str, text: String) -> Result<Inline, String> {
    let (scheme, name) = url.split_once(':').unwrap_or((url, ""));
    match scheme {
        "term" => match Term::from_key(name) {
            Some(kind) => Ok(Inline::Term { kind, text }),
            None => Err(unknown("term", name, Term::ALL.map(Term::key))),
        },
        "param" => {
            let (lane, id) = match name.split_once('.') {
                Some(("a", id)) => (Some(0), id),
                Some(("b", id)) => (Some(1), id),
                _ => (None, name),
            };
            if is_param_id(id) {
                Ok(Inline::Param { lane, id: id.to_owned(), text })
            } else {
                Err(format!(
                    "`{name}` is not the id of a parameter; written param:dns.ttl, with a lane param:a.web.cores or param:b.web.cores"
                ))
            }
        }
        "figure" if FIGURES.contains(&name) => Ok(Inline::Figure { id: name.to_owned(), text }),
        "figure" => Err(unknown("figure", name, FIGURES)),
        _ => Err(unknown("marker", url, SCHEMES)),
    }
}

/// Whether `id` has the shape of a parameter's id. That it exists is the registry's to say (`tests/claims.rs`).
fn is_param_id(id: &str) -> bool {
    id.split('.').count() <= 2
        && id.split('.').all(|part| {
            part.starts_with(|c: char| c.is_ascii_lowercase())
                && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        })
}

/// Replaces the space between a number and its unit by one that does not break.
fn bind_units(inlines: &mut [Inline]) {
    for inline in inlines {
        match inline {
            Inline::Text(text)
            | Inline::Term { text, .. }
            | Inline::Param { text, .. }
            | Inline::Figure { text, .. } => *text = bound(text),
            Inline::Emphasis(_) | Inline::Strong(_) | Inline::Code(_) => {}
        }
    }
}

fn bound(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let after_number = out.ends_with(|last: char| last.is_ascii_digit());
        if c == ' ' && after_number && starts_with_unit(&text[at + 1..]) {
            out.push('\u{a0}');
        } else {
            out.push(c);
        }
    }
    out
}

fn starts_with_unit(text: &str) -> bool {
    UNITS.iter().any(|unit| text.strip_prefix(unit).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}
