//! Where the keyboard goes on, when what it was at has gone or lies behind.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, HtmlElement, Node};

/// What stays free above an element that was brought into sight.
const MARGIN_PX: f64 = 16.0;

/// Gives the focus to the first element of `selector` that is there once what has just changed is on the page.
pub fn moves_to(selector: &'static str) {
    request_animation_frame(move || {
        if let Ok(Some(element)) = document().query_selector(selector)
            && let Some(element) = element.dyn_ref::<HtmlElement>()
        {
            let _ = element.focus();
        }
    });
}

/// Whether what has the focus is within an element of `selector`.
pub fn is_within(selector: &str) -> bool {
    document().active_element().is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

/// Whether the reader goes by keys: the focus is shown, or is nowhere.
pub fn is_shown() -> bool {
    document()
        .active_element()
        .is_none_or(|element| element.tag_name() == "BODY" || element.matches(":focus-visible").unwrap_or(false))
}

/// Where the focus goes that leaves `element`, if it goes elsewhere on the page.
pub fn leaves(element: &Element, event: &FocusEvent) -> Option<Element> {
    let to = event.related_target().and_then(|to: EventTarget| to.dyn_into::<Element>().ok())?;
    let stays = element.contains(to.dyn_ref::<Node>());
    (!stays).then_some(to)
}

/// Scrolls up to what keys have led to and what is not to be seen. Browsers do not get there: as far as they scroll, a column
/// that sticks to the window goes along, up to where it begins.
pub fn bring_into_sight(event: &FocusEvent) {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    if !element.matches(":focus-visible").unwrap_or(false) {
        return;
    }
    let scrolled = || window().scroll_y().unwrap_or(0.0);
    let above = || element.get_bounding_client_rect().top() - MARGIN_PX;
    let mut last = f64::INFINITY;
    while above() < 0.0 && scrolled() < last {
        last = scrolled();
        window().scroll_by_with_x_and_y(0.0, above());
    }
}
