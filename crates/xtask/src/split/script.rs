//! The script of the page, made of what wasm-bindgen and the splitter write: one file, so that a failed start can be tried again
//! under another address. Two would ask for each other by name.

use super::LOADERS;
use crate::names::replaced;
use crate::shell::{Outcome, command, read, succeeds, write};
use crate::tools;
use std::path::Path;

/// How the splitter has a part fetched and compiled. It fails for good where a browser keeps half a file, and wherever a host does
/// not know the type of WebAssembly.
const PLAIN: [&str; 2] = ["fetch(new URL(", "WebAssembly.instantiateStreaming(src, imports)"];
/// How it is done here.
const TOLERANT: [&str; 2] = ["load(new URL(", "instantiate(src, imports)"];
const FUNCTIONS: &str = r#"
const tries = new Map();
function load(url) {
    const again = tries.get(url.href) ?? 0;
    tries.set(url.href, again + 1);
    return fetch(again ? `${url.href}?again=${again}` : url);
}
async function instantiate(source, imports) {
    const response = await source;
    if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
    if (response.headers.get("Content-Type") === "application/wasm") {
        return WebAssembly.instantiateStreaming(response, imports);
    }
    return WebAssembly.instantiate(await response.arrayBuffer(), imports);
}
"#;

/// The scripts, in which the names of modules are still to be replaced.
#[derive(Debug)]
pub struct Sources {
    stem: String,
    page: String,
    loaders: Option<String>,
}

impl Sources {
    /// Reads both scripts from `work`; `split` says whether there are parts to load.
    pub fn read(work: &Path, stem: &str, split: bool) -> Outcome<Self> {
        let page = read(&work.join(format!("{stem}.js")))?;
        let loaders = split.then(|| read(&work.join(LOADERS))).transpose()?;
        let loaders = loaders.map(|loaders| tolerant(&loaders)).transpose()?;
        Ok(Self { stem: stem.into(), page, loaders })
    }

    /// Gives a part its name in the site.
    pub fn name_part(&mut self, stem: &str, name: &str) -> Outcome {
        if let Some(loaders) = &mut self.loaders {
            *loaders = replaced(loaders, &format!("\"./{stem}.wasm\""), &format!("\"./{name}\""))?;
        }
        Ok(())
    }

    /// Gives the first module its name in the site.
    pub fn name_module(&mut self, name: &str) -> Outcome {
        self.page = replaced(&self.page, &format!("'{}_bg.wasm'", self.stem), &format!("'./{name}'"))?;
        Ok(())
    }

    /// Both in one, without comments and spaces.
    pub fn bundled(self, work: &Path) -> Outcome<String> {
        let page = work.join(format!("{}.js", self.stem));
        write(&page, self.page)?;
        if let Some(loaders) = self.loaders {
            write(&work.join(LOADERS), loaders)?;
        }
        let out = work.join("bundled.js");
        minify(&["--bundle", "--format=esm"], &page, &out)?;
        read(&out)
    }
}

/// Writes a script without what only people need.
pub fn minify(options: &[&str], script: &Path, out: &Path) -> Outcome {
    let mut esbuild = command(tools::node_program("esbuild")?);
    esbuild.args(["--minify", "--target=es2022", "--log-level=warning"]).args(options).arg(script);
    match succeeds(esbuild.arg(format!("--outfile={}", out.display())))? {
        true => Ok(()),
        false => Err("esbuild failed. What it said is above.".into()),
    }
}

fn tolerant(loaders: &str) -> Outcome<String> {
    let loaders =
        PLAIN.iter().zip(TOLERANT).try_fold(loaders.to_owned(), |all, (old, new)| replaced(&all, old, new))?;
    Ok(loaders + FUNCTIONS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources() -> Sources {
        Sources {
            stem: "app".into(),
            page: "url = new URL('app_bg.wasm', import.meta.url);".into(),
            loaders: Some("fetch(new URL(\"./split_rest.wasm\", import.meta.url))".into()),
        }
    }

    #[test]
    fn names_of_modules_are_replaced() {
        let mut sources = sources();
        sources.name_part("split_rest", "split_rest-1.wasm").unwrap();
        sources.name_module("app-2_bg.wasm").unwrap();
        assert_eq!(sources.loaders.unwrap(), "fetch(new URL(\"./split_rest-1.wasm\", import.meta.url))");
        assert_eq!(sources.page, "url = new URL('./app-2_bg.wasm', import.meta.url);");
    }

    #[test]
    fn a_name_that_is_not_there_is_told() {
        assert!(sources().name_part("chunk_1", "chunk_1-1.wasm").unwrap_err().contains("chunk_1"));
        assert!(tolerant("fetch(new URL(").unwrap_err().contains("instantiateStreaming"));
    }
}
