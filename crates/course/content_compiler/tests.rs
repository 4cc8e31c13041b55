//! What is read, and what is refused and how.

use super::ast::{Block, Inline, Language, Page};
use super::error::ContentError;
use super::vocabulary::Term;
use super::{compile, emit, messages, page, translation};

const FRONT: &str =
    "+++\nnumber = 6\nshort = \"Cache\"\ntitle = \"Remember\"\npain = \"Again.\"\ndescription = \"It keeps.\"\n+++\n";

fn parse(markdown: &str) -> Result<Page, ContentError> {
    page::parse("cache.md", "cache", &format!("{FRONT}{markdown}"))
}

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

/// The error of a page, as the build prints it.
fn refused(markdown: &str) -> String {
    parse(markdown).expect_err(markdown).to_string()
}

#[track_caller]
fn assert_names(error: &str, parts: &[&str]) {
    for part in parts {
        assert!(error.contains(part), "`{part}` is missing in: {error}");
    }
}

#[test]
fn a_page_is_read() {
    let page = parse(
        "A [read](term:read) lives [60 s](param:cache.ttl)\nor *so*.\n\n> **cache.faster** It is **fast**.\n\n- a\n- `b`\n\n\
         ## Walk: hit — A hit\n\n- **ask-dns** It asks.\n\n- **end** [It](figure:cost) ends.\n\n```json\n{}\n```\n\n\
         ## Know: More\n\nText.\n\n## Try: guess — Guess\n\nFirst.\n\n- **one** Why.\n",
    )
    .unwrap();
    assert_eq!((page.number, page.stage.as_str(), page.short.as_str()), (6, "cache", "Cache"));
    assert_eq!(page.pain, [text("Again.")]);
    let Block::Paragraph(first) = &page.body[0] else { panic!("{:?}", page.body) };
    assert_eq!(first[1], Inline::Term { kind: Term::Read, text: "read".into() });
    assert_eq!(first[3], Inline::Param { lane: None, id: "cache.ttl".into(), text: "60\u{a0}s".into() });
    assert_eq!(first[4], text(" or "));
    assert_eq!(first[5], Inline::Emphasis(vec![text("so")]));
    let Block::Claim { id, sentence } = &page.body[1] else { panic!("{:?}", page.body) };
    assert_eq!(id, "cache.faster");
    assert_eq!(sentence[0], text("It is "));
    assert_eq!(page.body[2], Block::List(vec![vec![text("a")], vec![Inline::Code("b".into())]]));
    let walk = &page.walks[0];
    assert_eq!((walk.id.as_str(), walk.title.as_str()), ("hit", "A hit"));
    assert_eq!(walk.hops[0], ("ask-dns".into(), vec![text("It asks.")]));
    assert_eq!(walk.hops[1].0, "end");
    assert_eq!(walk.extra, [Block::Code { lang: "json".into(), text: "{}\n".into() }]);
    assert_eq!(page.know[0].title, "More");
    assert_eq!(page.tries[0].items[0], ("one".into(), vec![text("Why.")]));
    assert_eq!(page.claims, [("cache.faster".into(), 11)]);
}

#[test]
fn a_parameter_may_name_its_lane() {
    let page = parse("[4](param:a.web.cores) [4](param:b.web.cores)").unwrap();
    let Block::Paragraph(text) = &page.body[0] else { panic!("{:?}", page.body) };
    let lanes: Vec<_> = text
        .iter()
        .filter_map(|inline| match inline {
            Inline::Param { lane, id, .. } => Some((*lane, id.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(lanes, [(Some(0), "web.cores"), (Some(1), "web.cores")]);
}

#[test]
fn numbers_keep_their_units() {
    let page = parse("Wait 5 ms or 24 TB, 90 %, 3 models, 1 second.").unwrap();
    let expected = "Wait 5\u{a0}ms or 24\u{a0}TB, 90\u{a0}%, 3 models, 1 second.";
    assert_eq!(page.body, [Block::Paragraph(vec![text(expected)])]);
}

#[test]
fn an_error_names_file_line_what_and_what_is_allowed() {
    assert_names(&refused("Text.\n\nA [read](term:reed)."), &["cache.md:10: ", "`reed`", "read, write, answer"]);
    assert_names(&refused("[a](https://example.org)"), &["cache.md:8: ", "`https://", "term:…, param:…, figure:…"]);
    assert_names(&refused("[a](figure:speed)"), &["`speed`", "latency.p99"]);
    assert_names(&refused("[a](param:Cache.TTL)"), &["`Cache.TTL`", "param:dns.ttl"]);
    assert_names(
        &refused("A.\n\n## Walk: hit — Hit\n\n- **fly** It flies."),
        &["cache.md:12: ", "`fly`", "ask-dns", "end"],
    );
    assert_names(&refused("A.\n\n## Walks"), &["cache.md:10: ", "`Walks`", "## Know: A title"]);
    assert_names(&refused("A.\n\n## Walk: hit"), &["cache.md:10: ", "## Walk: an-id — A title"]);
    assert_names(&refused("A.\n\n## Walk: hit — Hit\n\n- It asks."), &["cache.md:12: ", "**the-key**"]);
    assert_names(&refused("A.\n\n## Walk: hit — Hit\n\nA."), &["cache.md:10: ", "no hops"]);
    assert_names(&refused("# Title"), &["cache.md:8: ", "`## ` headings"]);
    assert_names(&refused("1. One"), &["cache.md:8: ", "lists with `-`"]);
    assert_names(&refused("- a\n  - b"), &["cache.md:9: ", "one-level"]);
    assert_names(&refused("A <b>b</b>."), &["cache.md:8: ", "HTML"]);
    assert_names(&refused("> A quotation."), &["cache.md:8: ", "**stage.claim-name**"]);
    assert_names(&refused("> **a.b** C.\n>\n> D."), &["cache.md:8: ", "one paragraph"]);
    assert_names(&refused("## Know: All\n\nA."), &["cache.md: ", "no text"]);
}

#[test]
fn nothing_stands_twice() {
    assert_names(&refused("> **a.b** C.\n\n> **a.b** D."), &["cache.md:10: ", "`a.b`", "line 8"]);
    let walk = "## Walk: hit — Hit\n\n- **send** A.\n\n";
    assert_names(&refused(&format!("A.\n\n{walk}{walk}")), &["cache.md:14: ", "`hit`"]);
    assert_names(&refused("A.\n\n## Try: t — T\n\n- **a** A.\n- **a** B."), &["cache.md:13: ", "`a`"]);
}

#[test]
fn front_matter_is_complete_and_known() {
    let error = |front: &str| page::parse("cache.md", "cache", front).expect_err(front).to_string();
    assert_names(&error("Text."), &["cache.md:1: ", "+++"]);
    assert_names(&error(&FRONT.replace("short", "brief")), &["`brief`", "number, short, title"]);
    assert_names(&error(&FRONT.replace("short = \"Cache\"\n", "")), &["`short"]);
    assert_names(&error(&FRONT.replace("= 6", "= 0")), &["number = 0"]);
    assert_names(&error(&FRONT.replace("\"Cache\"", "Cache")), &["cache.md:3: "]);
}

const MESSAGES: &str =
    "play = \"Play\"\n[language]\nname = \"English\"\ndir = \"ltr\"\n[cause]\nqueue_full = \"{n} too many\"\n";

fn language(code: &str, messages: &str, pages: Vec<Page>) -> Language {
    let found = messages::parse("messages.toml", messages).unwrap();
    let (file, code) = ("messages.toml".to_owned(), code.to_owned());
    Language { file, code, name: found.name, dir: found.dir, messages: found.messages, pages }
}

#[test]
fn messages_are_flattened() {
    let english = language("en", MESSAGES, Vec::new());
    let expected = [("cause_queue_full", "{n} too many"), ("play", "Play")];
    assert_eq!(english.messages, expected.map(|(key, text)| (key.to_owned(), text.to_owned())));
}

#[test]
fn bad_messages_are_refused() {
    let error = |text: &str| messages::parse("messages.toml", text).expect_err(text).to_string();
    assert_names(&error("play = \"Play\""), &["[language]"]);
    assert_names(&error(&MESSAGES.replace("ltr", "down")), &["down", "ltr, rtl"]);
    assert_names(&error(&MESSAGES.replace("play", "Play")), &["`Play`", "snake_case"]);
    assert_names(&error(&MESSAGES.replace("play", "loop")), &["`loop`", "keyword"]);
    assert_names(&error(&MESSAGES.replace("\"Play\"", "1")), &["`play`", "string"]);
    assert_names(&error(&MESSAGES.replace("play", "cause_queue_full")), &["two messages"]);
    assert_names(&error("a = 1\nb = = 2"), &["messages.toml:2: "]);
}

#[test]
fn what_is_not_translated_is_english() {
    let english = language("en", MESSAGES, vec![parse("Text.").unwrap()]);
    let german = language("de", &MESSAGES.replace("play = \"Play\"", ""), Vec::new());
    assert_eq!(translation::check(&english, &german), []);
    let source = emit::source(&english, &[german]);
    assert_eq!(source.matches("title: \"Remember\"").count(), 2);
    for code in ["en", "de"] {
        let text = source.lines().find(|line| line.contains(&format!("({code:?}, \"cache\", "))).unwrap();
        assert_names(text, &["cache\\nen\\n", "Text."]);
    }
    assert_eq!(source.matches("play: \"Play\"").count(), 2);
}

#[test]
fn a_translation_keeps_claims_walks_and_placeholders() {
    let english = language("en", MESSAGES, vec![parse("> **a.b** C.\n\n## Walk: w — W\n\n- **send** A.").unwrap()]);
    let mut stray = parse("Text.").unwrap();
    stray.stage = "stray".into();
    let messages = MESSAGES.replace("{n}", "{m}").replace("play", "plya");
    let german = language("de", &messages, vec![parse("Text.").unwrap(), stray]);
    let errors = translation::check(&english, &german);
    let all = errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert_names(&all, &["`cause_queue_full`", "{n}", "`plya`", "claims", "a.b", "w/send", "`stray`"]);
    assert_eq!(errors.len(), 5);
}

#[test]
fn a_folder_is_read_whole_and_all_its_errors_are_told() {
    let folder = std::env::temp_dir().join(format!("scalewalk-content-{}", std::process::id()));
    let english = folder.join("en");
    std::fs::create_dir_all(&english).unwrap();
    let put = |name: &str, text: &str| std::fs::write(english.join(name), text).unwrap();
    put("messages.toml", MESSAGES);
    put("one.md", &format!("{FRONT}> **a.b** C."));
    put("two.md", &format!("{FRONT}> **a.b** C."));
    put("Notes.txt", "");
    let errors = compile(&folder).expect_err("three mistakes");
    let all = errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    std::fs::remove_dir_all(&folder).unwrap();
    assert_names(
        &all,
        &["content/en/Notes.txt: ", "content/en/two.md: number = 6", "content/en/two.md:8: the claim `a.b`"],
    );
    assert!(compile(&folder).is_err(), "no folder, no content");
}
