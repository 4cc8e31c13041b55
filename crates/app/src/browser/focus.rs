//! Where the keyboard goes on, when what it was at has gone or lies behind.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, FocusEvent, HtmlElement, Node};

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
