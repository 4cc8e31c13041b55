//! The texts of the stages, a file for each and for each language.

use crate::content_compiler::ast::Language;
use crate::content_compiler::{emit, prose};
use crate::names;
use crate::shell::{Outcome, write};
use std::path::Path;

/// Writes all texts into one folder of the site, which is returned. Its name follows all of them: the page knows one name, and
/// pages of different days read the same language.
pub fn put(site: &Path, base: &Language, languages: &[Language]) -> Outcome<String> {
    let mut texts = Vec::new();
    for language in languages {
        for (page, written_in) in emit::pages(base, language) {
            texts.push((format!("{}/{}.txt", page.stage, language.code), prose::text(page, written_in)));
        }
    }
    let folder =
        format!("text-{}", names::hash(texts.iter().flat_map(|(file, text)| [file.as_bytes(), text.as_bytes()])));
    for (file, text) in texts {
        write(&site.join(&folder).join(file), text)?;
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content_compiler;
    use crate::shell::{read, root};

    #[test]
    fn each_stage_has_its_text_in_a_folder_of_its_content() {
        let languages = content_compiler::read(&root().join("content")).unwrap();
        let mut others = languages.clone();
        others[0].code = "xx".into();
        let site = std::env::temp_dir().join(format!("xtask-texts-{}", std::process::id()));
        let folder = put(&site, &languages[0], &languages).unwrap();
        let other = put(&site, &others[0], &others).unwrap();
        let text = read(&site.join(&folder).join("single-server/en.txt")).unwrap();
        let all = crate::shell::files_below(&site.join(&folder)).len();
        std::fs::remove_dir_all(&site).unwrap();
        assert!(text.starts_with("single-server\nen\n"));
        assert_eq!(all, languages.len() * languages[0].pages.len());
        assert_ne!(folder, other);
    }
}
