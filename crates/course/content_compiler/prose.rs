//! Writes the text of a stage as the page fetches it. `src/prose.rs` reads it.
//!
//! A value a line, so that reading is nothing but taking the next line: a list is the number of its items and then each
//! of them; a block or a piece of a paragraph is a word for its kind and then its parts. No value has a line break in it.

use super::ast::{Block, Inline, Keyed, Page};

/// The text of `page`.
pub fn text(page: &Page, language: &str) -> String {
    let mut out = Writer::default();
    out.line(&page.stage);
    out.line(language);
    out.list(&page.pain, Writer::inline);
    out.list(&page.body, Writer::block);
    out.list(&page.walks, |out, walk| {
        out.line(&walk.id);
        out.line(&walk.title);
        out.list(&walk.hops, Writer::keyed);
        out.list(&walk.extra, Writer::block);
    });
    out.list(&page.know, |out, know| {
        out.line(&know.title);
        out.list(&know.blocks, Writer::block);
    });
    out.list(&page.tries, |out, item| {
        out.line(&item.id);
        out.line(&item.title);
        out.list(&item.intro, Writer::block);
        out.list(&item.items, Writer::keyed);
    });
    out.0
}

#[derive(Default)]
struct Writer(String);

impl Writer {
    fn line(&mut self, text: &str) {
        self.0 += &text.replace('\n', " ");
        self.0.push('\n');
    }

    fn list<T>(&mut self, items: &[T], mut item: impl FnMut(&mut Self, &T)) {
        self.line(&items.len().to_string());
        for one in items {
            item(self, one);
        }
    }

    fn lines(&mut self, lines: &[&str]) {
        for line in lines {
            self.line(line);
        }
    }

    fn keyed(&mut self, (key, text): &Keyed) {
        self.line(key);
        self.list(text, Self::inline);
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) => {
                self.line("paragraph");
                self.list(text, Self::inline);
            }
            Block::List(items) => {
                self.line("list");
                self.list(items, |out, text| out.list(text, Self::inline));
            }
            Block::Code { lang, text } => {
                self.lines(&["code", lang]);
                self.list(&text.lines().collect::<Vec<_>>(), |out, line| out.line(line));
            }
            Block::Claim { id, sentence } => {
                self.lines(&["claim", id]);
                self.list(sentence, Self::inline);
            }
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.lines(&["text", text]),
            Inline::Emphasis(inner) => {
                self.line("emphasis");
                self.list(inner, Self::inline);
            }
            Inline::Strong(inner) => {
                self.line("strong");
                self.list(inner, Self::inline);
            }
            Inline::Code(text) => self.lines(&["code", text]),
            Inline::Term { kind, text } => self.lines(&["term", kind.key(), text]),
            Inline::Param { lane, id, text } => {
                let lane = lane.map_or_else(String::new, |lane| lane.to_string());
                self.lines(&["param", &lane, id, text]);
            }
            Inline::Figure { id, text } => self.lines(&["figure", id, text]),
        }
    }
}
