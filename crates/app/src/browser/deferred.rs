//! What no stage needs for its first picture is a WebAssembly module of its own, which is fetched when the stage runs.
//!
//! [`Deferred`] lists it: functions that are reached through it alone are linked into the second module
//! (`cargo xtask pages` splits them off). What the page shows beside picture, text and time waits for it.

use js_sys::futures::JsFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;
use scalewalk_course::Lane;
use scalewalk_course::picture::Form;

use crate::browser::styles;
use crate::diagram::draw::renderer::Renderer;
use crate::diagram::frame::Elements;
use crate::diagram::overlay::placement;
use crate::diagram::print;
use crate::state::shared::{Asked, Shared};
use crate::state::undo::Target;
use crate::ui::deferred as views;
use crate::ui::kit::ui::Ui;

type Remember = fn(Shared, Asked, String, &[Target], &dyn Fn() -> bool) -> bool;
type Print = fn(Shared, StoredValue<Renderer, LocalStorage>, RwSignal<Form>, Elements, UnsyncCallback<()>);

/// The entrances of the deferred code.
#[derive(Clone, Copy, Debug)]
pub struct Deferred {
    /// All below text and picture, one below the other.
    pub upright: fn() -> AnyView,
    /// What comes after the text, where it stands in a column of its own.
    pub below_text: fn() -> AnyView,
    /// The shards of a system that has some.
    pub shards: fn() -> AnyView,
    /// What stands below the picture beside it.
    pub instruments: fn() -> AnyView,
    /// What the time bar has besides time.
    pub tools: fn() -> AnyView,
    /// What has no room of its own: the live region, the keys and their help.
    pub overlays: fn() -> AnyView,
    /// The ways from a stage in a frame.
    pub frame_ways: fn() -> AnyView,
    /// One request, hop by hop.
    pub walk: fn() -> AnyView,
    /// The choice of data center, after the words that it completes.
    pub site_choice: fn(Shared, Ui, &'static str) -> AnyView,
    /// The dead letters of a queue.
    pub dead_letters: fn(Shared, Lane) -> AnyView,
    /// Notes what a reader changes.
    pub remember: Remember,
    /// Keeps the labels over the picture apart.
    pub place_labels: fn(&web_sys::HtmlElement),
    /// What happens to the picture when the page is printed.
    pub print: Print,
}

/// How far the deferred code is.
#[derive(Clone, Copy, Debug)]
pub enum State {
    /// It is on its way.
    Coming,
    /// It is there.
    Here(Deferred),
    /// It could not be fetched.
    Missing,
}

impl State {
    /// The code, if it is there.
    pub fn here(self) -> Option<Deferred> {
        match self {
            Self::Here(deferred) => Some(deferred),
            Self::Coming | Self::Missing => None,
        }
    }
}

const DEFERRED: Deferred = Deferred {
    upright: views::upright,
    below_text: views::below_text,
    shards: views::shards,
    instruments: views::instruments,
    tools: views::tools,
    overlays: views::overlays,
    frame_ways: views::frame_ways,
    walk: views::walk,
    site_choice: views::site_choice,
    dead_letters: views::dead_letters,
    remember: Shared::remember_now,
    place_labels: placement::place_all,
    print: print::listen,
};

/// The split: what is named here alone goes into the second module.
#[cfg(feature = "split")]
#[leptos::wasm_split::wasm_split(deferred, wasm_split_path = ::leptos::wasm_split, fallible)]
fn load() -> Result<Deferred, SplitLoaderError> {
    Ok(DEFERRED)
}

/// The same where everything is one module.
#[cfg(not(feature = "split"))]
async fn load() -> Result<Deferred, SplitLoaderError> {
    Ok(DEFERRED)
}

/// Fetches the deferred code; called again after a failure, it tries again.
pub fn fetch(s: Shared) {
    s.deferred.set(State::Coming);
    // Nothing is shown without its styles; both are on their way at once.
    let styles = JsFuture::from(styles::fetch_later());
    spawn_local(async move {
        let code = load().await;
        s.deferred.set(match (code, styles.await) {
            (Ok(code), Ok(_)) => State::Here(code),
            _ => State::Missing,
        });
    });
}
