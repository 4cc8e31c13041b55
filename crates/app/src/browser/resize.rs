//! How wide a part of the page is, kept up to date.

use leptos::html;
use leptos::prelude::*;
use leptos_use_resize_observer::use_resize_observer;

/// The width of `node` in pixels; 0 until it is on the page.
pub fn width_of(node: NodeRef<html::Div>) -> RwSignal<f64> {
    let width = RwSignal::new(0.0);
    let look = move || {
        let Some(Some(element)) = node.try_get_untracked() else { return };
        let now = f64::from(element.client_width());
        if width.try_get_untracked().is_some_and(|old| old != now) {
            width.set(now);
        }
    };
    // The observer tells of a new element only with the next frame.
    Effect::new(move |_| {
        node.track();
        look();
    });
    use_resize_observer(node, move |_, _| look());
    width
}
