//! The claims and experiments of the course, in a WebAssembly module of their own. `www/worker.js` calls it in a Web
//! Worker, which the page starts when a reader first wants something run.

use js_sys::Function;
use scalewalk_course::job;
use wasm_bindgen::prelude::*;

fn main() {}

/// Does the job that `line` asks for, and calls `tell` with what there is to tell of it, as text.
#[wasm_bindgen]
pub fn run(line: &str, tell: &Function) {
    job::run(line, &mut |news| {
        // To tell can fail only where nobody listens any more.
        let _ = tell.call1(&JsValue::UNDEFINED, &news.write().into());
    });
}
