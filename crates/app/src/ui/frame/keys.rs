//! The keys of the page: one table, which the listener and the help read.

use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use scalewalk_course::page::Messages;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::browser::{full_screen, key_press, route};
use crate::state::shared::{Mode, Shared, shared};
use crate::ui::kit::ui::{Ui, ui};
use crate::ui::time::time_bar::{change_speed, toggle};
use crate::ui::walk::walk_panel::{walk_back, walk_on};

/// What a key is, which says who takes it for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An arrow.
    Arrow,
    /// The space bar and Enter.
    Press,
    /// A key with a character on it. All of these can be turned off (WCAG 2.1.4).
    Letter,
}

impl Kind {
    /// The elements that take such a key for themselves while they have the focus.
    const fn taken_by(self) -> &'static str {
        match self {
            Self::Arrow => {
                "input, select, textarea, summary, pre, [contenteditable]:not([contenteditable=false]), [role=slider], \
                 [role=spinbutton], [role=radio], [role=tab], [role=menu], [role=listbox], [role=combobox], [role=grid], \
                 [role=tree], [role=textbox], [role=searchbox]"
            }
            Self::Press => {
                "a, button, input, select, textarea, summary, [contenteditable]:not([contenteditable=false]), \
                 [role=button], [role=link], [role=switch], [role=checkbox], [role=radio], [role=tab], [role=menu], \
                 [role=listbox], [role=combobox], [role=grid], [role=tree], [role=textbox], [role=searchbox]"
            }
            // Where one of several is chosen, letters look for it by its name.
            Self::Letter => {
                "input:not([type=range], [type=radio], [type=checkbox]), select, textarea, \
                 [contenteditable]:not([contenteditable=false]), [role=menu], [role=listbox], [role=combobox], \
                 [role=grid], [role=tree], [role=textbox], [role=searchbox], [role=spinbutton]"
            }
        }
    }
}

/// A key of the page.
pub struct Key {
    /// What is written on it.
    pub label: fn(&Messages) -> &'static str,
    /// What the browser calls it, in small letters.
    key: &'static str,
    /// Its place on a keyboard, as the browser calls it: that of the key on an American one.
    pub code: &'static str,
    /// Whether it is pressed together with Shift.
    pub shift: bool,
    /// Who takes it for themselves.
    pub kind: Kind,
    /// What it does, in words.
    pub message: fn(&Messages) -> &'static str,
    /// Whether this browser can do that.
    pub possible: fn() -> bool,
    /// Does it, if there is something to do.
    press: fn(Shared, Ui) -> bool,
}

const LETTER: Key = Key {
    label: |_| "",
    key: "",
    code: "",
    shift: false,
    kind: Kind::Letter,
    message: |_| "",
    possible: || true,
    press: |_, _| false,
};
const PRESS: Key = Key { kind: Kind::Press, ..LETTER };
const ARROW: Key = Key { kind: Kind::Arrow, ..LETTER };

/// All of them, in the order of the help.
#[rustfmt::skip]
pub const KEYS: [Key; 15] = [
    Key { label: |m| m.keys_space, key: " ", code: "Space", message: |m| m.keys_play, press: play, ..PRESS },
    Key { label: |_| "→", key: "arrowright", code: "ArrowRight", message: |m| m.keys_next, press: |s, _| go(s, 1), ..ARROW },
    Key { label: |_| "←", key: "arrowleft", code: "ArrowLeft", message: |m| m.keys_back, press: |s, _| go(s, -1), ..ARROW },
    Key { label: |_| "Enter", key: "enter", code: "Enter", message: |m| m.keys_walk_on, press: |s, _| in_walk(s, walk_on), ..PRESS },
    Key { label: |_| ".", key: ".", code: "Period", message: |m| m.keys_step, press: step, ..LETTER },
    Key { label: |_| "[", key: "[", code: "BracketLeft", message: |m| m.keys_slower, press: |s, _| speed(s, -1), ..LETTER },
    Key { label: |_| "]", key: "]", code: "BracketRight", message: |m| m.keys_faster, press: |s, _| speed(s, 1), ..LETTER },
    Key { label: |_| "n", key: "n", code: "KeyN", message: |m| m.keys_walk_on, press: |s, _| in_walk(s, walk_on), ..LETTER },
    Key { label: |_| "b", key: "b", code: "KeyB", message: |m| m.keys_walk_back, press: |s, _| in_walk(s, walk_back), ..LETTER },
    Key { label: |_| "w", key: "w", code: "KeyW", message: |m| m.keys_mode, press: mode, ..LETTER },
    Key { label: |_| "z", key: "z", code: "KeyZ", message: |m| m.keys_undo, press: undo, ..LETTER },
    Key { label: |_| "Shift+z", key: "z", code: "KeyZ", shift: true, message: |m| m.keys_redo, press: redo, ..LETTER },
    Key { label: |_| "t", key: "t", code: "KeyT", message: |m| m.keys_theme, press: theme, ..LETTER },
    Key { label: |_| "f", key: "f", code: "KeyF", message: |m| m.keys_full, possible: full_screen::is_possible, press: full, ..LETTER },
    Key { label: |_| "?", key: "?", code: "Slash", shift: true, message: |m| m.keys_help, press: help, ..LETTER },
];

impl Key {
    /// The key that was pressed. What is written on it counts, capital or small; where that is no Latin letter, its
    /// place does.
    fn of(event: &KeyboardEvent) -> Option<&'static Self> {
        let (pressed, code, shift) = (event.key().to_ascii_lowercase(), event.code(), event.shift_key());
        let find = |fits: &dyn Fn(&Self) -> bool| KEYS.iter().find(|key| fits(key));
        find(&|key| key.key == pressed && key.shift == shift)
            .or_else(|| find(&|key| key.key == pressed))
            .or_else(|| find(&|key| key.code == code && key.shift == shift && key.may_read(&pressed)))
    }

    /// Whether `text` may be written on the key at its place. A Latin letter or digit is always meant itself; another
    /// sign of ASCII may be at the place of a sign, and none at that of a letter.
    fn may_read(&self, text: &str) -> bool {
        match text.as_bytes() {
            [sign] => !sign.is_ascii_alphanumeric() && !self.code.starts_with("Key"),
            _ => true,
        }
    }
}

/// Listens for as long as the page lives.
pub fn listen() {
    let (s, ui) = (shared(), ui());
    let _ = use_event_listener(window(), ev::keydown, move |event| {
        if !key_press::is_taken(&event) && press(s, ui, &event) {
            event.prevent_default();
        }
    });
}

/// Whether the key was one of the page's, and nobody else's.
fn press(s: Shared, ui: Ui, event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let inside = |what: &str| target.as_ref().is_some_and(|target| target.closest(what).ok().flatten().is_some());
    // A key that is held moves sliders and nothing else; Enter would press Next again and again.
    if event.repeat() && event.key() == "Enter" && inside("a, button, summary") {
        return true;
    }
    if inside("dialog") {
        return false;
    }
    let Some(key) = Key::of(event) else { return false };
    if inside(key.kind.taken_by()) || (key.kind == Kind::Letter && !ui.letters.get_untracked()) {
        return false;
    }
    event.repeat() || ((key.possible)() && (key.press)(s, ui))
}

fn go(s: Shared, steps: isize) -> bool {
    let Some(stage) = untrack(|| s.neighbour(steps)) else { return false };
    route::go(s, stage, steps > 0);
    true
}

fn play(s: Shared, _: Ui) -> bool {
    toggle(s);
    true
}

fn step(s: Shared, _: Ui) -> bool {
    s.step();
    true
}

fn speed(s: Shared, by: i32) -> bool {
    change_speed(s, by);
    true
}

fn in_walk(s: Shared, then: fn(Shared)) -> bool {
    let walking = s.mode.get_untracked() == Mode::Walk;
    if walking {
        then(s);
    }
    walking
}

fn mode(s: Shared, _: Ui) -> bool {
    if s.mode.get_untracked() == Mode::Walk {
        s.end_walk()
    } else {
        s.start_walk(0)
    }
    true
}

fn undo(s: Shared, _: Ui) -> bool {
    s.undo();
    true
}

fn redo(s: Shared, _: Ui) -> bool {
    s.redo();
    true
}

fn theme(_: Shared, ui: Ui) -> bool {
    ui.theme.update(|theme| *theme = theme.next());
    true
}

fn full(_: Shared, _: Ui) -> bool {
    full_screen::toggle();
    true
}

fn help(_: Shared, ui: Ui) -> bool {
    ui.help.set(true);
    true
}
