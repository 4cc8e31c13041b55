//! The keys of the page. Those with a character on them can be turned off (WCAG 2.1.4).

use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use crate::browser::route;
use crate::state::shared::{Mode, Shared, shared};
use crate::ui::kit::ui::{Ui, ui};
use crate::ui::time::time_bar::{change_speed, toggle};
use crate::ui::walk::walk_panel::{walk_back, walk_on};

/// What takes the arrow keys for itself.
const ARROWS: &str =
    "input, select, textarea, [role=slider], [role=radio], [role=menu], dialog, summary, pre, [contenteditable]";
/// What takes the space bar and Enter for itself.
const PRESSED: &str = "a, button, input, select, textarea, summary, [role=switch], dialog, [contenteditable]";
/// What takes letters for itself.
const TYPED: &str = "input:not([type=range]):not([type=radio]):not([type=checkbox]), textarea, [contenteditable]";

/// Listens for as long as the page lives.
pub fn listen() {
    let (s, ui) = (shared(), ui());
    let _ = use_event_listener(window(), ev::keydown, move |key| {
        if !key.default_prevented() && !key.ctrl_key() && !key.meta_key() && !key.alt_key() && press(s, ui, &key) {
            key.prevent_default();
        }
    });
}

fn press(s: Shared, ui: Ui, key: &KeyboardEvent) -> bool {
    let target = key.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    let inside = |what: &str| target.as_ref().is_some_and(|t| t.closest(what).ok().flatten().is_some());
    if inside("dialog") {
        return false;
    }
    let walking = s.mode.get_untracked() == Mode::Walk;
    match key.key().as_str() {
        "ArrowRight" | "ArrowLeft" if inside(ARROWS) => return false,
        "ArrowRight" => return go(s, 1),
        "ArrowLeft" => return go(s, -1),
        " " | "Enter" if inside(PRESSED) => return false,
        " " => toggle(s),
        "Enter" if walking => walk_on(s),
        _ if !ui.letters.get_untracked() || inside(TYPED) => return false,
        "." => s.step(),
        "[" => change_speed(s, -1),
        "]" => change_speed(s, 1),
        "w" if walking => s.end_walk(),
        "w" => s.start_walk(0),
        "n" if walking => walk_on(s),
        "b" if walking => walk_back(s),
        "t" => ui.theme.update(|theme| *theme = theme.next()),
        "?" => ui.help.set(true),
        _ => return false,
    }
    true
}

fn go(s: Shared, steps: isize) -> bool {
    let Some(stage) = untrack(|| s.neighbour(steps)) else { return false };
    route::go(s, stage, steps > 0);
    true
}
