//! The keys of the page: one table, which the listener and the help read. Machines (`diagram/overlay/keyboard.rs`), their menus,
//! numbers in the text (`ui/prose/drag.rs`) and the list of stages have keys of their own while they have the focus.

use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use scalewalk_course::page::Messages;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use crate::browser::{full_screen, key_press, route};
use crate::state::shared::{Mode, Shared, shared};
use crate::ui::frame::theme;
use crate::ui::kit::format;
use crate::ui::kit::ui::{Ui, ui};
use crate::ui::time::time_bar::{change_speed, step, toggle};
use crate::ui::walk::walk_panel::{press_on, walk_back, walk_on};

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

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Plays or pauses; in a walk, one hop on.
    Play,
    /// To the next stage.
    Next,
    /// To the last stage.
    Back,
    /// One event on.
    Step,
    /// Time goes slower.
    Slower,
    /// Time goes faster.
    Faster,
    /// One hop on in a walk.
    WalkOn,
    /// One hop back in a walk.
    WalkBack,
    /// To a walk, and back to all traffic.
    Mode,
    /// Takes the last change back.
    Undo,
    /// Does it again.
    Redo,
    /// To the next theme.
    Theme,
    /// To the whole screen and back.
    FullScreen,
    /// Opens the help.
    Help,
}

impl Action {
    /// What it does, in words.
    pub fn message(self, messages: &Messages) -> &'static str {
        match self {
            Self::Play => messages.keys_play,
            Self::Next => messages.keys_next,
            Self::Back => messages.keys_back,
            Self::Step => messages.keys_step,
            Self::Slower => messages.keys_slower,
            Self::Faster => messages.keys_faster,
            Self::WalkOn => messages.keys_walk_on,
            Self::WalkBack => messages.keys_walk_back,
            Self::Mode => messages.keys_mode,
            Self::Undo => messages.keys_undo,
            Self::Redo => messages.keys_redo,
            Self::Theme => messages.keys_theme,
            Self::FullScreen => messages.keys_full,
            Self::Help => messages.keys_help,
        }
    }

    /// Whether it can be done here: in a frame arrows are not the page's, whose reader may mean the host's slides.
    pub fn is_possible(self, s: Shared) -> bool {
        match self {
            Self::FullScreen => full_screen::is_possible(),
            Self::Next | Self::Back => !s.embedded,
            _ => true,
        }
    }

    /// Does it, if there is something to do. What nothing shows to a reader who does not see the page is said.
    fn perform(self, s: Shared, ui: Ui) -> bool {
        let walking = s.mode.get_untracked() == Mode::Walk;
        let messages = s.messages();
        let say = |text: &str| s.announcements.say(text.to_owned());
        match self {
            _ if !self.is_possible(s) => return false,
            Self::Next => return go(s, 1),
            Self::Back => return go(s, -1),
            Self::WalkOn | Self::WalkBack if !walking => say(messages.said_no_walk),
            Self::Play if walking => press_on(s),
            Self::Play => toggle(s),
            Self::Step => step(s),
            Self::Slower | Self::Faster => {
                change_speed(s, if self == Self::Slower { -1 } else { 1 });
                say(&format!("{}: {}.", messages.speed, format::speed_spoken(s.speed.get_untracked(), messages)));
            }
            Self::WalkOn if !walk_on(s) => say(messages.said_walk_end),
            Self::WalkBack if !walk_back(s) => say(messages.said_walk_begin),
            Self::WalkOn | Self::WalkBack => {}
            Self::Mode if walking => s.end_walk(),
            Self::Mode => s.start_walk(0),
            Self::Undo => s.undo(),
            Self::Redo => s.redo(),
            Self::Theme => {
                ui.theme.update(|theme| *theme = theme.next());
                let name = theme::name(ui.theme.get_untracked(), messages);
                say(&format!("{}: {name}.", messages.theme_label));
            }
            Self::FullScreen => full_screen::toggle(),
            Self::Help => ui.help.set(true),
        }
        true
    }
}

/// A key of the page. It has no functions: those that a table in memory names would all be loaded first.
pub struct Key {
    /// What is written on it; nothing on the space bar.
    pub label: &'static str,
    /// What the browser calls it, in small letters.
    key: &'static str,
    /// Its place on a keyboard, as the browser calls it: that of the key on an American one.
    pub code: &'static str,
    /// Whether it is pressed together with Shift.
    pub shift: bool,
    /// Who takes it for themselves.
    pub kind: Kind,
    /// What it does.
    pub action: Action,
}

const LETTER: Key = Key { label: "", key: "", code: "", shift: false, kind: Kind::Letter, action: Action::Help };
const PRESS: Key = Key { kind: Kind::Press, ..LETTER };
const ARROW: Key = Key { kind: Kind::Arrow, ..LETTER };

/// All of them, in the order of the help.
#[rustfmt::skip]
pub const KEYS: [Key; 15] = [
    Key { label: "", key: " ", code: "Space", action: Action::Play, ..PRESS },
    Key { label: "→", key: "arrowright", code: "ArrowRight", action: Action::Next, ..ARROW },
    Key { label: "←", key: "arrowleft", code: "ArrowLeft", action: Action::Back, ..ARROW },
    Key { label: "Enter", key: "enter", code: "Enter", action: Action::WalkOn, ..PRESS },
    Key { label: ".", key: ".", code: "Period", action: Action::Step, ..LETTER },
    Key { label: "[", key: "[", code: "BracketLeft", action: Action::Slower, ..LETTER },
    Key { label: "]", key: "]", code: "BracketRight", action: Action::Faster, ..LETTER },
    Key { label: "n", key: "n", code: "KeyN", action: Action::WalkOn, ..LETTER },
    Key { label: "b", key: "b", code: "KeyB", action: Action::WalkBack, ..LETTER },
    Key { label: "w", key: "w", code: "KeyW", action: Action::Mode, ..LETTER },
    Key { label: "z", key: "z", code: "KeyZ", action: Action::Undo, ..LETTER },
    Key { label: "Shift+z", key: "z", code: "KeyZ", shift: true, action: Action::Redo, ..LETTER },
    Key { label: "t", key: "t", code: "KeyT", action: Action::Theme, ..LETTER },
    Key { label: "f", key: "f", code: "KeyF", action: Action::FullScreen, ..LETTER },
    Key { label: "?", key: "?", code: "Slash", shift: true, action: Action::Help, ..LETTER },
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
    // Enter is nobody's outside a walk; letters say what they are for.
    if key.kind == Kind::Press && key.action == Action::WalkOn && s.mode.get_untracked() != Mode::Walk {
        return false;
    }
    event.repeat() || key.action.perform(s, ui)
}

fn go(s: Shared, steps: isize) -> bool {
    let Some(stage) = untrack(|| s.neighbour(steps)) else { return false };
    route::go(s, stage, steps > 0);
    true
}
