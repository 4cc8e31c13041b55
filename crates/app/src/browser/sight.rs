//! Whether something is on the screen: not scrolled away, also where the page sits in a frame that was.

use leptos::html;
use leptos::prelude::*;
use leptos_use_intersection_observer::use_intersection_observer;
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry};

/// Scrolls the page to the first element of `selector`, unless its upper half is on the screen. What has the focus keeps it.
pub fn bring(selector: &str) {
    let Some(element) = document().query_selector(selector).ok().flatten() else { return };
    let place = element.get_bounding_client_rect();
    let high = window().inner_height().ok().and_then(|high| high.as_f64()).unwrap_or(0.0);
    if place.top() < 0.0 || place.top() + place.height() / 2.0 > high {
        element.scroll_into_view();
    }
}

/// Whether any of the page is on the screen. It is as long as the browser says nothing else.
pub fn page_in_sight() -> RwSignal<bool> {
    let seen = RwSignal::new(true);
    if let Some(body) = document().body() {
        use_intersection_observer(Element::from(body), told(seen));
    }
    seen
}

/// Whether any of `node` is on the screen. It is not as long as the browser says nothing.
pub fn in_sight(node: NodeRef<html::Section>) -> RwSignal<bool> {
    let seen = RwSignal::new(false);
    use_intersection_observer(node, told(seen));
    seen
}

fn told(seen: RwSignal<bool>) -> impl FnMut(Vec<IntersectionObserverEntry>, IntersectionObserver) {
    move |entries, _| {
        let Some(now) = entries.last().map(IntersectionObserverEntry::is_intersecting) else { return };
        if seen.try_get_untracked().is_some_and(|old| old != now) {
            seen.set(now);
        }
    }
}
