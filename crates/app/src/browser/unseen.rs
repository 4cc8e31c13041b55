//! Elements that are no part of a view: what the browser's interfaces do with an element alone is asked of these.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{HtmlCanvasElement, HtmlElement};

/// A canvas to draw on that is on no page.
pub fn canvas() -> Option<HtmlCanvasElement> {
    document().create_element("canvas").ok()?.dyn_into().ok()
}

/// A hidden element at the end of the page, to ask for what its styles come to. Whoever asked takes it away.
pub fn probe() -> Option<HtmlElement> {
    let probe: HtmlElement = document().create_element("i").ok()?.dyn_into().ok()?;
    probe.set_hidden(true);
    document().body()?.append_child(&probe).ok()?;
    Some(probe)
}
