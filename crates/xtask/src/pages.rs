//! One static page per stage, so that each address survives a reload on any plain host, under any
//! path, and says what it is about before the simulation has arrived; and beside it the text of the stage, a file
//! for each language.

use crate::content_compiler::ast::Page;
use crate::content_compiler::{self, emit, prose};
use crate::shell::{Outcome, announce, read, root, write};
use crate::static_text::{self, escape};
use std::path::{Path, PathBuf};

/// Writes the pages into the site Trunk is building, or into `dist/` when called by hand.
pub fn run() -> Outcome {
    let staged = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let site = staged.unwrap_or_else(|| root().join("dist"));
    let count = write_all(&root().join("content"), &site)?;
    announce(&format!("{count} stage pages written."));
    Ok(())
}

fn write_all(content: &Path, site: &Path) -> Outcome<usize> {
    let index = read(&site.join("index.html"))?;
    let source = read(&root().join("index.html"))?;
    let languages = content_compiler::read(content)
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let base = languages.first().ok_or("There is no content.")?;
    for stage in &base.pages {
        let first = base.pages.first().map_or("", |first| &first.stage);
        write(&site.join(&stage.stage).join("index.html"), page(&source, &index, first, stage)?)?;
    }
    for language in &languages {
        for (page, written_in) in emit::pages(base, language) {
            let file = site.join(&page.stage).join(format!("{}.txt", language.code));
            write(&file, prose::text(page, written_in))?;
        }
    }
    Ok(base.pages.len())
}

/// The page of a stage, made from the built start page, which is that of the stage `first`. Building may change quotes
/// and the order of attributes, so what is replaced are the start page's own words, as they stand in its source.
fn page(source: &str, index: &str, first: &str, stage: &Page) -> Outcome<String> {
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
    let text = format!("{first}/en.txt");
    if !page.contains(&text) {
        return Err(format!("index.html must preload {text}, the text of its stage."));
    }
    let page = page.replace(&text, &format!("{}/en.txt", stage.stage));
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
        let page = page(&index, &index, "single-server", &stage()).unwrap();
        assert!(page.contains("<base href=\"../\">"));
        assert!(page.contains("<title>6. Remember &quot;it&quot; &amp; go | Scalewalk</title>"));
        assert!(page.contains("href=\"cache/en.txt\""));
        assert_eq!(page.matches("content=\"What it buys.\"").count(), 2);
        assert!(page.contains("<p class=\"pain\">Again, a &lt; b.</p>"));
        assert_eq!(page.matches("<h1>").count(), 1);
    }

    #[test]
    fn a_minified_index_does_as_well() {
        let source = r#"<base href="./"><title>T</title><meta name="description" content="D d">"#;
        let built = r#"<base href=./><title>T</title><meta content="D d" name=description><link href=a/en.txt rel=preload><main id=static><p>x</main>"#;
        let page = page(source, built, "a", &stage()).unwrap();
        assert!(page.contains("<main id=static>\n<section") && !page.contains("<p>x"));
        assert!(page.contains(r#"<meta content="What it buys." name=description><link href=cache/en.txt "#));
    }

    #[test]
    fn an_index_without_a_place_for_the_words_is_refused() {
        let source = r#"<title>T</title><meta name="description" content="D">"#;
        assert!(page(source, "<title>T</title>", "a", &stage()).unwrap_err().contains("<base"));
        assert!(page(source, r#"<base href="./">"#, "a", &stage()).unwrap_err().contains("a/en.txt"));
        assert!(page("", "", "a", &stage()).unwrap_err().contains("<title>"));
    }

    #[test]
    fn each_stage_gets_its_page_and_its_text() {
        let site = std::env::temp_dir().join(format!("xtask-pages-{}", std::process::id()));
        write(&site.join("index.html"), read(&root().join("index.html")).unwrap()).unwrap();
        let count = write_all(&root().join("content"), &site).unwrap();
        let text = read(&site.join("single-server/en.txt")).unwrap();
        let pages = crate::shell::files_below(&site).iter().filter(|file| file.ends_with("index.html")).count();
        std::fs::remove_dir_all(&site).unwrap();
        assert_eq!(pages, count + 1);
        assert!(text.starts_with("single-server\nen\n"));
    }
}
