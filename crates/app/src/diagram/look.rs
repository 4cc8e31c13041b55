//! What changes how the picture looks though nothing in it moves: its size, the colours, and what the reader's system
//! wishes.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
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

type Told = Rc<dyn Fn()>;

fn script(told: Told) -> JsValue {
    Closure::<dyn FnMut()>::new(move || told()).into_js_value()
}

/// Calls `told` whenever `query` begins to hold or ceases to, for as long as the owner of the caller lives.
fn on_change(query: &str, told: Told) {
    let Some(list) = window().match_media(query).ok().flatten() else { return };
    list.set_onchange(Some(script(told).unchecked_ref()));
    let list = StoredValue::new_local(list);
    on_cleanup(move || {
        list.try_with_value(|list| list.set_onchange(None));
    });
}

/// Notes what changes from now on, and wakes `frames` for it.
pub fn watch(changed: &Rc<Changed>, frames: FrameLoop) {
    let note = |which: fn(&Changed) -> &Cell<bool>| -> Told {
        let changed = Rc::clone(changed);
        Rc::new(move || {
            which(&changed).set(true);
            frames.wake();
        })
    };
    let (colours, size) = (note(|changed| &changed.colours), note(|changed| &changed.size));
    for query in COLOURS {
        on_change(query, Rc::clone(&colours));
    }
    on_change(CALM, Rc::clone(&size));
    follow_theme(colours);
    // A query holds for one ratio alone.
    let ratio = RwSignal::new(window().device_pixel_ratio());
    Effect::new(move |_| {
        let size = Rc::clone(&size);
        let changed = move || {
            size();
            ratio.set(window().device_pixel_ratio());
        };
        on_change(&format!("(resolution: {}dppx)", ratio.get()), Rc::new(changed));
    });
}

/// Calls `told` whenever the theme changes.
fn follow_theme(told: Told) {
    let Some(root) = document().document_element() else { return };
    let Ok(observer) = MutationObserver::new(script(told).unchecked_ref()) else { return };
    let options = MutationObserverInit::new();
    options.set_attribute_filter(&js_sys::Array::of1(&"data-theme".into()));
    let _ = observer.observe_with_options(&root, &options);
    let observer = StoredValue::new_local(observer);
    on_cleanup(move || {
        observer.try_with_value(MutationObserver::disconnect);
    });
}
