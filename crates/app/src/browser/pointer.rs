//! What a finger means that may still be about to scroll the page.

use leptos::prelude::*;
use web_sys::PointerEvent;

/// How far a finger goes to the side before that is meant, in pixels.
const MEANT_PX: i32 = 4;

/// A finger on something that is dragged to the side, in a page that is scrolled up and down. What it does counts once it
/// has gone to the side, or was lifted where it was put: never if the page is scrolled by it.
#[derive(Clone, Copy)]
pub struct Finger(StoredValue<Option<(i32, i32)>>);

impl Finger {
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// It is put down. Mice and pens mean what they do.
    pub fn down(self, event: &PointerEvent) {
        self.0.set_value((event.pointer_type() == "touch").then(|| (event.client_x(), event.client_y())));
    }

    /// It moves. Whether it is clear from now on that this is meant.
    pub fn moves(self, event: &PointerEvent) -> bool {
        let Some((x, y)) = self.0.get_value() else { return false };
        let (across, along) = ((event.client_x() - x).abs(), (event.client_y() - y).abs());
        let meant = across >= MEANT_PX && across > along;
        if meant {
            self.0.set_value(None);
        }
        meant
    }

    /// It is gone. Whether it had been waited with what it did.
    pub fn gone(self) -> bool {
        self.0.try_update_value(Option::take).flatten().is_some()
    }

    /// Whether it may still be about to scroll.
    pub fn may_scroll(self) -> bool {
        self.0.with_value(Option::is_some)
    }
}
