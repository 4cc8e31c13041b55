//! Fingers on the page as a whole: a press elsewhere closes what is open, a second tap of the same press does nothing to a
//! machine, and a scroll that begins on a slider sets nothing.

use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::{UseEventListenerOptions, use_event_listener_with_options};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, PointerEvent};

/// So long after a machine was pressed, nobody can have meant what a finger presses in its menu, in milliseconds.
const UNSEEN_MS: f64 = 400.0;

/// How far a finger goes to the side before that is meant, in pixels.
const MEANT_PX: i32 = 4;

/// Heeds fingers until the owner of what calls this is gone.
pub fn listen() {
    let finger = Finger::new();
    // The slider under the finger, and its position before.
    let slider = StoredValue::new_local(None::<(HtmlInputElement, String)>);
    let pressed = StoredValue::new(f64::NEG_INFINITY);
    // Before anybody else hears of it.
    let first = UseEventListenerOptions::default().capture(true);
    let set = move || {
        if let Some((input, before)) = slider.try_update_value(Option::take).flatten()
            && input.value() != before
            && let Ok(event) = Event::new("input")
        {
            let _ = input.dispatch_event(&event);
        }
    };
    let _ = use_event_listener_with_options(
        document(),
        ev::pointerdown,
        move |event: PointerEvent| {
            let Some(target) = target(&event) else { return };
            close_others(&target);
            if event.pointer_type() == "touch" && is_in(&target, ".node-hit") {
                pressed.set_value(event.time_stamp());
            }
            if !event.is_primary() {
                // Two fingers mean the page.
                return;
            }
            let input = target.dyn_into::<HtmlInputElement>().ok().filter(|input| input.type_() == "range");
            finger.down(&event);
            slider.set_value(input.filter(|_| finger.may_scroll()).map(|input| {
                let before = input.value();
                (input, before)
            }));
        },
        first,
    );
    let _ = use_event_listener_with_options(
        document(),
        ev::input,
        move |event: Event| {
            if finger.may_scroll() && slider.with_value(Option::is_some) {
                event.stop_propagation();
            }
        },
        first,
    );
    let _ = use_event_listener_with_options(
        document(),
        ev::pointermove,
        move |event: PointerEvent| {
            if event.is_primary() && finger.moves(&event) {
                set();
            }
        },
        first,
    );
    let _ = use_event_listener_with_options(
        document(),
        ev::pointerup,
        move |event: PointerEvent| {
            if event.is_primary() && finger.gone() {
                set();
            }
        },
        first,
    );
    let _ = use_event_listener_with_options(
        document(),
        ev::pointercancel,
        move |event: PointerEvent| {
            if !event.is_primary() {
                return;
            }
            finger.gone();
            if let Some((input, before)) = slider.try_update_value(Option::take).flatten() {
                input.set_value(&before);
            }
        },
        first,
    );
    let _ = use_event_listener_with_options(
        document(),
        ev::click,
        move |event: web_sys::MouseEvent| {
            let soon = event.time_stamp() - pressed.get_value() < UNSEEN_MS;
            // A key presses nothing twice.
            if event.detail() > 0 && soon && target(&event).is_some_and(|target| is_in(&target, ".node-menu")) {
                event.stop_propagation();
            }
        },
        first,
    );
}

fn target(event: &Event) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

fn is_in(target: &Element, selector: &str) -> bool {
    target.closest(selector).ok().flatten().is_some()
}

/// Closes the list of stages and the menu of a machine, unless the press is on them.
fn close_others(target: &Element) {
    let open = |selector| document().query_selector(selector).ok().flatten();
    if !is_in(target, ".rail-now")
        && let Some(list) = open(".rail-now[open]")
    {
        let _ = list.remove_attribute("open");
    }
    if !is_in(target, ".node-menu, .node-hit")
        && let Some(machine) = open(".node-hit[aria-expanded=true]").and_then(|hit| hit.dyn_into::<HtmlElement>().ok())
    {
        // A machine that is pressed again closes its menu.
        machine.click();
    }
}

/// A finger on something that is dragged to the side, in a page that is scrolled up and down. What it does counts once it
/// has gone to the side, or was lifted where it was put: never if the page is scrolled by it.
#[derive(Clone, Copy)]
struct Finger(StoredValue<Option<(i32, i32)>>);

impl Finger {
    fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// It is put down. Mice and pens mean what they do.
    fn down(self, event: &PointerEvent) {
        self.0.set_value((event.pointer_type() == "touch").then(|| (event.client_x(), event.client_y())));
    }

    /// It moves. Whether it is clear from now on that this is meant.
    fn moves(self, event: &PointerEvent) -> bool {
        let Some((x, y)) = self.0.get_value() else { return false };
        let (across, along) = ((event.client_x() - x).abs(), (event.client_y() - y).abs());
        let meant = across >= MEANT_PX && across > along;
        if meant {
            self.0.set_value(None);
        }
        meant
    }

    /// It is gone. Whether it had been waited with what it did.
    fn gone(self) -> bool {
        self.0.try_update_value(Option::take).flatten().is_some()
    }

    /// Whether it may still be about to scroll.
    fn may_scroll(self) -> bool {
        self.0.with_value(Option::is_some)
    }
}
