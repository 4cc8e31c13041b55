//! The prose of the stages and the words of the page, compiled from `content/` by `build.rs`.
//!
//! Words and headings are statics. The text of a stage is a file that the page fetches with the stage, so that prose
//! costs a reader nothing before it is read; [`crate::prose`] reads it. `content_compiler/mod.rs` tells how a content
//! file is written.

#[path = "../content_compiler/vocabulary.rs"]
mod vocabulary;

pub use vocabulary::{END, FIGURES, HOPS, Term};

/// A language: its headings and its words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Language {
    /// The BCP 47 tag, which is also the folder's name: `en`.
    pub code: &'static str,
    /// The language's own name for itself.
    pub name: &'static str,
    /// The direction of writing: `ltr` or `rtl`.
    pub dir: &'static str,
    /// One per stage, in the order of the walk. What is not translated is English.
    pub headings: &'static [Heading],
    /// The words around the pages. A word that is not translated is the English one.
    pub messages: Messages,
}

/// What a stage is called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heading {
    /// The stage's id, as in its address: `single-server`.
    pub stage: &'static str,
    /// The stage's place in the walk, from 1.
    pub number: u8,
    /// The label in the rail: one or two words.
    pub short: &'static str,
    /// The title.
    pub title: &'static str,
}

/// The text of one stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page {
    /// The stage's id.
    pub stage: &'static str,
    /// The code of the language that the page is written in; not the reader's where English stands in.
    pub language: &'static str,
    /// The pain that the last stage left.
    pub pain: &'static [Inline],
    /// The text beside the picture.
    pub body: &'static [Block],
    /// The walks of one request.
    pub walks: &'static [WalkText],
    /// What no simulation can show.
    pub know: &'static [Knowledge],
    /// The guided experiments.
    pub tries: &'static [TryText],
}

/// A block of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(&'static [Inline]),
    /// A bulleted list, an item each.
    List(&'static [&'static [Inline]]),
    /// Text to be set as it is.
    Code {
        /// The language of the code, such as `json`; empty where none is named.
        lang: &'static str,
        /// The lines.
        lines: &'static [&'static str],
    },
    /// A sentence that the simulation bears out.
    Claim {
        /// The claim's id in the registry: `single.spof`.
        id: &'static str,
        /// The sentence.
        sentence: &'static [Inline],
    },
}

/// A piece of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Inline {
    /// Text.
    Text(&'static str),
    /// Emphasised text.
    Emphasis(&'static [Inline]),
    /// Strong text.
    Strong(&'static [Inline]),
    /// Code.
    Code(&'static str),
    /// A term in the colour and shape of what it names.
    Term {
        /// What it names.
        kind: Term,
        /// The words.
        text: &'static str,
    },
    /// A parameter's live value, which the reader can drag.
    Param {
        /// The lane where two systems stand side by side: 0 for a, 1 for b.
        lane: Option<u8>,
        /// The parameter's id in the registry: `dns.ttl`.
        id: &'static str,
        /// What to show where nothing is live, such as in print.
        text: &'static str,
    },
    /// A measured number, live.
    Figure {
        /// One of [`FIGURES`].
        id: &'static str,
        /// What to show until there is a measurement.
        text: &'static str,
    },
}

/// The sentences of a walk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WalkText {
    /// The walk's id within its stage: `browser`.
    pub id: &'static str,
    /// The walk's title.
    pub title: &'static str,
    /// Each kind of hop (one of [`HOPS`]) with its sentence; [`END`] is the closing sentence, if there is one.
    pub hops: &'static [(&'static str, &'static [Inline])],
    /// What stands beside the hops, such as the body of an answer.
    pub extra: &'static [Block],
}

/// Something to know that no simulation can show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Knowledge {
    /// The title.
    pub title: &'static str,
    /// The text.
    pub blocks: &'static [Block],
}

/// The text of a guided experiment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TryText {
    /// The experiment's id within its stage: `which-store`.
    pub id: &'static str,
    /// The title.
    pub title: &'static str,
    /// What to read first.
    pub intro: &'static [Block],
    /// Each part of the experiment with what to read after it; [`END`] closes the whole.
    pub items: &'static [(&'static str, &'static [Inline])],
}

impl Language {
    /// What a stage is called.
    #[must_use]
    pub fn heading(&self, stage: &str) -> Option<&'static Heading> {
        self.headings.iter().find(|heading| heading.stage == stage)
    }
}

impl Page {
    /// The sentences of a walk.
    #[must_use]
    pub fn walk(&self, id: &str) -> Option<&'static WalkText> {
        self.walks.iter().find(|walk| walk.id == id)
    }

    /// The text of a guided experiment.
    #[must_use]
    pub fn try_text(&self, id: &str) -> Option<&'static TryText> {
        self.tries.iter().find(|item| item.id == id)
    }

    /// All blocks, those of walks, knowledge and experiments included.
    pub fn blocks(&self) -> impl Iterator<Item = &'static Block> + use<> {
        let walks = self.walks.iter().flat_map(|walk| walk.extra);
        let know = self.know.iter().flat_map(|know| know.blocks);
        let tries = self.tries.iter().flat_map(|item| item.intro);
        self.body.iter().chain(walks).chain(know).chain(tries)
    }

    /// Every claim of the page with its sentence.
    pub fn claims(&self) -> impl Iterator<Item = (&'static str, &'static [Inline])> + use<> {
        self.blocks().filter_map(|block| match block {
            Block::Claim { id, sentence } => Some((*id, *sentence)),
            _ => None,
        })
    }

    /// Calls `visit` with every piece of text on the page, nested ones included.
    pub fn each_inline(&self, visit: &mut dyn FnMut(&'static Inline)) {
        each(self.pain, visit);
        for block in self.blocks() {
            match block {
                Block::Paragraph(text) | Block::Claim { sentence: text, .. } => each(text, visit),
                Block::List(items) => items.iter().for_each(|text| each(text, visit)),
                Block::Code { .. } => {}
            }
        }
        let walks = self.walks.iter().flat_map(|walk| walk.hops);
        let tries = self.tries.iter().flat_map(|item| item.items);
        walks.chain(tries).for_each(|(_, text)| each(text, visit));
    }
}

impl WalkText {
    /// The sentence for a kind of hop.
    #[must_use]
    pub fn hop(&self, key: &str) -> Option<&'static [Inline]> {
        self.hops.iter().find(|(found, _)| *found == key).map(|(_, text)| *text)
    }
}

impl TryText {
    /// What to read after a part of the experiment.
    #[must_use]
    pub fn item(&self, key: &str) -> Option<&'static [Inline]> {
        self.items.iter().find(|(found, _)| *found == key).map(|(_, text)| *text)
    }
}

fn each(text: &'static [Inline], visit: &mut dyn FnMut(&'static Inline)) {
    for inline in text {
        visit(inline);
        if let Inline::Emphasis(inner) | Inline::Strong(inner) = inline {
            each(inner, visit);
        }
    }
}

/// The text without its marks, with the fall-back words of live numbers.
#[must_use]
pub fn plain(text: &[Inline]) -> String {
    text.iter().fold(String::new(), |mut out, inline| {
        match inline {
            Inline::Text(text)
            | Inline::Code(text)
            | Inline::Term { text, .. }
            | Inline::Param { text, .. }
            | Inline::Figure { text, .. } => out.push_str(text),
            Inline::Emphasis(inner) | Inline::Strong(inner) => out.push_str(&plain(inner)),
        }
        out
    })
}

/// The language with this code, if there is one.
#[must_use]
pub fn language(code: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.code == code)
}

/// English, which every other language falls back to.
#[must_use]
pub fn english() -> &'static Language {
    &LANGUAGES[0]
}

include!(concat!(env!("OUT_DIR"), "/content.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_comes_first_and_its_stages_are_in_order() {
        assert_eq!(english().code, "en");
        assert_eq!(language("en"), Some(english()));
        assert!(english().headings.windows(2).all(|pair| pair[0].number < pair[1].number));
        assert_eq!(english().heading("single-server").map(|heading| heading.number), Some(1));
        assert_eq!(english().heading("nowhere"), None);
    }

    #[test]
    fn every_language_has_every_stage() {
        for language in LANGUAGES {
            let stages = |headings: &[Heading]| headings.iter().map(|heading| heading.stage).collect::<Vec<_>>();
            assert_eq!(stages(language.headings), stages(english().headings), "{}", language.code);
        }
    }

    #[test]
    fn every_parameter_in_the_prose_is_in_the_registry() {
        for page in LANGUAGES.iter().flat_map(crate::prose::all) {
            page.each_inline(&mut |inline| {
                if let Inline::Param { id, .. } = inline {
                    assert!(scalewalk_model::params::find(id).is_ok(), "{}: {id}", page.stage);
                }
            });
        }
    }

    #[test]
    fn every_cause_hop_and_term_has_a_message() {
        let has = |table: &str, key: &str| {
            let key = format!("{table}_{}", key.replace('-', "_"));
            assert!(english().messages.get(&key).is_some(), "{key}");
        };
        HOPS.iter().for_each(|hop| has("hop", hop));
        Term::ALL.iter().for_each(|term| has("term", term.key()));
        scalewalk_model::Cause::ALL.iter().for_each(|cause| has("cause", cause.key()));
    }

    #[test]
    fn plain_text_keeps_the_words_and_drops_the_marks() {
        let text = [
            Inline::Strong(&[Inline::Text("A")]),
            Inline::Text(" "),
            Inline::Term { kind: Term::Read, text: "read" },
            Inline::Param { lane: None, id: "dns.ttl", text: " 5 min" },
        ];
        assert_eq!(plain(&text), "A read 5 min");
    }
}
