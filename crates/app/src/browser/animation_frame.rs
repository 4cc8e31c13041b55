//! Frames: loops that sleep while nothing moves, and when the last frame began.

use std::cell::Cell;

use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

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

/// Calls `frame` with the time in milliseconds before the next repaint. Browsers do not call in hidden tabs.
pub fn in_next_frame(frame: impl FnOnce(f64) + 'static) {
    let callback = Closure::once_into_js(move |now: f64| {
        // Several may be called in one frame.
        let since_ms = now - LAST.get().start_ms;
        if since_ms > 0.0 {
            LAST.set(FrameTime { start_ms: now, length_ms: since_ms.clamp(SHORTEST_MS, LONGEST_MS) });
        }
        frame(now);
    });
    let _ = window().request_animation_frame(callback.unchecked_ref());
}

/// A loop of frames. It sleeps until it is woken, and goes on for as long as its frames say.
#[derive(Clone, Copy)]
pub struct FrameLoop {
    frame: StoredValue<Frame, LocalStorage>,
    /// Whether a frame has been asked for.
    awake: StoredValue<bool>,
    /// When the last frame was; none after a sleep.
    last_ms: StoredValue<Option<f64>>,
}

type Frame = Box<dyn FnMut(f64, f64) -> bool>;

impl FrameLoop {
    /// A loop that calls `frame` with the time and with that since the last frame, both in milliseconds, until `frame`
    /// says that nothing moves any more. Time in which it slept or the tab was hidden does not count. It ends with the
    /// owner of the caller.
    pub fn new(frame: impl FnMut(f64, f64) -> bool + 'static) -> Self {
        Self::of(Box::new(frame))
    }

    fn of(frame: Frame) -> Self {
        let frames = Self {
            frame: StoredValue::new_local(frame),
            awake: StoredValue::new(false),
            last_ms: StoredValue::new(None),
        };
        let _ = use_event_listener(document(), ev::visibilitychange, move |_| {
            frames.last_ms.try_set_value(None);
        });
        frames
    }

    /// Has frames called from the next repaint on.
    pub fn wake(self) {
        if self.awake.try_get_value() == Some(false) {
            self.awake.set_value(true);
            in_next_frame(move |now| self.next(now));
        }
    }

    fn next(self, now: f64) {
        self.awake.try_set_value(false);
        let since_ms = self.last_ms.try_get_value().flatten().map_or(0.0, |last| now - last);
        let mut goes_on = false;
        self.frame.try_update_value(|frame| goes_on = frame(now, since_ms));
        self.last_ms.try_set_value(goes_on.then_some(now));
        if goes_on {
            self.wake();
        }
    }
}

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |p| p.now())
}
