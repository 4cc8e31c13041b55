//! What all who listen for keys ask of a key first.

use web_sys::KeyboardEvent;

/// Whether a key is not the page's: with Ctrl, Meta, Alt or AltGr it is the browser's or a character of its own, and
/// while text is composed it belongs to that.
pub fn is_taken(key: &KeyboardEvent) -> bool {
    key.ctrl_key()
        || key.meta_key()
        || key.alt_key()
        || key.get_modifier_state("AltGraph")
        || key.is_composing()
        || key.default_prevented()
}
