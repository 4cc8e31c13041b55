//! What Trunk's build lacks: the page's code in parts, a static page per stage, the texts, the worker, the notices. Every file
//! that may change gets a name that follows its content, and the pages say which.
//!
//! The pages are there so that each address survives a reload on any plain host, under any path, and says what it is about
//! before the simulation has arrived.

mod first;
mod notices;
mod stage;
mod start;
mod styles;
mod texts;
mod welcome;
mod worker;

use crate::content_compiler;
use crate::names::{self, replaced};
use crate::shell::{Outcome, announce, read, root, write};
use crate::{split, tools};
use cargo_metadata::{Metadata, MetadataCommand};
use std::path::PathBuf;

/// Completes the site that Trunk is building.
pub fn run() -> Outcome {
    let site = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let site = site.ok_or("Trunk calls `pages` while it builds: run `cargo xtask serve` or `trunk build` instead.")?;
    tools::node_packages()?;
    let metadata = metadata()?;
    let target = metadata.target_directory.as_std_path();
    let linked = split::linked(target, std::env::var("TRUNK_PROFILE").ok().as_deref())?;
    let languages = content_compiler::read(&root().join("content"))
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let base = languages.first().ok_or("There is no content.")?;

    let work = target.join("site");
    let code = split::run(&site, &linked, &work)?;
    let styled = styles::joined(&site, &read(&site.join("index.html"))?)?;
    let files = Files {
        start: start::put(&site, &code, &work)?,
        worker: worker::put(&site, &work)?,
        texts: texts::put(&site, base, &languages)?,
        first: first::name(&work)?,
        build: names::hash([code.module.as_bytes()]),
        script: code.script,
        module: code.module,
        later_styles: styled.later,
    };
    let index = files.named_in(&start::with_words(&styled.page, base)?)?;
    let source = read(&root().join("index.html"))?;
    for page in &base.pages {
        let folder = site.join(&page.stage);
        write(&folder.join("index.html"), stage::page(&source, &index, page, &files.start)?)?;
        first::put(&folder, &files.first, &work)?;
    }
    write(&site.join("index.html"), welcome::page(&index, base, &files.build, &welcome::put(&site, &work)?)?)?;
    first::put(&site, &files.first, &work)?;
    write(&site.join(notices::FILE), notices::text(&metadata)?)?;
    announce(&format!("{} stage pages written.", base.pages.len()));
    Ok(())
}

/// What Cargo knows of the packages of the page.
fn metadata() -> Outcome<Metadata> {
    let mut ask = MetadataCommand::new();
    ask.current_dir(root()).other_options(["--filter-platform", tools::WASM].map(str::to_owned));
    ask.exec().map_err(|error| format!("Cargo does not say what the page is made of: {error}"))
}

/// The names of files that follow content, as `index.html` asks for them.
#[derive(Debug)]
struct Files {
    start: String,
    script: String,
    module: String,
    worker: String,
    texts: String,
    /// The styles that come with the deferred code.
    later_styles: String,
    /// The script that comes before all others.
    first: String,
    /// What tells this build from all others.
    build: String,
}

impl Files {
    /// A page with these names in it.
    fn named_in(&self, page: &str) -> Outcome<String> {
        let names = [
            ("{first}", &self.first),
            ("{build}", &self.build),
            ("{script}", &self.script),
            ("{module}", &self.module),
            ("{worker}", &self.worker),
            ("{texts}", &self.texts),
            ("{later_styles}", &self.later_styles),
        ];
        names.iter().try_fold(page.to_owned(), |page, (place, name)| {
            replaced(&page, place, name).map_err(|error| format!("index.html: {error}"))
        })
    }
}
