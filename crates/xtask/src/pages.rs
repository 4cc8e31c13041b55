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
    let stages = stages::all(content)?;
    for stage in &stages {
        write(&site.join(&stage.slug).join("index.html"), page(&index, stage)?)?;
    }
    Ok(stages.len())
}

/// The page of a stage, made from the built start page.
fn page(index: &str, stage: &Stage) -> Outcome<String> {
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
    // Whatever the page refers to is relative to its base, and a stage lies one level down.
    let page = replace(index, "<base href=\"", "\"", "../")?;
    let page = replace(&page, "<title>", "</title>", &title)?;
    let page = replace(&page, "<meta name=\"description\" content=\"", "\"", &description)?;
    let page = replace(&page, "<meta property=\"og:title\" content=\"", "\"", &title)?;
    let page = replace(&page, "<meta property=\"og:description\" content=\"", "\"", &description)?;
    replace(&page, "<main id=\"static\" class=\"page\">", "</main>", &words)
}

/// Puts `new` between the only `start` and the `end` that follows it.
fn replace(html: &str, start: &str, end: &str, new: &str) -> Outcome<String> {
    let parts = html.split_once(start).and_then(|(before, rest)| Some((before, rest.split_once(end)?)));
    match parts {
        Some((before, (_, after))) if !after.contains(start) => Ok([before, start, new, end, after].concat()),
        _ => Err(format!("index.html must have exactly one `{start}…{end}`.")),
    }
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
        let page = page(&index, &stage()).unwrap();
        assert!(page.contains("<base href=\"../\">"));
        assert!(page.contains("<title>6. Remember &quot;it&quot; &amp; go | Scalewalk</title>"));
        assert!(page.contains("<meta name=\"description\" content=\"What it buys.\">"));
        assert!(page.contains("<p class=\"pain\">Again, a &lt; b.</p>"));
        assert_eq!(page.matches("<h1>").count(), 1);
    }

    #[test]
    fn an_index_without_a_place_for_the_words_is_refused() {
        assert!(page("<title></title>", &stage()).unwrap_err().contains("<base"));
        assert!(replace("<b>1</b><b>2</b>", "<b>", "</b>", "3").is_err());
    }
}
