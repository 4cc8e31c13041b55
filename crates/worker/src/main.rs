//! The claims and experiments of the course, in a WebAssembly module of their own. `www/worker.js` calls it in a Web
//! Worker, which the page starts when a reader first wants something run.

use js_sys::{Function, Uint8Array};
use scalewalk_course::job;
use wasm_bindgen::prelude::*;

fn main() {}

/// Does the job that `message` asks for, and calls `tell` with what there is to tell of it, as a `Uint8Array`.
#[wasm_bindgen]
pub fn run(message: &[u8], tell: &Function) {
    job::run(message, &mut |news| {
        // To tell can fail only where nobody listens any more.
        let _ = tell.call1(&JsValue::UNDEFINED, &Uint8Array::from(&news.write()[..]));
    });
}
