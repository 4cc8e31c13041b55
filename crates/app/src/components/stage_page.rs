//! A stage: text, picture, instruments and time.

use scalewalk_course::challenge::level_on;

use super::challenge::Challenge;
use super::charts::Charts;
use super::controls::Controls;
use super::curve_panel::CurvePanel;
use super::faults::Faults;
use super::header::{Header, follow_link};
use super::help::HelpDialog;
use super::keys;
use super::know::Know;
use super::ladder::Ladder;
use super::lede::Lede;
use super::legend::Legend;
use super::live::Live;
use super::panels::Panels;
use super::prose::Prose;
use super::reactive::{act, live, maybe, part};
use super::shard_panel::ShardPanel;
use super::state_text::StateText;
use super::time_bar::TimeBar;
use super::try_it::TryIt;
use super::ui::Ui;
use super::warnings::Warnings;
use crate::context::{Shared, shared};
use crate::dom::*;
use crate::plate::Plate;
use crate::route;

/// The whole page. What is seen below each other on a phone stands in that order in the document, too.
#[component]
pub fn StagePage() -> impl IntoView {
    let s = shared();
    let ui = Ui::new(s);
    provide_context(ui);
    keys::listen();
    let words = s.words();
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
                <Lede />
                <Plate />
                <Legend />
                <ShardPanel />
                <Prose />
                {later(s, "room", || view! {
                    <Ladder />
                    <Challenge />
                    <CurvePanel />
                    <Controls />
                    <Faults />
                    <Charts />
                    <Panels />
                    <StateText />
                    <TryIt />
                    <Know />
                    <NextEnd />
                }.into_any())}
            }
            .into_any()
        } else {
            view! {
                <div class="col">
                    <Lede />
                    <Prose />
                    {later(s, "room", || view! {
                        <Ladder />
                        <Challenge />
                        <TryIt />
                        <Know />
                        <NextEnd />
                    }.into_any())}
                </div>
                <div class="stagecol">
                    <Plate />
                    <Legend />
                    <ShardPanel />
                    {later(s, "room", || view! {
                        <div class="instruments">
                            <CurvePanel />
                            <Controls />
                            <Faults />
                            <Charts />
                        </div>
                        <Panels />
                        <StateText />
                    }.into_any())}
                </div>
            }
            .into_any()
        }
    };
    view! {
        <a class="skip" href="#text" on:click=act(skip)>
            {words.skip}
        </a>
        {(!s.embedded).then(|| view! { <Header /> })}
        <Warnings />
        <main
            class="page"
            class:embedded=s.embedded
            class:two=live(move || s.configs.with(|c| c.len() > 1))
            class:level=live(move || level_on(s.stage.get()).is_some())
        >
            {part(main)}
        </main>
        <TimeBar />
        <Patterns />
        {later(s, "vh", || view! {
            <Live />
            <HelpDialog />
        }.into_any())}
    }
}

/// What is no part of the first picture: it comes with the rest of the code, into the room that is kept for it.
fn later(s: Shared, room: &'static str, view: fn() -> AnyView) -> AnyView {
    part(move || if s.rest_here.get() { view() } else { view! { <div class=room></div> }.into_any() })
}

/// The way on, at the end of the text.
#[component]
fn NextEnd() -> impl IntoView {
    let s = shared();
    let words = s.words();
    maybe(move || {
        let stage = s.neighbour(1)?;
        let heading = s.language.heading(stage.id)?;
        let total = scalewalk_course::STAGES.len().to_string();
        let place = words.stage_of.replace("{n}", &heading.number.to_string()).replace("{total}", &total);
        Some(view! {
            <a class="next-end" href=route::href(stage, "") on:click=follow_link(s, stage, true)>
                <span>{words.next} ": " {place}</span>
                <b>{heading.title}</b>
            </a>
        })
    })
}

/// Hatching for bars, which a style sheet cannot draw by itself.
#[component]
fn Patterns() -> impl IntoView {
    const HATCH: &str = r#"<defs><pattern id="hatch-fail" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path d="M0 2h4" class="hatch-line"/></pattern></defs>"#;
    view! { <svg class="vh" width="0" height="0" aria-hidden="true" inner_html=HATCH></svg> }
}
