//! The worker beside the page: one script and one module.

use crate::names::{self, replaced};
use crate::shell::{Outcome, read, root};
use crate::split;
use std::path::Path;

/// What Trunk makes of `crates/worker`.
const SCRIPT: &str = "scalewalk-worker.js";
const MODULE: &str = "scalewalk-worker_bg.wasm";

/// Puts the worker into the site in the place of what Trunk put there; returns the name of its script.
pub fn put(site: &Path) -> Outcome<String> {
    let (script, module) = (site.join(SCRIPT), site.join(MODULE));
    let code = read(&script)?;
    let optimised = split::optimised(&module)?;
    for file in [script, module.with_extension("optimised.wasm"), module] {
        std::fs::remove_file(&file).map_err(|error| format!("Cannot remove {}: {error}.", file.display()))?;
    }
    let module = names::put(site, "worker", "_bg.wasm", &optimised)?;
    let own = replaced(&read(&root().join("www/worker.js"))?, "{module}", &module)?;
    names::put(site, "worker", ".js", format!("{code}\n{own}").as_bytes())
}
