//! One address per place, on any plain static host: `<folder>/<stage>/`. The folder is the document's base.
//! What stands in an address, [`Address`] says; who writes it, [`address_bar`].

use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use scalewalk_course::Stage;
use scalewalk_course::address::{Address, Place};
use scalewalk_course::page::Messages;
use web_sys::Url;

use crate::browser::{address_bar, focus};
use crate::state::shared::Shared;

/// The path of the folder in which the page lies, with a slash at its end.
fn folder() -> String {
    let base = document().base_uri().ok().flatten().and_then(|base| Url::new(&base).ok());
    let path = base.map_or_else(|| "/".to_owned(), |url| url.pathname());
    path.rsplit_once('/').map_or_else(|| "/".to_owned(), |(folder, _)| format!("{folder}/"))
}

/// What the browser's address says, and what is to be said about it.
pub fn read(messages: &Messages) -> (Address, Vec<String>) {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    // Of a path that lies elsewhere, as on hosts that answer any, the last part may still name a stage.
    let below =
        path.strip_prefix(&folder()).unwrap_or_else(|| path.rsplit('/').find(|part| !part.is_empty()).unwrap_or(""));
    Address::read(below, query.trim_start_matches('?'), messages)
}

/// A link to what was written as a path below the folder, with its query.
pub fn href(written: &str) -> String {
    folder() + written
}

/// Goes to another stage and keeps it in the history. `before` shows first the trouble that it ends.
pub fn go(shared: Shared, stage: &'static Stage, before: bool) {
    shared.go(Place { stage, before: before && stage.before.is_some() });
    // Who goes on from the text begins at the top of the next; who goes on from the header stays there.
    if !focus::is_within(".head") {
        focus::moves_to("h1");
    }
    if !shared.embedded {
        let top = web_sys::ScrollToOptions::new();
        top.set_top(0.0);
        window().scroll_to_with_scroll_to_options(&top);
    }
    let messages = shared.messages();
    if let Some(heading) = shared.language.heading(stage.id) {
        shared
            .announcements
            .say(messages.said_stage.replace("{n}", &heading.number.to_string()).replace("{title}", heading.title));
    }
}

/// Follows the history, and keeps address and title in step with the page.
pub fn listen(shared: Shared) {
    let _ = use_event_listener(window(), ev::popstate, move |_| {
        let (address, warnings) = read(shared.messages());
        address_bar::shows(&address);
        if untrack(|| shared.address()) != address {
            shared.open(&address);
        }
        shared.warnings.set(warnings);
    });
    Effect::new(move |_| {
        let stage = shared.stage.get();
        if let Some(heading) = shared.language.heading(stage.id) {
            document().set_title(&format!("{}. {} | {}", heading.number, heading.title, shared.messages().site));
        }
    });
    address_bar::keep(shared);
}
