//! What changes how the picture looks though nothing in it moves: its size, the colours, and what the reader's system
//! wishes.

use std::cell::Cell;
use std::rc::Rc;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use leptos_use_resize_observer::use_resize_observer;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MutationObserver, MutationObserverInit};

use super::frame::CALM;
use crate::browser::animation_frame::FrameLoop;

/// What has changed since the last frame.
pub struct Changed {
    /// The colours.
    pub colours: Cell<bool>,
    /// The size of the box, or what a pixel is.
    pub size: Cell<bool>,
}

impl Default for Changed {
    fn default() -> Self {
        Self { colours: Cell::new(true), size: Cell::new(true) }
    }
}

/// Where a browser chooses other colours, whatever the theme.
const COLOURS: [&str; 3] = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"];

/// Whether a media query holds.
pub fn matches(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Calls `then` whenever `query` begins to hold or ceases to, for as long as the owner of the caller lives.
fn on_change(query: &str, then: impl Fn() + 'static) {
    if let Some(list) = window().match_media(query).ok().flatten() {
        let _ = use_event_listener(list, ev::change, move |_| then());
    }
}

/// Notes what changes from now on, and wakes `frames` for it.
pub fn watch(changed: &Rc<Changed>, frames: FrameLoop) {
    let note = |which: fn(&Changed) -> &Cell<bool>| {
        let changed = Rc::clone(changed);
        move || {
            which(&changed).set(true);
            frames.wake();
        }
    };
    for query in COLOURS {
        on_change(query, note(|changed| &changed.colours));
    }
    on_change(CALM, note(|changed| &changed.size));
    follow_theme(note(|changed| &changed.colours));
    // A query holds for one ratio alone.
    let ratio = RwSignal::new(window().device_pixel_ratio());
    let resized = note(|changed| &changed.size);
    Effect::new(move |_| {
        let resized = resized.clone();
        on_change(&format!("(resolution: {}dppx)", ratio.get()), move || {
            resized();
            ratio.set(window().device_pixel_ratio());
        });
    });
}

/// Calls `then` whenever the theme changes.
fn follow_theme(then: impl Fn() + 'static) {
    let Some(root) = document().document_element() else { return };
    let told = Closure::<dyn FnMut()>::new(then).into_js_value();
    let Ok(observer) = MutationObserver::new(told.unchecked_ref()) else { return };
    let options = MutationObserverInit::new();
    options.set_attribute_filter(&js_sys::Array::of1(&"data-theme".into()));
    let _ = observer.observe_with_options(&root, &options);
    let observer = StoredValue::new_local(observer);
    on_cleanup(move || {
        observer.try_with_value(MutationObserver::disconnect);
    });
}

/// Notes when the size of `node` changes, tells `measure` its width, and wakes `frames`.
pub fn watch_size(changed: &Rc<Changed>, node: NodeRef<html::Div>, measure: impl Fn(f64) + 'static, frames: FrameLoop) {
    let changed = Rc::clone(changed);
    use_resize_observer(node, move |entries, _| {
        if let Some(entry) = entries.last() {
            measure(entry.content_rect().width());
            changed.size.set(true);
            frames.wake();
        }
    });
}
