//! The files of a site by when they are loaded.

use super::file::Figures;
use super::reference::references;
use super::{Part, sum};
use crate::shell::{Outcome, files_below, read};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What page, text and code consist of. Notices and the like are loaded by those who want to read them.
const ENDINGS: [&str; 7] = ["html", "css", "js", "wasm", "svg", "woff2", "txt"];
/// How the folder of the texts begins; other text files are no part of the page.
const TEXTS: &str = "text-";

/// The files of a site, with their bytes as hosts send them.
#[derive(Debug)]
pub struct Sizes {
    files: BTreeMap<String, u64>,
    /// The stages, and what each loads first.
    stages: Vec<(String, BTreeSet<String>)>,
}

impl Sizes {
    /// Reads the site in `dist`.
    pub fn of(dist: &Path) -> Outcome<Self> {
        let (mut files, mut stages) = (BTreeMap::new(), Vec::new());
        for file in files_below(dist) {
            let name = file.strip_prefix(dist).unwrap_or(&file).to_string_lossy().replace('\\', "/");
            let ending = name.rsplit('.').next().unwrap_or_default();
            // While Trunk builds, and after a build that failed, there is half a site in a hidden folder.
            let hidden = name.split('/').any(|part| part.starts_with('.'));
            if hidden || !ENDINGS.contains(&ending) || (ending == "txt" && !name.starts_with(TEXTS)) {
                continue;
            }
            let bytes = bytes_of(&file)?;
            if let Some((stage, "index.html")) = name.rsplit_once('/') {
                let mut first: BTreeSet<String> = references(&read(&file)?).into_iter().collect();
                first.insert(name.clone());
                stages.push((stage.to_owned(), first));
            }
            // Typefaces are compressed already.
            let bytes = if ending == "woff2" { bytes.len() as u64 } else { packed(&bytes)? };
            files.insert(name, bytes);
        }
        // The styles ask for these; some of them are preloaded.
        let core: Vec<String> = files.keys().filter(|name| name.ends_with(".woff2")).cloned().collect();
        for (stage, first) in &mut stages {
            first.extend(core.iter().cloned());
            if let Some(missing) = first.iter().find(|name| !files.contains_key(*name)) {
                return Err(format!("The page of {stage} has {missing} loaded, which is not there."));
            }
        }
        Ok(Self { files, stages })
    }

    /// What the stage that loads most loads first, the largest file before the others.
    pub fn first(&self) -> Vec<Part> {
        let most = self.stages.iter().max_by_key(|(_, first)| sum(&self.parts(first)));
        most.map(|(_, first)| self.parts(first)).unwrap_or_default()
    }

    /// What all stages load first.
    pub fn shared(&self) -> Vec<Part> {
        let mut sets = self.stages.iter().map(|(_, first)| first);
        let first = sets.next().cloned().unwrap_or_default();
        self.parts(&sets.fold(first, |all, set| &all & set))
    }

    /// The stages, and how much each loads first.
    pub fn stages(&self) -> impl Iterator<Item = (&str, u64)> {
        self.stages.iter().map(|(stage, first)| (stage.as_str(), sum(&self.parts(first))))
    }

    /// What no stage loads first.
    pub fn later(&self) -> Vec<Part> {
        let first: BTreeSet<&String> = self.stages.iter().flat_map(|(_, first)| first).collect();
        self.parts(self.files.keys().filter(|name| !first.contains(name) && !name.ends_with(".html")))
    }

    /// The figures that are held.
    pub fn figures(&self) -> Figures {
        Figures {
            first_load: sum(&self.first()),
            largest_later: self.later().first().map_or(0, |(_, bytes)| *bytes),
            everything: self.everything(),
        }
    }

    /// All that one reader can come to load: any page, the texts of one language, and every other file.
    fn everything(&self) -> u64 {
        let (mut page, mut texts, mut others) = (0, BTreeMap::<&str, u64>::new(), 0);
        for (name, bytes) in &self.files {
            match name.rsplit_once('.') {
                Some((_, "html")) => page = page.max(*bytes),
                Some((text, "txt")) => *texts.entry(text.rsplit('/').next().unwrap_or(text)).or_default() += bytes,
                _ => others += bytes,
            }
        }
        page + texts.into_values().max().unwrap_or(0) + others
    }

    fn parts<'n>(&self, names: impl IntoIterator<Item = &'n String>) -> Vec<Part> {
        let mut parts: Vec<Part> =
            names.into_iter().filter_map(|name| Some((name.clone(), *self.files.get(name)?))).collect();
        parts.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
        parts
    }
}

/// The bytes of a file.
pub fn bytes_of(file: &Path) -> Outcome<Vec<u8>> {
    std::fs::read(file).map_err(|error| format!("Cannot read {}: {error}.", file.display()))
}

/// The length as hosts send it.
fn packed(bytes: &[u8]) -> Outcome<u64> {
    compressed(bytes).map(|packed| packed.len() as u64)
}

/// The bytes as hosts send them: Brotli, at its best.
pub fn compressed(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)
        .map_err(|error| format!("Cannot compress: {error}."))?;
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::write;

    fn site(name: &str, files: &[(&str, &str)]) -> Outcome<Sizes> {
        let dist = std::env::temp_dir().join(format!("xtask-size-{name}-{}", std::process::id()));
        for (file, content) in files {
            write(&dist.join(file), content).unwrap();
        }
        let sizes = Sizes::of(&dist);
        std::fs::remove_dir_all(&dist).unwrap();
        sizes
    }

    #[test]
    fn files_are_told_apart_by_when_they_are_loaded() {
        let many = "a".repeat(1000);
        let page = |stage: &str| format!("<link rel=preload href=text-1/{stage}/en.txt><script src=app.js></script>");
        let sizes = site(
            "when",
            &[
                ("index.html", "<p>"),
                ("cache/index.html", &page("cache")),
                ("cdn/index.html", &(page("cdn") + "<p>a longer page")),
                ("text-1/cache/en.txt", "a text"),
                ("text-1/cdn/en.txt", "a longer text"),
                ("text-1/cdn/de.txt", "t"),
                ("fonts/core.woff2", &many),
                ("fonts/OFL.txt", &many),
                ("app.js", &many),
                ("part.wasm", "code"),
                ("licences.txt", &many),
                (".stage/app.js", &many),
            ],
        )
        .unwrap();
        let names = |parts: Vec<Part>| parts.into_iter().map(|(name, _)| name).collect::<BTreeSet<_>>();
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(names(sizes.first()), set(&["app.js", "cdn/index.html", "fonts/core.woff2", "text-1/cdn/en.txt"]));
        assert_eq!(sizes.first()[0], ("fonts/core.woff2".to_owned(), 1000));
        assert_eq!(names(sizes.shared()), set(&["app.js", "fonts/core.woff2"]));
        assert_eq!(names(sizes.later()), set(&["part.wasm", "text-1/cdn/de.txt"]));
        let figures = sizes.figures();
        assert_eq!(figures.largest_later, packed(b"code").unwrap());
        assert!((1000..1300).contains(&figures.everything), "{figures:?}");
        assert_eq!(figures.first_load, sizes.stages().map(|(_, bytes)| bytes).max().unwrap());
    }

    #[test]
    fn a_page_that_has_something_loaded_that_is_not_there_is_refused() {
        let sizes = site("lacks", &[("cache/index.html", "<script src=gone.js></script>")]);
        assert!(sizes.unwrap_err().contains("gone.js"));
    }
}
