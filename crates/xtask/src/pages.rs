//! One static page per stage, so that each address survives a reload on any plain host, under any
//! path, and says what it is about before the simulation has arrived.

use crate::shell::{Outcome, announce, read, root, write};
use crate::stages::{self, Stage};
use std::path::{Path, PathBuf};

/// Writes the pages into the site Trunk is building, or into `dist/` when called by hand.
pub fn run() -> Outcome {
    let staged = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let site = staged.unwrap_or_else(|| root().join("dist"));
    let count = write_all(&root().join("content").join("en"), &site)?;
    announce(&format!("{count} stage pages written."));
    Ok(())
}

fn write_all(content: &Path, site: &Path) -> Outcome<usize> {
    let index = read(&site.join("index.html"))?;
    let source = read(&root().join("index.html"))?;
    let stages = stages::all(content)?;
    for stage in &stages {
        write(&site.join(&stage.slug).join("index.html"), page(&source, &index, stage)?)?;
    }
    Ok(stages.len())
}

/// The page of a stage, made from the built start page. Building may change quotes and the order of attributes,
/// so what is replaced are the start page's own words, as they stand in its source.
fn page(source: &str, index: &str, stage: &Stage) -> Outcome<String> {
    let title = escape(&format!("{}. {} | Scalewalk", stage.number, stage.title));
    let description = escape(&stage.description);
    let words = format!(
        "\n<section class=\"col\"><div class=\"lede\">\n\
         <p class=\"eyebrow\"><span class=\"bignum\">{}</span><span>{}</span></p>\n\
         <h1>{}</h1>\n<p class=\"pain\">{}</p>\n</div></section>\n",
        stage.number,
        escape(&stage.short),
        escape(&stage.title),
        escape(&plain(&stage.pain))
    );
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

/// Prose without its inline markup: `[server](term:server)` is `server`, `*now*` is `now`.
fn plain(prose: &str) -> String {
    let mut pieces = prose.split("](");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text += piece.split_once(')').map_or(piece, |(_, after)| after);
    }
    text.replace(['[', '*'], "")
}

/// Text as it may stand in HTML, in an attribute too.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage() -> Stage {
        Stage {
            slug: "cache".into(),
            number: 6,
            short: "Cache".into(),
            title: "Remember \"it\" & go".into(),
            pain: "Again, a < [*b*](term:read).".into(),
            description: "What it buys.".into(),
        }
    }

    #[test]
    fn a_stage_page_is_made_from_the_index_of_this_repository() {
        let index = read(&root().join("index.html")).unwrap();
        let page = page(&index, &index, &stage()).unwrap();
        assert!(page.contains("<base href=\"../\">"));
        assert!(page.contains("<title>6. Remember &quot;it&quot; &amp; go | Scalewalk</title>"));
        assert_eq!(page.matches("content=\"What it buys.\"").count(), 2);
        assert!(page.contains("<p class=\"pain\">Again, a &lt; b.</p>"));
        assert_eq!(page.matches("<h1>").count(), 1);
    }

    #[test]
    fn a_minified_index_does_as_well() {
        let source = r#"<base href="./"><title>T</title><meta name="description" content="D d">"#;
        let built = r#"<base href=./><title>T</title><meta content="D d" name=description><main id=static><p>x</main>"#;
        let page = page(source, built, &stage()).unwrap();
        assert!(page.contains("<main id=static>\n<section") && !page.contains("<p>x"));
        assert!(page.contains(r#"<meta content="What it buys." name=description>"#));
    }

    #[test]
    fn an_index_without_a_place_for_the_words_is_refused() {
        let source = r#"<title>T</title><meta name="description" content="D">"#;
        assert!(page(source, "<title>T</title>", &stage()).unwrap_err().contains("<base"));
        assert!(page("", "", &stage()).unwrap_err().contains("<title>"));
    }
}
