//! The ways from a stage in a frame, which has no header: back, on, and to the whole page.

use leptos::prelude::*;
use scalewalk_course::address::{Address, View};

use crate::browser::route;
use crate::state::shared::{Shared, shared};
use crate::ui::frame::header::{follow_link, link};
use crate::ui::kit::icons;
use crate::ui::kit::icons::Sign;

/// The page that the frame shows a part of, as it is set here.
fn whole(s: Shared) -> String {
    let view = View { embedded: false, ..s.address().view };
    route::href(&Address { view, ..s.address() }.write())
}

/// The ways.
#[component]
pub fn FrameWays() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let way = move |steps: isize, label: &'static str, sign: Sign| {
        move || {
            s.neighbour(steps).map(|stage| {
                let title = s.language.heading(stage.id).map_or("", |heading| heading.title);
                let label = label.replace("{title}", title);
                view! {
                    <a class="next" href=link(s, stage) aria-label=label on:click=follow_link(s, stage, steps > 0)>
                        {icons::sign(sign)}
                    </a>
                }
            })
        }
    };
    view! {
        {way(-1, messages.back_stage, Sign::Back)}
        {way(1, messages.next_stage, Sign::Next)}
        <a class="whole" href=move || whole(s) target="_blank" rel="noopener">
            {messages.embed_open}
        </a>
    }
}
