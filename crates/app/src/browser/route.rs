//! One address per stage, on any plain static host: `<folder>/<stage>/`. The folder is the document's base.

use leptos::ev;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use scalewalk_course::{Stage, stages};
use web_sys::{Url, UrlSearchParams};

use crate::browser::address::Address;
use crate::state::shared::Shared;

/// The path of the page.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The pairs of the query.
pub fn query() -> Vec<(String, String)> {
    let search = window().location().search().unwrap_or_default();
    let Ok(params) = UrlSearchParams::new_with_str(&search) else { return Vec::new() };
    params
        .entries()
        .into_iter()
        .flatten()
        .filter_map(|pair| {
            let pair = js_sys::Array::from(&pair);
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        })
        .collect()
}

/// The address of a stage, with the settings in which it differs from the stage's own.
pub fn href(stage: &Stage, query: &str) -> String {
    let base = document().base_uri().ok().flatten().and_then(|base| Url::new(&base).ok());
    let folder = base.map_or_else(|| "./".to_owned(), |url| url.pathname());
    let folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{}/{query}", stage.id)
}

/// Goes to another stage and keeps it in the history. `before` shows first the trouble that it ends.
pub fn go(shared: Shared, stage: &'static Stage, before: bool) {
    if stage.id != shared.stage.get_untracked().id
        && let Ok(history) = window().history()
    {
        // A page inside a sandbox may not have a history; the stage changes all the same.
        let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&href(stage, "")));
    }
    shared.go(stage, before);
    let top = web_sys::ScrollToOptions::new();
    top.set_top(0.0);
    if !shared.embedded {
        window().scroll_to_with_scroll_to_options(&top);
    }
    let messages = shared.messages();
    if let Some(heading) = shared.language.heading(stage.id) {
        shared
            .announcement
            .set(messages.said_stage.replace("{n}", &heading.number.to_string()).replace("{title}", heading.title));
    }
}

/// Follows the history, and keeps address and title in step with the page.
pub fn listen(shared: Shared) {
    let _ = use_event_listener(window(), ev::popstate, move |_| {
        let path = path();
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or("").to_owned();
        let stage = stages::find(&name).unwrap_or(&scalewalk_course::STAGES[0]);
        if stage.id != shared.stage.get_untracked().id {
            shared.go(stage, false);
        }
    });
    Effect::new(move |_| {
        let stage = shared.stage.get();
        if let Some(heading) = shared.language.heading(stage.id) {
            document().set_title(&format!("{}. {} | {}", heading.number, heading.title, shared.messages().site));
        }
    });
    // The settings are written once they have stayed for a moment; sliders make many.
    let mut write = debounce(std::time::Duration::from_millis(400), move |query: String| {
        let Some(stage) = shared.stage.try_get_untracked() else { return };
        if let Ok(history) = window().history() {
            let address = href(stage, &query);
            let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address));
        }
    });
    Effect::new(move |first: Option<()>| {
        let configs = shared.configs.get();
        let before = shared.before.get();
        if first.is_some() && !before && !shared.embedded {
            write(Address::write(shared.stage.get_untracked(), &configs));
        }
    });
}
