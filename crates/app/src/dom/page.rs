//! The window and what happens in it.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use any_spawner::Executor;
use reactive_graph::owner::{Owner, StoredValue, on_cleanup};
use reactive_graph::traits::WithValue;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Event, Window};

use super::draw;
use super::view::AnyView;

/// The window.
///
/// # Panics
/// Outside a page.
pub fn window() -> Window {
    web_sys::window().expect("a page has a window")
}

/// The document.
///
/// # Panics
/// Outside a page.
pub fn document() -> Document {
    window().document().expect("a window has a document")
}

/// Shows a view at the end of the body, for as long as the page is there.
pub fn mount(view: impl FnOnce() -> AnyView) {
    let _ = Executor::init_wasm_bindgen();
    let Some(body) = document().body() else { return };
    let end = document().create_comment("");
    let _ = body.append_child(&end);
    let owner = Owner::new();
    let state = owner.with(|| draw::fresh(&end, true, view()));
    core::mem::forget((owner, state));
}

/// What stands in the input that an event comes from.
pub fn event_target_value(event: &Event) -> String {
    let input = event.target().map(JsCast::unchecked_into::<web_sys::HtmlInputElement>);
    input.map_or_else(String::new, |input| input.value())
}

/// Hears an event of the window for as long as the present owner lives.
pub fn window_event_listener<E: JsCast + 'static>(name: &'static str, mut hear: impl FnMut(E) + 'static) {
    let hear: Box<dyn FnMut(Event)> = Box::new(move |event| hear(event.unchecked_into()));
    let listener = StoredValue::new_local(Closure::wrap(hear));
    listener.with_value(|l| {
        let _ = window().add_event_listener_with_callback(name, l.as_ref().unchecked_ref());
    });
    on_cleanup(move || {
        listener.with_value(|l| {
            let _ = window().remove_event_listener_with_callback(name, l.as_ref().unchecked_ref());
        });
    });
}

/// Calls `work` before the next repaint.
pub fn request_animation_frame(work: impl FnOnce() + 'static) {
    let work = Closure::once_into_js(work);
    let _ = window().request_animation_frame(work.unchecked_ref());
}

/// Calls `work` after a while.
pub fn set_timeout(work: impl FnOnce() + 'static, after: Duration) {
    gloo_timers::callback::Timeout::new(after.as_millis() as u32, work).forget();
}

/// Calls `work` with the last value, once no other has come for a while.
pub fn debounce<T: 'static>(after: Duration, work: impl Fn(T) + 'static) -> impl FnMut(T) {
    let (work, latest) = (Rc::new(work), Rc::new(Cell::new(0u32)));
    move |value| {
        let (work, latest, mine) = (Rc::clone(&work), Rc::clone(&latest), latest.get().wrapping_add(1));
        latest.set(mine);
        set_timeout(
            move || {
                if latest.get() == mine {
                    work(value);
                }
            },
            after,
        );
    }
}
