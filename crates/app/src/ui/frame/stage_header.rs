//! Number, title and pain of the stage, and the change that ends the trouble.

use leptos::prelude::*;
use scalewalk_course::address::Place;

use crate::browser::focus;
use crate::state::shared::shared;
use crate::ui::kit::icons;
use crate::ui::kit::icons::Sign;
use crate::ui::prose::text::inlines;

/// The head of the text.
#[component]
pub fn StageHeader() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
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
    let to = move |place: Place| {
        s.go(place);
        // One button takes the place of the other.
        focus::moves_to(".change button");
    };
    let pain = move || s.page().map(|page| view! { <p class="pain">{inlines(page.pain)}</p> });
    let change = move || {
        let stage = s.stage.get();
        stage.before?;
        Some(if s.before.get() {
            view! {
                <div class="change">
                    <p>{messages.before_now}</p>
                    <button class="primary" type="button" on:click=move |_| to(Place::at(stage))>
                        {messages.before_change}
                        {icons::sign(Sign::Next)}
                    </button>
                </div>
            }
            .into_any()
        } else {
            view! {
                <div class="change">
                    <button class="plain" type="button" on:click=move |_| to(Place { stage, before: true })>
                        {messages.before_see}
                    </button>
                </div>
            }
            .into_any()
        })
    };
    // A frame has no header. Its room is kept until the code is there.
    let ways = s.embedded.then(|| {
        let links = move || s.deferred.get().here().map(|deferred| (deferred.frame_ways)());
        view! { <nav class="frame-ways" aria-label=messages.ways>{links}</nav> }
    });
    view! { <div class="lede">{ways} {heading} {pain} {change}</div> }
}
