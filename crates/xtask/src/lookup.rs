//! From an address to a file: the rules of a plain static host.

use std::path::{Path, PathBuf};

/// What stands at an address.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A file.
    File(PathBuf),
    /// A folder, which has an address of its own.
    Elsewhere(String),
    /// Nothing.
    Nothing,
}

/// Looks an address up in `dist`, which may also be meant with the path `under` before it.
pub fn find(dist: &Path, under: Option<&str>, url: &str) -> Found {
    let (path, query) = url.split_once('?').map_or((url, None), |(path, query)| (path, Some(query)));
    let Some(decoded) = decode(path) else {
        return Found::Nothing;
    };
    let inner = decoded.trim_start_matches('/');
    let below = under.and_then(|under| inner.strip_prefix(under));
    let inner = below.filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(inner);
    let mut file = dist.to_path_buf();
    for part in inner.split('/').filter(|part| !part.is_empty()) {
        // No way up, no hidden files, and nothing another system takes for a separator or a drive.
        if part.starts_with('.') || part.contains(['\\', ':', '\0']) {
            return Found::Nothing;
        }
        file.push(part);
    }
    if file.is_dir() {
        if !decoded.ends_with('/') {
            let query = query.map(|query| format!("?{query}")).unwrap_or_default();
            // One slash at its head: two would name another host.
            return Found::Elsewhere(format!("/{}/{query}", path.trim_matches('/')));
        }
        file.push("index.html");
    }
    if file.is_file() { Found::File(file) } else { Found::Nothing }
}

/// Undoes percent-encoding.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            u8::try_from(digit(rest.next()?)? * 16 + digit(rest.next()?)?).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

/// The media type of a file, by its ending.
pub fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::write;

    /// A small site in a folder of its own.
    fn site(name: &str) -> PathBuf {
        let site = std::env::temp_dir().join(format!("xtask-lookup-{name}-{}", std::process::id()));
        for file in ["index.html", "cache/index.html", "app.wasm", ".built"] {
            write(&site.join(file), file).unwrap();
        }
        site
    }

    #[test]
    fn folders_and_files_are_found_at_both_places() {
        let site = site("find");
        for before in ["", "/some/deep"] {
            let at = |path: &str| find(&site, Some("some/deep"), &format!("{before}{path}"));
            assert_eq!(at("/"), Found::File(site.join("index.html")));
            assert_eq!(at("/cache/?embed=1"), Found::File(site.join("cache/index.html")));
            assert_eq!(at("/cache?embed=1"), Found::Elsewhere(format!("{before}/cache/?embed=1")));
            assert_eq!(at("/app%2Ewasm"), Found::File(site.join("app.wasm")));
            assert_eq!(at("/none/"), Found::Nothing);
        }
        assert_eq!(find(&site, Some("some/deep"), "/some/deepest/"), Found::Nothing);
        std::fs::remove_dir_all(site).unwrap();
    }

    #[test]
    fn nothing_outside_is_found() {
        let site = site("outside");
        for path in
            ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/cache/../../x", "/.built", "/..%5cx", "/%00", "/%zz", "/%f"]
        {
            assert_eq!(find(&site, None, path), Found::Nothing, "{path}");
        }
        assert_eq!(find(&site, None, "//cache"), Found::Elsewhere("/cache/".into()));
        std::fs::remove_dir_all(site).unwrap();
    }
}
