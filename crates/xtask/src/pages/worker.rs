//! What the page has done beside it: one script and one module.

use crate::names::{self, replaced};
use crate::shell::{Outcome, read, root, write};
use crate::split::{self, minify};
use std::path::Path;

/// What Trunk makes of `crates/worker`. `www/worker.js` imports the script.
const GLUE: &str = "scalewalk-worker.js";
const MODULE: &str = "scalewalk-worker_bg.wasm";

/// Puts the worker into the site in the place of what Trunk put there; returns the name of its script. `work` is a folder for
/// what is made on the way.
pub fn put(site: &Path, work: &Path) -> Outcome<String> {
    let (glue, module) = (site.join(GLUE), site.join(MODULE));
    // What is called most has the shortest numbers: that saves half a kilobyte here, and loses as much in the page.
    let optimised = split::optimised(&module, &["--reorder-functions"])?;
    write(&work.join(GLUE), read(&glue)?)?;
    for file in [glue, module.with_extension("optimised.wasm"), module] {
        std::fs::remove_file(&file).map_err(|error| format!("Cannot remove {}: {error}.", file.display()))?;
    }
    let module = names::put(site, "worker", "_bg.wasm", &optimised)?;
    let (script, bundled) = (work.join("worker.js"), work.join("worker-bundled.js"));
    write(&script, replaced(&read(&root().join("www/worker.js"))?, "{module}", &module)?)?;
    minify(&["--bundle", "--format=esm"], &script, &bundled)?;
    names::put(site, "worker", ".js", read(&bundled)?.as_bytes())
}
