//! Where the files beside the page are. Their names follow their content; the static page says them.

/// The folder with the texts of the stages.
pub fn texts() -> String {
    named("texts")
}

/// The script of the worker.
pub fn worker() -> String {
    named("worker")
}

/// The styles of what comes with the deferred code.
pub fn later_styles() -> String {
    named("styles")
}

/// What tells this build of the page from others.
pub fn build() -> String {
    named("build")
}

fn named(what: &str) -> String {
    let page = web_sys::window().and_then(|window| window.document());
    let meta = page.and_then(|page| page.query_selector(&format!("meta[name=scalewalk-{what}]")).ok()?);
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}
