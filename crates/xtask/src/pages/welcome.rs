//! The start page: what this is, and a map of the stages. It is plain HTML; a link leads to the simulation.

use super::first;
use super::stage::STAGE;
use crate::content_compiler::ast::{Block, Inline, Language, Page};
use crate::names::{self, replaced};
use crate::shell::{Outcome, read, root};
use crate::split::minify;
use crate::static_text::escape;
use std::path::Path;

/// Words that a reader takes in a minute, claims and machines looked at included.
const WORDS_A_MINUTE: usize = 160;
/// Minutes for a request followed from hop to hop, and for an experiment.
const WALK_MINUTES: usize = 1;
const EXPERIMENT_MINUTES: usize = 3;
/// The users of a whole bar.
const WHOLE_BAR: f64 = 120e6;

/// The sign of the project, as in the header of a stage.
const MARK: &str = r#"<svg viewBox="0 0 26 16" aria-hidden="true"><path d="M1 15h6v-4.5h6V6h6V1.5h6"/><circle cx="3.6" cy="11.4" r="2.3"/></svg>"#;

/// Puts the page's own script into the site; returns its name.
pub fn put(site: &Path, work: &Path) -> Outcome<String> {
    let small = work.join("welcome-small.js");
    minify(&["--format=esm"], &root().join("www/welcome.js"), &small)?;
    names::put(site, "welcome", ".js", read(&small)?.as_bytes())
}

/// The start page, made from the built `index.html`: `build` tells this build from others, `script` is the page's own.
pub fn page(index: &str, language: &Language, build: &str, script: &str) -> Outcome<String> {
    let first = language.pages.first().ok_or("There are no stages.")?;
    let own = first::own_keys();
    let filled = [
        ("{here}", first::NONE),
        ("{own}", own.as_str()),
        (STAGE, first.stage.as_str()),
        ("{now_module}", "prefetch"),
        ("{now}", "prefetch"),
        ("{start}", script),
    ];
    let page = filled.iter().try_fold(index.to_owned(), |page, (place, text)| {
        replaced(&page, place, text).map_err(|error| format!("index.html: {error}"))
    })?;
    let (head, main) = page.split_once("<main ").ok_or("index.html must have a `<main`.")?;
    let (_, after) = main.split_once("</main>").ok_or("index.html must have a `</main>`.")?;
    Ok(format!("{head}<main id=\"static\" class=\"page welcome\">{}</main>{after}", words(language, build)?))
}

fn words(language: &Language, build: &str) -> Outcome<String> {
    let say = |key: &str| -> Outcome<String> {
        let message = language.messages.iter().find(|(own, _)| own == key);
        message.map(|(_, text)| escape(text)).ok_or_else(|| format!("{} lacks the message {key}.", language.file))
    };
    let rungs = read(&root().join("crates/course/src/ladder/rungs.txt"))?;
    let (minutes, users) = (say("welcome_minutes")?, say("welcome_users")?);
    let entry = |page: &Page| -> Outcome<String> {
        let served = served(&rungs, &page.stage)?;
        Ok(format!(
            "<li><a href=\"{}/\"><span class=\"n\">{}</span> <b>{}</b></a>\
             <span class=\"min num\">{}</span><p>{}</p>\
             <svg class=\"served\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{}\"><rect width=\"{:.1}\" height=\"4\"/></svg>\
             <span class=\"users num\" aria-hidden=\"true\">{}</span></li>\n",
            page.stage,
            page.number,
            escape(&page.title),
            minutes.replace("{n}", &time(page).to_string()),
            escape(&page.description),
            users.replace("{n}", &millions(served)),
            100.0 * (served / WHOLE_BAR).min(1.0),
            users.replace("{n}", &millions(served)),
        ))
    };
    let way = language.pages.iter().map(entry).collect::<Outcome<String>>()?;
    let first = language.pages.first().ok_or("There are no stages.")?;
    let source = env!("CARGO_PKG_REPOSITORY");
    let about = say("about_text")?.replace("{version}", env!("CARGO_PKG_VERSION")).replace("{build}", build);
    Ok(format!(
        "\n<section class=\"col\"><p class=\"mark\">{mark}{site}</p>\n\
         <div class=\"lede\">\n<h1>{title}</h1>\n<p class=\"pain\">{lede}</p>\n</div>\n\
         <div class=\"body\"><p>{honest}</p>\n\
         <p class=\"begin\"><a class=\"primary\" href=\"{stage}/\">{begin} {name}</a>\n\
         <a class=\"plain\" id=\"go-on\" href=\"{stage}/\" hidden>{go_on} <span></span></a></p>\n\
         <p class=\"hint\">{keys}</p></div>\n</section>\n\
         <section class=\"col way\"><h2>{way_title}</h2>\n<p class=\"hint\">{way_hint}</p>\n<ol>\n{way}</ol>\n\
         <a class=\"next-end\" href=\"millions/?level=1\"><b>{challenge}</b></a>\n\
         <footer class=\"about\"><p>{about}</p>\n<p><a href=\"licences.txt\">{licences}</a> <a href=\"{source}\">{source_name}</a>\n\
         <a href=\"{source}/issues/new\">{report}</a>\n<button class=\"quiet\" id=\"forget\" type=\"button\">{forget}</button>\n\
         <span id=\"forgotten\" role=\"status\" hidden>{forgotten}</span></p></footer>\n</section>\n",
        mark = MARK,
        site = say("site")?,
        title = say("welcome_title")?,
        lede = say("welcome_lede")?,
        honest = say("welcome_honest")?,
        begin = say("welcome_begin")?,
        stage = first.stage,
        name = escape(&first.title),
        go_on = say("welcome_go_on")?,
        keys = say("welcome_keys")?,
        licences = say("about_licences")?,
        source_name = say("about_source")?,
        report = say("about_report")?,
        forget = say("about_forget")?,
        forgotten = say("about_forgotten")?,
        way_title = say("welcome_way")?.replace("{n}", &language.pages.len().to_string()),
        way_hint = say("welcome_way_hint")?,
        challenge = say("welcome_challenge")?,
    ))
}

/// How many users a stage serves, as the ladder found.
fn served(rungs: &str, stage: &str) -> Outcome<f64> {
    let mut rungs = rungs.lines().map(|line| line.split_whitespace());
    let users = rungs.find_map(|mut words| if words.next()? == stage { words.next()?.parse().ok() } else { None });
    users.ok_or_else(|| format!("The ladder has no rung for {stage}."))
}

fn millions(users: f64) -> String {
    format!("{}", (users / 1e5).round() / 10.0)
}

/// How many minutes a stage takes, in fives.
fn time(page: &Page) -> usize {
    let know = page.know.iter().flat_map(|know| &know.blocks);
    let tries = page.tries.iter().flat_map(|one| &one.intro);
    let words = of_line(&page.pain) + page.body.iter().chain(know).chain(tries).map(of_block).sum::<usize>();
    let minutes =
        words.div_ceil(WORDS_A_MINUTE) + WALK_MINUTES * page.walks.len() + EXPERIMENT_MINUTES * page.tries.len();
    minutes.div_ceil(5) * 5
}

fn of_block(block: &Block) -> usize {
    match block {
        Block::Paragraph(line) | Block::Claim { sentence: line, .. } => of_line(line),
        Block::List(items) => items.iter().map(|item| of_line(item)).sum(),
        Block::Code { text, .. } => text.split_whitespace().count(),
    }
}

fn of_line(line: &[Inline]) -> usize {
    line.iter().map(of_inline).sum()
}

fn of_inline(inline: &Inline) -> usize {
    match inline {
        Inline::Text(text)
        | Inline::Code(text)
        | Inline::Term { text, .. }
        | Inline::Param { text, .. }
        | Inline::Figure { text, .. } => text.split_whitespace().count(),
        Inline::Emphasis(inner) | Inline::Strong(inner) => of_line(inner),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content_compiler;

    #[test]
    fn the_start_page_has_a_way_to_each_stage() {
        let index = read(&root().join("index.html")).unwrap();
        let language = content_compiler::read(&root().join("content")).unwrap().remove(0);
        let page = page(&index, &language, "0a1b2c", "welcome.js").unwrap();
        for stage in &language.pages {
            assert!(page.contains(&format!("<li><a href=\"{}/\">", stage.stage)), "{}", stage.stage);
            assert!((5..=60).contains(&time(stage)), "{}: {}", stage.stage, time(stage));
        }
        assert!(page.contains("build 0a1b2c") && page.contains("src=\"welcome.js\"") && !page.contains("{here}"));
        // What speaks to the simulation leads to it.
        assert!(page.contains(",cache.ttl,") && page.contains(",embed,"));
    }

    #[test]
    fn users_are_read_from_the_ladder() {
        assert_eq!(served("a 5 web\ncdn 24000000 database\n", "cdn").unwrap(), 24e6);
        assert!(served("a 5 web\n", "cdn").unwrap_err().contains("cdn"));
        assert_eq!((millions(24e6).as_str(), millions(1.1e6).as_str()), ("24", "1.1"));
    }
}
