//! A stage: text, picture, instruments and time.

use leptos::prelude::*;
use scalewalk_course::challenge::level_on;
use scalewalk_model::{Config, ShardKey};

use crate::browser::deferred;
use crate::browser::deferred::Deferred;
use crate::diagram::Diagram;
use crate::state::shared::{Shared, shared};
use crate::ui::frame::header::{Header, follow_link, link};
use crate::ui::frame::legend::Legend;
use crate::ui::frame::parts_missing::PartsMissing;
use crate::ui::frame::stage_header::StageHeader;
use crate::ui::frame::warnings::Warnings;
use crate::ui::kit::ui::Ui;
use crate::ui::prose::text::Prose;
use crate::ui::time::time_bar::TimeBar;

/// The whole page. What is seen below each other on a phone stands in that order in the document, too.
#[component]
pub fn StagePage() -> impl IntoView {
    let s = shared();
    let ui = Ui::new(s);
    provide_context(ui);
    let messages = s.messages();
    let skip = move |click: web_sys::MouseEvent| {
        // The document's base is not the page itself, so a fragment would lead away.
        click.prevent_default();
        if let Some(text) = document().get_element_by_id("text") {
            use wasm_bindgen::JsCast;
            let _ = text.unchecked_into::<web_sys::HtmlElement>().focus();
        }
    };
    let main = move || {
        if ui.narrow.get() {
            view! {
                <StageHeader />
                <Diagram />
                <Legend />
                <ShardsRoom />
                <Prose />
                {later(s, |deferred| deferred.upright)}
            }
            .into_any()
        } else {
            view! {
                <div class="col">
                    <StageHeader />
                    <Prose />
                    {move || s.deferred.get().here().map(|deferred| (deferred.below_text)())}
                </div>
                <div class="stagecol">
                    <Diagram />
                    <Legend />
                    <ShardsRoom />
                    {later(s, |deferred| deferred.instruments)}
                </div>
            }
            .into_any()
        }
    };
    view! {
        <a class="skip" href="#text" on:click=skip>
            {messages.skip}
        </a>
        {(!s.embedded).then(|| view! { <Header /> })}
        <Warnings />
        <main
            class="page"
            class:embedded=s.embedded
            class:upright=move || ui.narrow.get()
            class:two=move || s.configs.with(|c| c.len() > 1)
            class:level=move || level_on(s.stage.get()).is_some()
        >
            {main}
        </main>
        <TimeBar />
        <Patterns />
        {move || s.deferred.get().here().map(|deferred| (deferred.overlays)())}
    }
}

/// Where the shards are shown, if there are any. On a phone the text stands below them, and they come later than it: the
/// room is kept, so that nothing is pushed down.
#[component]
fn ShardsRoom() -> impl IntoView {
    let s = shared();
    let of_first = |look: fn(&Config) -> bool| move |_: Option<&bool>| s.configs.with(|c| c.first().is_some_and(look));
    let (sharded, ring) =
        (Memo::new(of_first(|c| c.shards() > 0)), Memo::new(of_first(|c| c.shards.key == ShardKey::Ring)));
    move || {
        sharded.get().then(|| {
            view! {
                <div class="shards-room" class:with-ring=ring>
                    {move || s.deferred.get().here().map(|deferred| (deferred.shards)())}
                </div>
            }
        })
    }
}

/// What is no part of the first picture: it comes with the deferred code, into the room that is kept for it.
fn later(s: Shared, which: fn(&Deferred) -> fn() -> AnyView) -> impl IntoView {
    move || match s.deferred.get() {
        deferred::State::Here(deferred) => which(&deferred)(),
        deferred::State::Coming => view! { <div class="room"></div> }.into_any(),
        deferred::State::Missing => view! { <PartsMissing /> }.into_any(),
    }
}

/// The way on, at the end of the text.
#[component]
pub fn NextEnd() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    move || {
        let stage = s.neighbour(1)?;
        let heading = s.language.heading(stage.id)?;
        let total = scalewalk_course::STAGES.len().to_string();
        let place = messages.stage_of.replace("{n}", &heading.number.to_string()).replace("{total}", &total);
        Some(view! {
            <a class="next-end" href=link(s, stage) on:click=follow_link(s, stage, true)>
                <span>{messages.next} ": " {place}</span>
                <b>{heading.title}</b>
            </a>
        })
    }
}

/// Hatching for bars, which a style sheet cannot draw by itself.
#[component]
fn Patterns() -> impl IntoView {
    const HATCH: &str = r#"<defs><pattern id="hatch-fail" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path d="M0 2h4" class="hatch-line"/></pattern></defs>"#;
    view! { <svg class="vh" width="0" height="0" aria-hidden="true" inner_html=HATCH></svg> }
}
