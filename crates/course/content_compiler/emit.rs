//! Writes what was read as Rust statics, to be included in `src/page.rs`.

use super::ast::{Language, Messages, Page};
use super::prose;
use std::fmt::Write;

/// The whole of `content.rs`.
pub fn source(base: &Language, others: &[Language]) -> String {
    let mut out = String::from("// Written by build.rs from content/. Do not edit.\n\n");
    messages_type(&mut out, &base.messages);
    out.push_str("/// Every language, English first.\npub static LANGUAGES: &[Language] = &[\n");
    for language in [base].into_iter().chain(others) {
        let _ = writeln!(out, "    {},", language_value(base, language));
    }
    out.push_str("];\n\n/// The text of every stage in every language: its code, the stage, the text.\n");
    out.push_str("pub(crate) static PROSE: &[(&str, &str, &str)] = &[\n");
    for language in [base].into_iter().chain(others) {
        for (page, written_in) in pages(base, language) {
            let _ = writeln!(out, "    ({:?}, {:?}, {:?}),", language.code, page.stage, prose::text(page, written_in));
        }
    }
    out.push_str("];\n");
    out
}

/// The pages of a language with the codes of the languages they are written in: what is not translated is English.
pub fn pages<'l>(base: &'l Language, language: &'l Language) -> impl Iterator<Item = (&'l Page, &'l str)> {
    base.pages.iter().map(|english| {
        let own = language.pages.iter().find(|page| page.stage == english.stage);
        own.map_or((english, base.code.as_str()), |page| (page, language.code.as_str()))
    })
}

fn messages_type(out: &mut String, english: &Messages) {
    out.push_str("/// The words of the page in one language. `{name}` in a message is a place for the page to fill.\n");
    out.push_str("#[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub struct Messages {\n");
    for (key, text) in spoken(english) {
        let doc = format!("`{}`", text.replace('`', "'").replace('\n', " "));
        let _ = writeln!(out, "    #[doc = {doc:?}]\n    pub {key}: &'static str,");
    }
    out.push_str("}\n\nimpl Messages {\n    /// The names of all messages, sorted.\n");
    let keys: Vec<&str> = spoken(english).map(|(key, _)| key.as_str()).collect();
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

/// Tables that stand in static pages alone (`crates/xtask/src/pages`).
const STATIC: [&str; 2] = ["start_", "welcome_"];

/// The messages that the program says.
fn spoken(all: &Messages) -> impl Iterator<Item = &(String, String)> {
    all.iter().filter(|(key, _)| !STATIC.iter().any(|table| key.starts_with(table)))
}

/// Tables whose messages are looked up by keys made at run time. All keys of all tables would be much of the page's size.
const BY_KEY: [&str; 12] = [
    "act_",
    "cause_",
    "curve_",
    "did_",
    "fault_",
    "hop_",
    "ladder_limit_",
    "level_",
    "node_region_",
    "store_",
    "term_",
    "workload_",
];

fn language_value(base: &Language, language: &Language) -> String {
    let headings = pages(base, language).map(|(page, _)| {
        format!(
            "Heading {{ stage: {:?}, number: {}, short: {:?}, title: {:?} }}",
            page.stage, page.number, page.short, page.title
        )
    });
    let messages = spoken(&base.messages).map(|(key, english)| {
        let own = language.messages.iter().find(|(found, _)| found == key);
        format!("{key}: {:?}", own.map_or(english, |(_, text)| text))
    });
    format!(
        "Language {{ code: {:?}, name: {:?}, dir: {:?}, headings: &[{}], messages: Messages {{ {} }} }}",
        language.code,
        language.name,
        language.dir,
        join(headings),
        join(messages),
    )
}

fn join(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}
