//! Reads the text of a stage. `content_compiler/prose.rs` writes it and tells how.
//!
//! What is read is kept as long as the program runs, as if it had been compiled in: the page has a few stages and goes
//! back and forth between them.

use core::str::Lines;

use crate::page::{Block, Inline, Knowledge, Language, Page, TryText, WalkText};
use crate::page::{PROSE, Term};

/// The text of a stage from the program itself, for programs that fetch nothing. The page does not call this: it would
/// load the prose of all stages with its code.
pub fn compiled_in(language: &Language, stage: &str) -> Option<&'static Page> {
    let (_, _, text) = PROSE.iter().find(|(code, id, _)| *code == language.code && *id == stage)?;
    read(text)
}

/// The text of every stage, from the program itself.
pub fn all(language: &Language) -> impl Iterator<Item = &'static Page> + use<'_> {
    language.headings.iter().filter_map(|heading| compiled_in(language, heading.stage))
}

/// Reads a text; none if it is not whole.
pub fn read(text: &'static str) -> Option<&'static Page> {
    let mut reader = Reader(text.lines());
    let page = reader.page()?;
    if reader.line().is_some() { None } else { Some(Box::leak(Box::new(page))) }
}

struct Reader(Lines<'static>);

impl Reader {
    fn line(&mut self) -> Option<&'static str> {
        self.0.next()
    }

    fn list<T>(&mut self, item: fn(&mut Self) -> Option<T>) -> Option<&'static [T]> {
        let count: usize = self.line()?.parse().ok()?;
        let mut items = Vec::new();
        for _ in 0..count {
            items.push(item(self)?);
        }
        Some(items.leak())
    }

    fn page(&mut self) -> Option<Page> {
        Some(Page {
            stage: self.line()?,
            language: self.line()?,
            pain: self.list(Self::inline)?,
            body: self.list(Self::block)?,
            walks: self.list(|reader| {
                Some(WalkText {
                    id: reader.line()?,
                    title: reader.line()?,
                    hops: reader.list(Self::keyed)?,
                    extra: reader.list(Self::block)?,
                })
            })?,
            know: self.list(|reader| Some(Knowledge { title: reader.line()?, blocks: reader.list(Self::block)? }))?,
            tries: self.list(|reader| {
                Some(TryText {
                    id: reader.line()?,
                    title: reader.line()?,
                    intro: reader.list(Self::block)?,
                    items: reader.list(Self::keyed)?,
                })
            })?,
        })
    }

    fn keyed(&mut self) -> Option<(&'static str, &'static [Inline])> {
        Some((self.line()?, self.list(Self::inline)?))
    }

    fn block(&mut self) -> Option<Block> {
        Some(match self.line()? {
            "paragraph" => Block::Paragraph(self.list(Self::inline)?),
            "list" => Block::List(self.list(|reader| reader.list(Self::inline))?),
            "code" => Block::Code { lang: self.line()?, lines: self.list(Self::line)? },
            "claim" => Block::Claim { id: self.line()?, sentence: self.list(Self::inline)? },
            _ => return None,
        })
    }

    fn inline(&mut self) -> Option<Inline> {
        Some(match self.line()? {
            "text" => Inline::Text(self.line()?),
            "emphasis" => Inline::Emphasis(self.list(Self::inline)?),
            "strong" => Inline::Strong(self.list(Self::inline)?),
            "code" => Inline::Code(self.line()?),
            "term" => Inline::Term { kind: Term::from_key(self.line()?)?, text: self.line()? },
            "param" => Inline::Param { lane: self.line()?.parse().ok(), id: self.line()?, text: self.line()? },
            "figure" => Inline::Figure { id: self.line()?, text: self.line()? },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::LANGUAGES;

    #[test]
    fn every_stage_is_read_whole_in_every_language() {
        for language in LANGUAGES {
            for heading in language.headings {
                let page = compiled_in(language, heading.stage).unwrap();
                assert_eq!((page.stage, page.body.is_empty()), (heading.stage, false));
            }
            assert_eq!(compiled_in(language, "nowhere"), None);
        }
        assert_eq!(PROSE.len(), LANGUAGES.iter().map(|language| language.headings.len()).sum::<usize>());
    }

    #[test]
    fn what_is_cut_off_or_something_else_is_refused() {
        let (_, _, text) = PROSE[0];
        let lines = text.lines().count();
        for kept in 0..lines {
            let part: String = text.split_inclusive('\n').take(kept).collect();
            assert_eq!(read(part.leak()), None, "{kept} of {lines} lines");
        }
        assert_eq!(read("<!doctype html>\n<title>404</title>\n"), None);
        assert_eq!(read(format!("{text}more\n").leak()), None);
    }
}
