//! The text of a stage as plain HTML: what is read before the simulation has come, and where it cannot come at all.

use crate::content_compiler::ast::{Block, Inline, Knowledge, Page};

/// Text as it may stand in HTML, in an attribute too.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Head, body and further sections of a stage's text. What only a run can fill in has the number of the text.
pub fn html(page: &Page) -> String {
    let know: String = page.know.iter().map(knowledge).collect();
    format!(
        "\n<section class=\"col\"><div class=\"lede\">\n\
         <p class=\"eyebrow\"><span class=\"bignum\">{}</span><span>{}</span></p>\n\
         <h1>{}</h1>\n<p class=\"pain\">{}</p>\n</div>\n\
         <div class=\"body\"><div class=\"prose\">\n{}</div></div>\n{know}</section>\n",
        page.number,
        escape(&page.short),
        escape(&page.title),
        inlines(&page.pain),
        blocks(&page.body),
    )
}

fn knowledge(know: &Knowledge) -> String {
    format!("<section class=\"know\"><h2>{}</h2>\n{}</section>\n", escape(&know.title), blocks(&know.blocks))
}

fn blocks(all: &[Block]) -> String {
    all.iter().map(|one| block(one) + "\n").collect()
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => format!("<p>{}</p>", inlines(text)),
        Block::List(items) => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>", inlines(item))).collect();
            format!("<ul>{items}</ul>")
        }
        Block::Code { text, .. } => format!("<pre tabindex=\"0\"><code>{}</code></pre>", escape(text)),
        Block::Claim { sentence, .. } => format!("<div class=\"claim\"><p>{}</p></div>", inlines(sentence)),
    }
}

fn inlines(all: &[Inline]) -> String {
    all.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => escape(text),
        Inline::Emphasis(inner) => format!("<em>{}</em>", inlines(inner)),
        Inline::Strong(inner) => format!("<strong>{}</strong>", inlines(inner)),
        Inline::Code(text) => format!("<code>{}</code>", escape(text)),
        Inline::Term { kind, text } => format!("<span class=\"term of-{}\">{}</span>", kind.key(), escape(text)),
        Inline::Param { text, .. } | Inline::Figure { text, .. } => {
            format!("<span class=\"num\">{}</span>", escape(text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content_compiler;
    use crate::shell::root;

    fn stages() -> Vec<Page> {
        content_compiler::read(&root().join("content")).unwrap().remove(0).pages
    }

    #[test]
    fn the_whole_text_of_every_stage_is_there() {
        for page in stages() {
            let html = html(&page);
            assert_eq!(html.matches("<h1>").count(), 1);
            let claims = page.body.iter().filter(|block| matches!(block, Block::Claim { .. })).count();
            assert_eq!(html.matches("class=\"claim\"").count(), claims, "{}", page.stage);
            assert_eq!(html.matches("class=\"know\"").count(), page.know.len());
            for tag in ["p", "ul", "li", "div", "section", "span", "strong", "em", "code"] {
                let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
                let opened = html.matches(&format!("{open}>")).count() + html.matches(&format!("{open} ")).count();
                assert_eq!(opened, html.matches(&close).count(), "<{tag}> in {}", page.stage);
            }
        }
    }

    /// The characters that the typeface of the page has, as its styles say.
    fn in_the_typeface() -> impl Fn(char) -> bool {
        let styles = crate::shell::read(&root().join("www/tokens.css")).unwrap();
        let (_, ranges) = styles.split_once("unicode-range:").unwrap();
        let (ranges, _) = ranges.split_once(';').unwrap();
        let number = |text: &str| u32::from_str_radix(text, 16).unwrap();
        let ranges: Vec<(u32, u32)> = ranges
            .split(',')
            .map(|range| range.trim().trim_start_matches("U+"))
            .map(|range| range.split_once('-').unwrap_or((range, range)))
            .map(|(first, last)| (number(first), number(last)))
            .collect();
        move |c| ranges.iter().any(|(first, last)| (*first..=*last).contains(&(c as u32)))
    }

    #[test]
    fn the_typeface_has_all_letters_of_the_texts() {
        let has = in_the_typeface();
        let content = root().join("content/en");
        for file in crate::shell::files_below(&content) {
            let text = crate::shell::read(&file).unwrap();
            // Greek letters are the reader's own serif's.
            let latin = |c: &char| ('\u{a0}'..'\u{250}').contains(c);
            let lacks: String = text.chars().filter(|c| latin(c) && !has(*c)).collect();
            assert_eq!(lacks, "", "{} has letters that www/fonts/README.md says how to add", file.display());
        }
        // What numbers are written with.
        assert!("µ×·−≤…–".chars().all(has));
    }

    #[test]
    fn what_would_be_markup_is_text() {
        let text = [Inline::Text("a < b & \"c\"".into()), Inline::Code("<br>".into())];
        assert_eq!(inlines(&text), "a &lt; b &amp; &quot;c&quot;<code>&lt;br&gt;</code>");
    }
}
