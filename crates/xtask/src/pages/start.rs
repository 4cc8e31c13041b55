//! The script that starts the page, a file of its own so that a page may forbid scripts within it.

use crate::content_compiler::ast::Language;
use crate::names::{self, replaced};
use crate::shell::{Outcome, read, root, write};
use crate::split::{Code, minify};
use crate::static_text::escape;
use std::path::Path;

/// The messages that it shows.
const WORDS: [&str; 7] =
    ["start_failed", "start_lacks", "start_blocked", "start_file", "start_stopped", "start_again", "start_reload"];

/// Puts the script that starts `code` into the site; returns its name.
pub fn put(site: &Path, code: &Code, work: &Path) -> Outcome<String> {
    let script = read(&root().join("www/start.js"))?;
    let script = replaced(&script, "{script}", &code.script)?;
    let (named, small) = (work.join("start.js"), work.join("start-small.js"));
    write(&work.join("translator.js"), read(&root().join("www/translator.js"))?)?;
    write(&named, replaced(&script, "{module}", &code.module)?)?;
    minify(&["--bundle", "--format=esm"], &named, &small)?;
    names::put(site, "start", ".js", read(&small)?.as_bytes())
}

/// A page with what the script says should it fail.
pub fn with_words(page: &str, language: &Language) -> Outcome<String> {
    WORDS.iter().try_fold(page.to_owned(), |page, key| {
        let message = language.messages.iter().find(|(own, _)| own == key);
        let (_, text) = message.ok_or_else(|| format!("{} lacks the message {key}.", language.file))?;
        replaced(&page, &format!("{{{key}}}"), &escape(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_come_from_the_content() {
        let messages = WORDS.map(|key| (key.to_owned(), format!("<{key}>"))).to_vec();
        let language = Language {
            file: "en/messages.toml".into(),
            code: "en".into(),
            name: "English".into(),
            dir: "ltr".into(),
            messages,
            pages: Vec::new(),
        };
        let page = with_words(&WORDS.map(|key| format!("{{{key}}}")).join(" "), &language).unwrap();
        assert_eq!(page, WORDS.map(|key| format!("&lt;{key}&gt;")).join(" "));
        assert!(with_words("{start_failed}", &language).unwrap_err().contains("start_lacks"));
    }
}
