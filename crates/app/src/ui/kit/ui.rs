//! What only the components share: theme, form of the page, keys, and results of claims.

use std::collections::BTreeMap;

use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use scalewalk_course::address::Theme;

use crate::browser::animation_frame::now_ms;
use crate::browser::storage;
use crate::state::shared::{Mode, Shared};
use crate::view_model::readout::Readout;

/// What a claim's runs gave.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Whether all checks hold.
    pub holds: bool,
    /// The first check, for the reader.
    pub text: String,
}

/// State of the components. It is a pointer, and cheap to copy.
#[derive(Clone, Copy)]
pub struct Ui(&'static State);

/// What the components share, for as long as the page is open.
pub struct State {
    /// The theme.
    pub theme: RwSignal<Theme>,
    /// Whether the page is as narrow as a phone; parts then stand in another order.
    pub narrow: RwSignal<bool>,
    /// Whether keys with a character on them do something.
    pub letters: RwSignal<bool>,
    /// Whether the help is open.
    pub help: RwSignal<bool>,
    /// Whether each setting is explained below its control.
    pub explained: RwSignal<bool>,
    /// Which of several data centers panels tell of.
    pub site: RwSignal<usize>,
    /// The read-out, twice a second: numbers in running text shall not flicker.
    pub calm: RwSignal<Readout>,
    /// What claims gave, by id, for as long as the page is open.
    pub verdicts: RwSignal<BTreeMap<&'static str, Verdict>>,
}

impl core::ops::Deref for Ui {
    type Target = State;

    fn deref(&self) -> &State {
        self.0
    }
}

/// The state of the components, from anywhere below the page.
///
/// # Panics
/// Outside the page.
pub fn ui() -> Ui {
    expect_context()
}

/// Narrower than this the parts stand below each other; as in `page.css`.
const NARROW: &str = "(max-width: 47.99em)";
/// So they do on a phone on its side.
const LOW: &str = "(max-width: 63.99em) and (max-height: 31em)";
/// Milliseconds between two changes of the calm read-out.
const CALM_MS: f64 = 500.0;

impl Ui {
    /// Reads what was kept, and follows window and read-out.
    pub fn new(s: Shared) -> Self {
        let ui = Self(Box::leak(Box::new(State {
            theme: RwSignal::new(asked_theme(s)),
            narrow: RwSignal::new(is_narrow(s.embedded)),
            letters: RwSignal::new(storage::get("letters").as_deref() != Some("off")),
            help: RwSignal::new(false),
            explained: RwSignal::new(false),
            site: RwSignal::new(0),
            calm: RwSignal::new(Readout::default()),
            verdicts: RwSignal::new(BTreeMap::new()),
        })));
        let _ = use_event_listener(window(), ev::resize, move |_| {
            let narrow = is_narrow(s.embedded);
            if ui.narrow.try_get_untracked().is_some_and(|old| old != narrow) {
                ui.narrow.set(narrow);
            }
        });
        Effect::new(move |first: Option<()>| {
            let theme = ui.theme.get();
            if let Some(root) = document().document_element() {
                let _ = match theme {
                    Theme::System => root.remove_attribute("data-theme"),
                    _ => root.set_attribute("data-theme", theme.key()),
                };
            }
            if first.is_some() {
                storage::set("theme", theme.key());
                // Where the address asks for one, it now asks for this one.
                if s.theme.with_untracked(Option::is_some) {
                    s.theme.set(Some(theme));
                }
            }
        });
        Effect::new(move |first: Option<()>| {
            let letters = ui.letters.get();
            if first.is_some() {
                storage::set("letters", if letters { "on" } else { "off" });
            }
        });
        Effect::new(move |last: Option<(f64, &'static str)>| {
            let now = now_ms();
            let readout = s.readout.get();
            let stage = s.stage.get().id;
            // What stands still does not flicker.
            let runs = s.playing.get() || s.mode.get() == Mode::Walk;
            let (then, old) = last.unwrap_or((f64::NEG_INFINITY, stage));
            if runs && now - then < CALM_MS && old == stage {
                return (then, old);
            }
            ui.calm.set(readout);
            (now, stage)
        });
        ui
    }
}

fn asked_theme(s: Shared) -> Theme {
    let kept = || storage::get("theme").and_then(|key| Theme::named(&key));
    s.theme.get_untracked().or_else(kept).unwrap_or(Theme::System)
}

/// Whether the parts stand below each other. In a frame nothing follows from the height, which is the host's to set.
fn is_narrow(embedded: bool) -> bool {
    let matches = |query: &str| window().match_media(query).ok().flatten().is_some_and(|query| query.matches());
    matches(NARROW) || (!embedded && matches(LOW))
}
