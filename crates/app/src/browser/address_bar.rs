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

/// So many addresses are written at once, and one more each time that so many milliseconds have passed: sliders make many,
/// and browsers refuse more than a hundred in half a minute.
const AT_ONCE: f64 = 20.0;
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
    /// How many have been written of late, and until when that is reckoned.
    written: f64,
    until_ms: f64,
    embedded: bool,
}

thread_local! {
    static BAR: RefCell<Bar> = RefCell::default();
}

impl Bar {
    fn show(&mut self, address: &Address) {
        let url = address.write();
        self.wanted = None;
        self.timer = None;
        if url == self.shown {
            return;
        }
        let moved = self.stage.is_some_and(|stage| !core::ptr::eq(stage, address.place.stage));
        self.stage = Some(address.place.stage);
        let now = now_ms();
        self.written = (self.written - (now - self.until_ms) / REST_MS).max(0.0);
        self.until_ms = now;
        let rest_ms = (self.written - AT_ONCE + 1.0) * REST_MS;
        if moved || rest_ms <= 0.0 {
            self.write(url, moved && !self.embedded);
        } else {
            self.wanted = Some(url);
            self.timer = Some(Timeout::new(rest_ms.ceil() as u32, flush));
        }
    }

    fn write(&mut self, below: String, push: bool) {
        let url = route::href(&below);
        // A page inside a sandbox may not have a history; all else goes on.
        if let Ok(history) = window().history() {
            let _ = if push {
                history.push_state_with_url(&JsValue::NULL, "", Some(&url))
            } else {
                history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
            };
        }
        if !self.embedded {
            storage::set(PLACE, &below);
        }
        self.written += 1.0;
        self.shown = below;
    }
}

/// Writes at once what waits to be written. It is called when the page goes away, and when it has failed, too.
pub fn flush() {
    BAR.with(|bar| {
        let Ok(mut bar) = bar.try_borrow_mut() else { return };
        if let Some(url) = bar.wanted.take() {
            bar.write(url, false);
        }
    });
}

/// Says what the browser shows by itself.
pub fn shows(address: &Address) {
    BAR.with_borrow_mut(|bar| {
        (bar.shown, bar.stage) = (address.write(), Some(address.place.stage));
        (bar.wanted, bar.timer) = (None, None);
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
