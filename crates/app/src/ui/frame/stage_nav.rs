//! All stages: side by side where there is room, in a list that opens where there is not.

use leptos::html;
use leptos::prelude::*;
use scalewalk_course::STAGES;

use crate::browser::focus;
use crate::state::shared::{Shared, shared};
use crate::ui::frame::header::{follow_link, link};

/// All stages.
#[component]
pub fn StageNav() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let list: NodeRef<html::Details> = NodeRef::new();
    let here = move || s.stage.get().number();
    let close = move || {
        if let Some(list) = list.get_untracked() {
            let _ = list.remove_attribute("open");
        }
    };
    // Going to a stage closes the list, by whichever way; so does choosing the one that is here.
    Effect::new(move |_| {
        s.stage.track();
        close();
    });
    let leave = move |event: web_sys::FocusEvent| {
        if list.get_untracked().is_some_and(|list| focus::leaves(&list, &event).is_some()) {
            close();
        }
    };
    let press = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            close();
            focus::moves_to(".rail-now summary");
        }
    };
    let place =
        move || messages.stage_of.replace("{n}", &here().to_string()).replace("{total}", &STAGES.len().to_string());
    view! {
        <nav class="rail" aria-label=messages.stages style:--n=STAGES.len().to_string()>
            <ol class="rail-wide">{entries(s, false)}</ol>
            <details class="rail-now" node_ref=list on:focusout=leave on:keydown=press>
                <summary>
                    <span class="vh">{place} ". " {messages.all_stages}</span>
                    <span aria-hidden="true">
                        <b>{here}</b>
                        " / "
                        {STAGES.len()}
                    </span>
                </summary>
                <ol on:click=move |_| close()>{entries(s, true)}</ol>
            </details>
            <span class="rail-bar" aria-hidden="true">
                {(1..=STAGES.len())
                    .map(|n| view! { <i class:seen=move || n < here() class:here=move || n == here()></i> })
                    .collect_view()}
            </span>
        </nav>
    }
}

fn entries(s: Shared, long: bool) -> impl IntoView {
    STAGES
        .iter()
        .map(|stage| {
            let heading = s.language.heading(stage.id);
            let (short, title) = heading.map_or((stage.id, ""), |heading| (heading.short, heading.title));
            let is_here = move || s.stage.get().id == stage.id;
            view! {
                <li>
                    <a
                        href=link(s, stage)
                        title=title
                        class:seen=move || stage.number() < s.stage.get().number()
                        aria-current=move || is_here().then_some("step")
                        on:click=follow_link(s, stage, false)
                    >
                        <span class="n">{stage.number()}</span>
                        <span class="l">{if long { title } else { short }}</span>
                    </a>
                </li>
            }
        })
        .collect_view()
}
