//! What the page does not need to run a stage is a WebAssembly module of its own, split off by `cargo xtask pages`. It is
//! fetched as soon as the stage runs. What the page shows beside picture, text and time waits for it; what a reader does
//! before has the page wait.

use js_sys::futures::{JsFuture, spawn_local};
use js_sys::{Object, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlLinkElement, XmlHttpRequest};

use crate::dom::{RwSignal, Set, document, window};

/// Where the rest lies: beside this module, which the start page names. None if nothing has been split off.
fn address() -> Option<String> {
    let link = document().query_selector("link[type='application/wasm']").ok()??;
    let here = link.dyn_into::<HtmlLinkElement>().ok()?.href();
    let split = Reflect::has(&wasm_bindgen::exports(), &"_m0".into()).unwrap_or(false);
    split.then(|| here.replace("_bg.", "_rest."))
}

/// All that the rest asks for: what this module exports.
fn imports() -> Object {
    let imports = Object::new();
    let _ = Reflect::set(&imports, &"".into(), &wasm_bindgen::exports());
    imports
}

/// Fetches the rest, which puts itself where it belongs, and says so in `here`.
pub fn fetch(here: RwSignal<bool>) {
    let Some(address) = address() else {
        here.set(true);
        return;
    };
    spawn_local(async move {
        let response = window().fetch_with_str(&address);
        // Should this fail, it is tried again when it is needed.
        let _ = JsFuture::from(WebAssembly::instantiate_streaming(&response, &imports())).await;
        here.set(true);
    });
}

/// Has the rest here when it returns. Called by what has been split off, if it is not there yet.
#[wasm_bindgen]
pub fn load_rest() {
    let _ = address().map(|address| load(&address));
}

fn load(address: &str) -> Result<(), JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open_with_async("GET", address, false)?;
    // A request that is waited for gives nothing but text: here each byte is the lower half of a character.
    request.override_mime_type("text/plain; charset=x-user-defined")?;
    request.send()?;
    let bytes: Vec<u8> = request.response_text()?.unwrap_or_default().chars().map(|byte| byte as u8).collect();
    let module = WebAssembly::Module::new(&Uint8Array::from(&bytes[..]))?;
    WebAssembly::Instance::new(&module, &imports())?;
    Ok(())
}
