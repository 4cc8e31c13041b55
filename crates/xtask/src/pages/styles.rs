//! Two style sheets in place of many: a browser shows nothing before the last of those that a page asks for has come, and one packs
//! better. The second comes with the code that no first picture needs.

use crate::names;
use crate::shell::{Outcome, read};
use std::path::Path;

/// A page and the sheets it is left with.
#[derive(Debug, PartialEq, Eq)]
pub struct Styled {
    /// The page, which asks for the first sheet.
    pub page: String,
    /// The name of the second.
    pub later: String,
}

/// Joins the style sheets that `page` asks for, in their order, and removes them from the site. Those with `data-later` make the
/// second sheet.
pub fn joined(site: &Path, page: &str) -> Outcome<Styled> {
    let (mut rest, mut before, mut place) = (page, String::new(), None);
    let (mut now, mut later) = (String::new(), String::new());
    while let Some((text, tag, after)) = next_link(rest) {
        before += text;
        rest = after;
        let Some(file) = style_sheet(tag) else {
            before += tag;
            continue;
        };
        place.get_or_insert(before.len());
        let styles = if tag.contains(" data-later") { &mut later } else { &mut now };
        let file = site.join(file.trim_start_matches("./"));
        *styles += &read(&file)?;
        *styles += "\n";
        std::fs::remove_file(&file).map_err(|error| format!("Cannot remove {}: {error}.", file.display()))?;
    }
    let place = place.ok_or("index.html asks for no style sheet.")?;
    let name = names::put(site, "styles", ".css", now.as_bytes())?;
    let later = names::put(site, "styles", ".css", later.as_bytes())?;
    let (head, foot) = before.split_at(place);
    Ok(Styled { page: format!("{head}<link href=\"{name}\" rel=\"stylesheet\">{foot}{rest}"), later })
}

/// What stands before the next link, its tag, and what follows.
fn next_link(html: &str) -> Option<(&str, &str, &str)> {
    let start = html.find("<link")?;
    let end = start + html[start..].find('>')? + 1;
    Some((&html[..start], &html[start..end], &html[end..]))
}

/// The file of a link to a style sheet, unless its name is still to be filled in.
fn style_sheet(tag: &str) -> Option<&str> {
    let value = |name: &str| {
        let (_, value) = tag.split_once(&format!(" {name}="))?;
        value.split(['"', '\'', ' ', '>']).find(|part| !part.is_empty())
    };
    value("href").filter(|file| value("rel") == Some("stylesheet") && !file.starts_with('{'))
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
        write(&site.join("c-3.css"), "c{}").unwrap();
        let page = r#"<link rel=icon href=i.svg><link href=./a-1.css rel=stylesheet><link data-later rel=stylesheet href=c-3.css><link rel="stylesheet" href="b-2.css"><link href=x rel=preload><link rel="stylesheet" href="{it}"><p>"#;
        let styled = joined(&site, page).unwrap();
        let name = names::name("styles", ".css", b"a{}\nb{}\n");
        let page = format!(
            r#"<link rel=icon href=i.svg><link href="{name}" rel="stylesheet"><link href=x rel=preload><link rel="stylesheet" href="{{it}}"><p>"#
        );
        let later = names::name("styles", ".css", b"c{}\n");
        assert_eq!(styled, Styled { page, later });
        assert_eq!(read(&site.join(&name)).unwrap(), "a{}\nb{}\n");
        assert_eq!(read(&site.join(&styled.later)).unwrap(), "c{}\n");
        assert!(["a-1.css", "b-2.css", "c-3.css"].iter().all(|file| !site.join(file).exists()));
        std::fs::remove_dir_all(site).unwrap();
    }

    #[test]
    fn a_page_without_styles_is_refused() {
        assert!(joined(Path::new("."), "<p>").unwrap_err().contains("no style sheet"));
    }
}
