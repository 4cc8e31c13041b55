//! Names that follow content: a file with such a name never changes, and may be kept by browsers for ever.

use crate::shell::{Outcome, write};
use sha2::{Digest, Sha256};
use std::path::Path;

/// Bytes of the hash that stand in a name.
const BYTES: usize = 8;

/// A hash of all `parts`, each with its length, in hexadecimal digits.
pub fn hash<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().take(BYTES).map(|byte| format!("{byte:02x}")).collect()
}

/// The name of a file with this content: `stem` is how it begins, `ending` how it ends.
pub fn name(stem: &str, ending: &str, content: &[u8]) -> String {
    format!("{stem}-{}{ending}", hash([content]))
}

/// Writes a file into the site under the name of its content, which is returned.
pub fn put(site: &Path, stem: &str, ending: &str, content: &[u8]) -> Outcome<String> {
    let name = name(stem, ending, content);
    write(&site.join(&name), content)?;
    Ok(name)
}

/// `text` with `new` wherever `old` stood, which must be somewhere.
pub fn replaced(text: &str, old: &str, new: &str) -> Outcome<String> {
    if text.contains(old) { Ok(text.replace(old, new)) } else { Err(format!("There is no `{old}` to be replaced.")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_content_alone() {
        assert_eq!(name("app", "_bg.wasm", b"a"), name("app", "_bg.wasm", b"a"));
        assert_ne!(name("app", ".js", b"a"), name("app", ".js", b"b"));
        assert!(name("app", "_bg.wasm", b"").starts_with("app-") && name("app", "_bg.wasm", b"").ends_with("_bg.wasm"));
        assert_eq!(name("a", "", b"").len(), 2 + 2 * BYTES);
    }

    #[test]
    fn the_same_bytes_in_other_parts_have_another_hash() {
        assert_ne!(hash([&b"ab"[..], b"c"]), hash([&b"a"[..], b"bc"]));
    }

    #[test]
    fn what_is_to_be_replaced_must_be_there() {
        assert_eq!(replaced("a {b} {b}", "{b}", "c").unwrap(), "a c c");
        assert!(replaced("a", "{b}", "c").unwrap_err().contains("{b}"));
    }
}
