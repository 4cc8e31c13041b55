//! Writes what was read as Rust statics, to be included in `src/page.rs`.

use super::ast::{Block, Inline, Keyed, Language, Messages, Page};
use std::fmt::Write;

/// The whole of `content.rs`.
pub fn source(base: &Language, others: &[Language]) -> String {
    let mut out = String::from("// Written by build.rs from content/. Do not edit.\n\n");
    messages_type(&mut out, &base.messages);
    for language in [base].into_iter().chain(others) {
        for page in &language.pages {
            let name = page_name(language, page);
            let _ = writeln!(out, "const {name}: Page = {};\n", page_value(language, page));
        }
    }
    out.push_str("/// Every language, English first.\npub static LANGUAGES: &[Language] = &[\n");
    for language in [base].into_iter().chain(others) {
        let _ = writeln!(out, "    {},", language_value(base, language));
    }
    out.push_str("];\n");
    out
}

fn messages_type(out: &mut String, english: &Messages) {
    out.push_str("/// The words of the page in one language. `{name}` in a message is a place for the page to fill.\n");
    out.push_str("#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub struct Messages {\n");
    for (key, text) in english {
        let doc = format!("`{}`", text.replace('`', "'").replace('\n', " "));
        let _ = writeln!(out, "    #[doc = {doc:?}]\n    pub {key}: &'static str,");
    }
    out.push_str("}\n\nimpl Messages {\n    /// The names of all messages, sorted.\n");
    let keys: Vec<&str> = english.iter().map(|(key, _)| key.as_str()).collect();
    let _ = writeln!(out, "    pub const KEYS: &'static [&'static str] = &{keys:?};\n");
    out.push_str(
        "    /// The message named `key`, for keys made at run time: `cause_` and a cause's name, and the like.\n",
    );
    out.push_str("    #[must_use]\n    pub fn get(&self, key: &str) -> Option<&'static str> {\n");
    out.push_str("        Some(match key {\n");
    for key in keys.into_iter().filter(|key| BY_KEY.iter().any(|table| key.starts_with(table))) {
        let _ = writeln!(out, "            {key:?} => self.{key},");
    }
    out.push_str("            _ => return None,\n        })\n    }\n}\n\n");
}

/// Tables whose messages are looked up by keys made at run time. All keys of all tables would be much of the page's size.
const BY_KEY: [&str; 7] = ["cause_", "curve_", "fault_", "hop_", "store_", "term_", "workload_"];

fn language_value(base: &Language, language: &Language) -> String {
    let pages = base.pages.iter().map(|english| match language.pages.iter().find(|page| page.stage == english.stage) {
        Some(page) => page_name(language, page),
        None => page_name(base, english),
    });
    let messages = base.messages.iter().map(|(key, english)| {
        let own = language.messages.iter().find(|(found, _)| found == key);
        format!("{key}: {:?}", own.map_or(english, |(_, text)| text))
    });
    format!(
        "Language {{ code: {:?}, name: {:?}, dir: {:?}, pages: &[{}], messages: Messages {{ {} }} }}",
        language.code,
        language.name,
        language.dir,
        join(pages),
        join(messages),
    )
}

fn page_name(language: &Language, page: &Page) -> String {
    format!("PAGE_{}_{}", language.code, page.stage).replace('-', "_").to_uppercase()
}

fn page_value(language: &Language, page: &Page) -> String {
    let walks = page.walks.iter().map(|walk| {
        format!(
            "WalkText {{ id: {:?}, title: {:?}, hops: {}, extra: {} }}",
            walk.id,
            walk.title,
            keyed(&walk.hops),
            blocks(&walk.extra)
        )
    });
    let know = page
        .know
        .iter()
        .map(|know| format!("Knowledge {{ title: {:?}, blocks: {} }}", know.title, blocks(&know.blocks)));
    let tries = page.tries.iter().map(|item| {
        format!(
            "TryText {{ id: {:?}, title: {:?}, intro: {}, items: {} }}",
            item.id,
            item.title,
            blocks(&item.intro),
            keyed(&item.items)
        )
    });
    format!(
        "Page {{ stage: {:?}, language: {:?}, number: {}, short: {:?}, title: {:?}, pain: {}, description: {:?}, body: {}, walks: &[{}], know: &[{}], tries: &[{}] }}",
        page.stage,
        language.code,
        page.number,
        page.short,
        page.title,
        inlines(&page.pain),
        page.description,
        blocks(&page.body),
        join(walks),
        join(know),
        join(tries)
    )
}

fn keyed(items: &[Keyed]) -> String {
    let items = items.iter().map(|(key, text)| format!("({key:?}, {} as &[Inline])", inlines(text)));
    format!("&[{}]", join(items))
}

fn blocks(blocks: &[Block]) -> String {
    let blocks = blocks.iter().map(|block| match block {
        Block::Paragraph(text) => format!("Block::Paragraph({})", inlines(text)),
        Block::List(items) => {
            let items = items.iter().map(|text| format!("{} as &[Inline]", inlines(text)));
            format!("Block::List(&[{}])", join(items))
        }
        Block::Code { lang, text } => format!("Block::Code {{ lang: {lang:?}, text: {text:?} }}"),
        Block::Claim { id, sentence } => {
            format!("Block::Claim {{ id: {id:?}, sentence: {} }}", inlines(sentence))
        }
    });
    format!("&[{}]", join(blocks))
}

fn inlines(inlines: &[Inline]) -> String {
    format!("&[{}]", join(inlines.iter().map(inline)))
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => format!("Inline::Text({text:?})"),
        Inline::Emphasis(inner) => format!("Inline::Emphasis({})", inlines(inner)),
        Inline::Strong(inner) => format!("Inline::Strong({})", inlines(inner)),
        Inline::Code(text) => format!("Inline::Code({text:?})"),
        Inline::Term { kind, text } => {
            format!("Inline::Term {{ kind: Term::{kind:?}, text: {text:?} }}")
        }
        Inline::Param { lane, id, text } => {
            format!("Inline::Param {{ lane: {lane:?}, id: {id:?}, text: {text:?} }}")
        }
        Inline::Figure { id, text } => format!("Inline::Figure {{ id: {id:?}, text: {text:?} }}"),
    }
}

fn join(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}
