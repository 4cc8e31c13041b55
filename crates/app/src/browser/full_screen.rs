//! The page on the whole screen, where the browser and the page around a frame allow it.

use leptos::prelude::document;

/// Whether it can be.
pub fn is_possible() -> bool {
    document().fullscreen_enabled()
}

/// Whether it is.
pub fn is_on() -> bool {
    document().fullscreen_element().is_some()
}

/// Takes the page to the whole screen, or back.
pub fn toggle() {
    if is_on() {
        document().exit_fullscreen();
    } else if let Some(root) = document().document_element() {
        let _ = root.request_fullscreen();
    }
}
