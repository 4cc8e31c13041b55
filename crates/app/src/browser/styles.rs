//! The styles of what comes with the deferred code.

use js_sys::Promise;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlLinkElement;

use crate::browser::files;

const ID: &str = "later-styles";

/// Asks for them, behind those of the first picture. The promise is kept once they hold, and broken when they could not be fetched;
/// they can be asked for again then.
pub fn fetch_later() -> Promise {
    if let Some(missed) = document().get_element_by_id(ID) {
        missed.remove();
    }
    Promise::new(&mut |come, missing| {
        if ask(&come, &missing).is_err() {
            let _ = missing.call0(&JsValue::NULL);
        }
    })
}

fn ask(come: &js_sys::Function, missing: &js_sys::Function) -> Result<(), JsValue> {
    let link: HtmlLinkElement = document().create_element("link")?.unchecked_into();
    link.set_id(ID);
    link.set_rel("stylesheet");
    link.set_href(&files::later_styles());
    link.set_onload(Some(come));
    link.set_onerror(Some(missing));
    document().head().ok_or(JsValue::NULL)?.append_child(&link).map(drop)
}
