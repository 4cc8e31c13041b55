//! The browser's address and its history, which are written here alone.
//!
//! Another stage or level is another entry of the history, so that Back leads to it as it was left. All else that an
//! address says replaces the entry. A page in a frame replaces always: the history is its host's.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use scalewalk_course::Stage;
use scalewalk_course::address::Address;
use wasm_bindgen::JsValue;

use crate::browser::animation_frame::now_ms;
use crate::browser::{route, storage};
use crate::state::shared::Shared;

/// Milliseconds between two entries replaced: sliders make many, and browsers refuse too many.
const REST_MS: f64 = 400.0;
/// Under which the last address is kept, for "go on where you were".
pub const PLACE: &str = "place";

#[derive(Default)]
struct Bar {
    /// What the browser shows, as we would write it, and of which stage.
    shown: String,
    stage: Option<&'static Stage>,
    /// What it is to show next, and when.
    wanted: Option<String>,
    timer: Option<Timeout>,
    last_ms: f64,
    embedded: bool,
}

thread_local! {
    static BAR: RefCell<Bar> = RefCell::default();
}

impl Bar {
    fn show(&mut self, address: &Address) {
        let written = address.write();
        self.wanted = None;
        self.timer = None;
        if written == self.shown {
            return;
        }
        let moved = self.stage.is_some_and(|stage| !core::ptr::eq(stage, address.place.stage));
        self.stage = Some(address.place.stage);
        let rest_ms = self.last_ms + REST_MS - now_ms();
        if moved || rest_ms <= 0.0 {
            self.write(written, moved && !self.embedded);
        } else {
            self.wanted = Some(written);
            self.timer = Some(Timeout::new(rest_ms.ceil() as u32, flush));
        }
    }

    fn write(&mut self, written: String, push: bool) {
        let url = route::href(&written);
        // A page inside a sandbox may not have a history; all else goes on.
        if let Ok(history) = window().history() {
            let _ = if push {
                history.push_state_with_url(&JsValue::NULL, "", Some(&url))
            } else {
                history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
            };
        }
        if !self.embedded {
            storage::set(PLACE, &written);
        }
        self.last_ms = now_ms();
        self.shown = written;
    }
}

/// Writes at once what waits to be written. It is called when the page goes away, and when it has failed, too.
pub fn flush() {
    BAR.with(|bar| {
        let Ok(mut bar) = bar.try_borrow_mut() else { return };
        if let Some(written) = bar.wanted.take() {
            bar.write(written, false);
        }
    });
}

/// Says what the browser shows by itself.
pub fn shows(address: &Address) {
    BAR.with_borrow_mut(|bar| {
        *bar = Bar {
            shown: address.write(),
            stage: Some(address.place.stage),
            last_ms: bar.last_ms,
            embedded: bar.embedded,
            ..Bar::default()
        };
    });
}

/// Writes what is on the page now, before something else comes: the entry that is left keeps it.
pub fn leave(shared: Shared) {
    let address = untrack(|| shared.address());
    BAR.with_borrow_mut(|bar| bar.show(&address));
    flush();
}

/// Keeps the address in step with the page, for as long as that lives.
pub fn keep(shared: Shared) {
    BAR.with_borrow_mut(|bar| bar.embedded = shared.embedded);
    shows(&untrack(|| shared.address()));
    Effect::new(move |_| {
        let address = shared.address();
        BAR.with_borrow_mut(|bar| bar.show(&address));
    });
    let _ = use_event_listener(window(), ev::pagehide, |_| flush());
}
