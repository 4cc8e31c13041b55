//! The texts of the stages: a file for each, fetched with the stage and kept for as long as the page is open.

use std::cell::RefCell;
use std::time::Duration;

use js_sys::futures::JsFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use scalewalk_course::page::Page;
use scalewalk_course::{Stage, prose};
use wasm_bindgen::JsCast;
use web_sys::Response;

use crate::browser::files;
use crate::state::shared::Shared;

/// A text, as far as it is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Text {
    /// It is on its way.
    Coming,
    /// It is there.
    Here(&'static Page),
    /// It could not be fetched.
    Missing,
}

thread_local! {
    static KEPT: RefCell<Vec<&'static Page>> = const { RefCell::new(Vec::new()) };
}

/// How long after a text the next one is fetched: what the page itself loads goes before.
const AFTER: Duration = Duration::from_secs(1);

/// The text of a stage if it has been fetched.
fn kept(stage: &Stage) -> Option<&'static Page> {
    KEPT.with_borrow(|all| all.iter().copied().find(|page| page.stage == stage.id))
}

/// The text of a stage in the language with this code, fetched unless it is kept.
pub async fn fetch(language: &str, stage: &Stage) -> Text {
    if let Some(page) = kept(stage) {
        return Text::Here(page);
    }
    let file = load(&format!("{}/{}/{language}.txt", files::texts(), stage.id)).await;
    let Some(page) = file.and_then(|text| prose::read(text.leak())) else { return Text::Missing };
    KEPT.with_borrow_mut(|all| all.push(page));
    Text::Here(page)
}

async fn load(file: &str) -> Option<String> {
    let response = JsFuture::from(window().fetch_with_str(file)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// Shows the text of the stage on the page as soon as it is there.
pub fn show(s: Shared) {
    let stage = s.stage.get_untracked();
    if let Some(page) = kept(stage) {
        s.text.set(Text::Here(page));
        return;
    }
    s.text.set(Text::Coming);
    spawn_local(async move {
        let text = fetch(s.language.code, stage).await;
        if s.stage.get_untracked().id == stage.id {
            s.text.set(text);
        }
    });
}

/// Fetches the text of the stage after the one on the page, a while after that has come.
pub fn fetch_next(s: Shared) {
    Effect::new(move |_| {
        let next = s.neighbour(1);
        if let (Text::Here(_), Some(next)) = (s.text.get(), next) {
            set_timeout(
                move || {
                    spawn_local(async move {
                        fetch(s.language.code, next).await;
                    });
                },
                AFTER,
            );
        }
    });
}
