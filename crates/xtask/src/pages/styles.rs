//! One style sheet in place of many: a browser shows nothing before the last of them has come, and one packs better.

use crate::names;
use crate::shell::{Outcome, read};
use std::path::Path;

/// Joins the style sheets that `page` asks for, in their order, and removes them from the site. Gives the page that asks
/// for the one.
pub fn joined(site: &Path, page: &str) -> Outcome<String> {
    let (mut rest, mut before, mut styles, mut place) = (page, String::new(), String::new(), None);
    while let Some((text, tag, after)) = next_link(rest) {
        before += text;
        rest = after;
        let Some(file) = style_sheet(tag) else {
            before += tag;
            continue;
        };
        place.get_or_insert(before.len());
        let file = site.join(file.trim_start_matches("./"));
        styles += &read(&file)?;
        styles += "\n";
        std::fs::remove_file(&file).map_err(|error| format!("Cannot remove {}: {error}.", file.display()))?;
    }
    let place = place.ok_or("index.html asks for no style sheet.")?;
    let name = names::put(site, "styles", ".css", styles.as_bytes())?;
    let (head, foot) = before.split_at(place);
    Ok(format!("{head}<link href=\"{name}\" rel=\"stylesheet\">{foot}{rest}"))
}

/// What stands before the next link, its tag, and what follows.
fn next_link(html: &str) -> Option<(&str, &str, &str)> {
    let start = html.find("<link")?;
    let end = start + html[start..].find('>')? + 1;
    Some((&html[..start], &html[start..end], &html[end..]))
}

/// The file of a link to a style sheet.
fn style_sheet(tag: &str) -> Option<&str> {
    let value = |name: &str| {
        let (_, value) = tag.split_once(&format!(" {name}="))?;
        value.split(['"', '\'', ' ', '>']).find(|part| !part.is_empty())
    };
    value("href").filter(|_| value("rel") == Some("stylesheet"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::write;

    #[test]
    fn sheets_are_joined_in_their_order() {
        let site = std::env::temp_dir().join(format!("xtask-styles-{}", std::process::id()));
        write(&site.join("a-1.css"), "a{}").unwrap();
        write(&site.join("b-2.css"), "b{}").unwrap();
        let page = r#"<link rel=icon href=i.svg><link href=./a-1.css rel=stylesheet><link rel="stylesheet" href="b-2.css"><link href=x rel=preload><p>"#;
        let joined = joined(&site, page).unwrap();
        let name = names::name("styles", ".css", b"a{}\nb{}\n");
        assert_eq!(
            joined,
            format!(r#"<link rel=icon href=i.svg><link href="{name}" rel="stylesheet"><link href=x rel=preload><p>"#)
        );
        assert_eq!(read(&site.join(&name)).unwrap(), "a{}\nb{}\n");
        assert!(!site.join("a-1.css").exists() && !site.join("b-2.css").exists());
        std::fs::remove_dir_all(site).unwrap();
    }

    #[test]
    fn a_page_without_styles_is_refused() {
        assert!(joined(Path::new("."), "<p>").unwrap_err().contains("no style sheet"));
    }
}
