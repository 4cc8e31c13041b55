//! One callback a frame, for as long as its owner lives.

use std::cell::{Cell, RefCell};

use leptos::prelude::window;
use leptos_use_raf_fn::{UseRafFnCallbackArgs, use_raf_fn};

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
pub fn every_frame(frame: impl FnMut(f64) + 'static) {
    let frame = RefCell::new(frame);
    // It ends with the owner of the caller.
    let _ = use_raf_fn(move |UseRafFnCallbackArgs { timestamp: now, .. }| {
        let length_ms = (now - LAST.get().start_ms).clamp(SHORTEST_MS, LONGEST_MS);
        LAST.set(FrameTime { start_ms: now, length_ms });
        (frame.borrow_mut())(now);
    });
}

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |p| p.now())
}
