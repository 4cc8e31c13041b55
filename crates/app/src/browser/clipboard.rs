//! The clipboard, which not every page may write to: one in a frame needs its host's leave.

use js_sys::futures::JsFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

/// Copies `text`, and tells `then` whether that was done.
pub fn copy(text: String, then: impl FnOnce(bool) + 'static) {
    let clipboard = window().navigator().clipboard();
    // Under addresses that are not secure there is none.
    if JsValue::from(clipboard.clone()).is_undefined() {
        return then(false);
    }
    spawn_local(async move {
        then(JsFuture::from(clipboard.write_text(&text)).await.is_ok());
    });
}
