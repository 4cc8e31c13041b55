//! One callback a frame, for as long as its owner lives.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::dom::*;

type Frame = Closure<dyn FnMut(f64)>;

/// Nothing reckons with frames further apart than this, in milliseconds: a page that is late would be later.
const LONGEST_MS: f64 = 17.0;
/// Nor closer together.
const SHORTEST_MS: f64 = 4.0;

thread_local! {
    static LAST: Cell<FrameTime> = const { Cell::new(FrameTime { start_ms: 0.0, length_ms: LONGEST_MS }) };
}

/// A frame.
#[derive(Clone, Copy, Debug)]
pub struct FrameTime {
    /// When it began, in milliseconds since the page was opened.
    pub start_ms: f64,
    /// From frame to frame, in milliseconds.
    pub length_ms: f64,
}

/// The frame that began last.
pub fn last_frame() -> FrameTime {
    LAST.get()
}

/// Calls `frame` with the time in milliseconds before each repaint. Browsers stop calling in hidden tabs.
pub fn every_frame(mut frame: impl FnMut(f64) + 'static) {
    let stopped = Rc::new(RefCell::new(false));
    let slot: Rc<RefCell<Option<Frame>>> = Rc::default();
    let (again, stop) = (Rc::clone(&slot), Rc::clone(&stopped));
    *slot.borrow_mut() = Some(Closure::new(move |now: f64| {
        if *stop.borrow() {
            return;
        }
        let length_ms = (now - LAST.get().start_ms).clamp(SHORTEST_MS, LONGEST_MS);
        LAST.set(FrameTime { start_ms: now, length_ms });
        frame(now);
        request(&again);
    }));
    request(&slot);
    let stopped = StoredValue::new_local(stopped);
    on_cleanup(move || stopped.with_value(|stopped| *stopped.borrow_mut() = true));
}

fn request(slot: &Rc<RefCell<Option<Frame>>>) {
    if let Some(frame) = slot.borrow().as_ref() {
        let _ = window().request_animation_frame(frame.as_ref().unchecked_ref());
    }
}

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |p| p.now())
}
