//! Number, title and pain of the stage, and the change that ends the trouble.

use super::icons::{self, Sign};
use super::prose::inlines;
use crate::context::shared;
use leptos::prelude::*;

/// The head of the text.
#[component]
pub fn Lede() -> impl IntoView {
    let s = shared();
    let words = s.words();
    let heading = move || {
        s.heading().map(|heading| {
            view! {
                <p class="eyebrow">
                    <span class="bignum">{heading.number}</span>
                    <span>{heading.short}</span>
                </p>
                <h1 tabindex="-1">{heading.title}</h1>
            }
        })
    };
    let pain = move || s.page().map(|page| view! { <p class="pain">{inlines(page.pain)}</p> });
    let change = move || {
        let stage = s.stage.get();
        stage.before?;
        Some(if s.before.get() {
            view! {
                <div class="change">
                    <p>{words.before_now}</p>
                    <button class="primary" type="button" on:click=move |_| s.go(stage, false)>
                        {words.before_change}
                        {icons::sign(Sign::Next)}
                    </button>
                </div>
            }
            .into_any()
        } else {
            view! {
                <div class="change">
                    <button class="plain" type="button" on:click=move |_| s.go(stage, true)>
                        {words.before_see}
                    </button>
                </div>
            }
            .into_any()
        })
    };
    view! { <div class="lede">{heading} {pain} {change}</div> }
}
