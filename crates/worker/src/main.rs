//! The claims and experiments of the course, in a WebAssembly module of their own. `www/worker.js` calls it in a Web
//! Worker, which the page starts when a reader first wants something run; or in the page, where no worker may start.

use js_sys::{Function, Uint8Array};
use scalewalk_course::job;
use wasm_bindgen::prelude::*;

fn main() {}

/// A job under way.
#[wasm_bindgen]
pub struct Work(job::Work);

#[wasm_bindgen]
impl Work {
    /// The job that `message` asks for.
    #[wasm_bindgen(constructor)]
    pub fn new(message: Vec<u8>) -> Self {
        Self(job::Work::new(message))
    }

    /// Does a slice of it, and calls `tell` with what there is to tell, as a `Uint8Array`. Whether that was the last.
    pub fn advance(&mut self, tell: &Function) -> bool {
        self.0.advance(&mut |news| {
            // To tell can fail only where nobody listens any more.
            let _ = tell.call1(&JsValue::UNDEFINED, &Uint8Array::from(&news.write()[..]));
        })
    }
}
