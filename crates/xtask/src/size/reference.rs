//! What a page has a browser load at once.

/// The files that `html` has loaded where scripts run, as it names them: scripts, style sheets, preloads and icons.
pub fn references(html: &str) -> Vec<String> {
    let (mut files, mut scripted) = (Vec::new(), true);
    for tag in html.split('<').skip(1).map(|tag| tag.split('>').next().unwrap_or_default()) {
        match tag {
            "noscript" => scripted = false,
            "/noscript" => scripted = true,
            _ => {}
        }
        let Some((name, attributes)) = tag.split_once(char::is_whitespace).filter(|_| scripted) else { continue };
        let attribute = |name: &str| attribute(attributes, name);
        let loaded = ["stylesheet", "preload", "modulepreload", "icon"];
        match name {
            "link" if attribute("rel").is_some_and(|rel| loaded.contains(&rel)) => files.extend(attribute("href")),
            "script" => files.extend(attribute("src")),
            _ => {}
        }
    }
    files.into_iter().map(|file| file.trim_start_matches("./").to_owned()).collect()
}

/// The value of an attribute, in quotes or without.
fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (own, after) = rest.split_at(end);
        let value;
        (value, rest) = match after.strip_prefix('=') {
            None => ("", after.trim_start()),
            Some(after) => match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            },
        };
        rest = rest.trim_start();
        if own == name {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_styles_preloads_and_icons_are_loaded() {
        let html = r#"<!doctype html><base href="../"><link rel="stylesheet" href="./base.css" /><link rel=preload href=t/en.txt as=fetch crossorigin>
            <link href='app.js' crossorigin rel='modulepreload'><link rel=alternate href=other><script type="module" src="start.js"></script>
            <script>1</script><a href="elsewhere">x</a><noscript><link rel=stylesheet href=all.css></noscript><link type=image/svg+xml href=icon.svg rel=icon>"#;
        assert_eq!(references(html), ["base.css", "t/en.txt", "app.js", "start.js", "icon.svg"]);
    }

    #[test]
    fn attributes_are_read_in_all_their_forms() {
        let attributes = r#"defer  a="1 2" b=3 c='4' d="#;
        let all = ["defer", "a", "b", "c", "d", "e"].map(|name| attribute(attributes, name));
        assert_eq!(all, [Some(""), Some("1 2"), Some("3"), Some("4"), Some(""), None]);
    }
}
