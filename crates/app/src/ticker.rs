//! One callback a frame, for as long as its owner lives.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

type Frame = Closure<dyn FnMut(f64)>;

/// Calls `frame` with the time in milliseconds before each repaint. Browsers stop calling in hidden tabs.
pub fn every_frame(mut frame: impl FnMut(f64) + 'static) {
    let stopped = Rc::new(RefCell::new(false));
    let slot: Rc<RefCell<Option<Frame>>> = Rc::default();
    let (again, stop) = (Rc::clone(&slot), Rc::clone(&stopped));
    *slot.borrow_mut() = Some(Closure::new(move |now| {
        if *stop.borrow() {
            return;
        }
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
