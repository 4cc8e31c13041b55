//! One static page per stage, made from the start page as Trunk built it.

use super::first;
use crate::content_compiler::ast::Page;
use crate::names::replaced;
use crate::shell::Outcome;
use crate::static_text::{self, escape};

/// What stands in the start page for the stage.
pub const STAGE: &str = "{stage}";

/// The page of a stage, made from the built start page. Building may change quotes and the order of attributes, so what is
/// replaced are the start page's own words, as they stand in its source. `start` is the script that starts the simulation.
pub fn page(source: &str, index: &str, stage: &Page, start: &str) -> Outcome<String> {
    let title = escape(&format!("{}. {} | Scalewalk", stage.number, stage.title));
    let description = escape(&stage.description);
    let words = static_text::html(stage);
    let own_title = between(source, "<title>", "</title>")?;
    let own_description = between(source, "<meta name=\"description\" content=\"", "\"")?;
    // Whatever the page refers to is relative to its base, and a stage lies one level down.
    let page = index.replacen("<base href=\"./\">", "<base href=\"../\">", 1).replacen(
        "<base href=./>",
        "<base href=\"../\">",
        1,
    );
    if !page.contains("<base href=\"../\">") {
        return Err("index.html must have `<base href=\"./\">`.".into());
    }
    let filled = [
        ("{here}", stage.stage.as_str()),
        ("{own}", first::NONE),
        (STAGE, &stage.stage),
        ("{now_module}", "modulepreload"),
        ("{now}", "preload"),
        ("{start}", start),
    ];
    let page = filled.iter().try_fold(page, |page, (place, text)| {
        replaced(&page, place, text).map_err(|error| format!("index.html: {error}"))
    })?;
    let page = page.replace(own_title, &title).replace(own_description, &description);
    let (head, main) = page.split_once("<main ").ok_or("index.html must have a `<main`.")?;
    let (tag, _) = main.split_once('>').ok_or("index.html must have a whole `<main>`.")?;
    let (_, after) = main.split_once("</main>").ok_or("index.html must have a `</main>`.")?;
    Ok(format!("{head}<main {tag}>{words}</main>{after}"))
}

/// What stands between the first `start` and the `end` that follows it.
fn between<'a>(html: &'a str, start: &str, end: &str) -> Outcome<&'a str> {
    let found = html.split_once(start).and_then(|(_, rest)| rest.split_once(end));
    found.map(|(text, _)| text).ok_or_else(|| format!("index.html must have `{start}…{end}`."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content_compiler::ast::Inline;
    use crate::shell::{read, root};

    fn stage() -> Page {
        Page {
            stage: "cache".into(),
            number: 6,
            short: "Cache".into(),
            title: "Remember \"it\" & go".into(),
            pain: vec![
                Inline::Text("Again, a < ".into()),
                Inline::Strong(vec![Inline::Code("b".into())]),
                Inline::Text(".".into()),
            ],
            description: "What it buys.".into(),
            ..Page::default()
        }
    }

    #[test]
    fn a_stage_page_is_made_from_the_index_of_this_repository() {
        let index = read(&root().join("index.html")).unwrap();
        let page = page(&index, &index, &stage(), "start.js").unwrap();
        assert!(page.contains("<base href=\"../\">"));
        assert!(page.contains("<title>6. Remember &quot;it&quot; &amp; go | Scalewalk</title>"));
        assert!(page.contains("href=\"{texts}/cache/en.txt\""));
        assert_eq!(page.matches("content=\"What it buys.\"").count(), 2);
        assert!(page.contains("<p class=\"pain\">Again, a &lt; <strong><code>b</code></strong>.</p>"));
        assert_eq!(page.matches("<h1>").count(), 1);
    }

    #[test]
    fn a_minified_index_does_as_well() {
        let source = r#"<base href="./"><title>T</title><meta name="description" content="D d">"#;
        let built = r#"<base href=./><script src=f.js data-stage={here} data-own={own}></script><title>T</title><meta content="D d" name=description><link href=t/{stage}/en.txt rel={now}><link rel={now_module}><script src={start}></script><main id=static><p>x</main>"#;
        let page = page(source, built, &stage(), "start.js").unwrap();
        assert!(page.contains("<main id=static>\n<section") && !page.contains("<p>x"));
        assert!(
            page.contains(r#"<meta content="What it buys." name=description><link href=t/cache/en.txt rel=preload>"#)
        );
    }

    #[test]
    fn an_index_without_a_place_for_the_words_is_refused() {
        let source = r#"<title>T</title><meta name="description" content="D">"#;
        assert!(page(source, "<title>T</title>", &stage(), "").unwrap_err().contains("<base"));
        assert!(page(source, r#"<base href="./">"#, &stage(), "").unwrap_err().contains("{here}"));
        assert!(page("", "", &stage(), "").unwrap_err().contains("<title>"));
    }
}
