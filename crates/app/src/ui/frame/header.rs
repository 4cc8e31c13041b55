//! The top of the page: where one is, and the ways on.

use leptos::prelude::*;
use scalewalk_course::Stage;
use scalewalk_course::address::Place;
use web_sys::MouseEvent;

use crate::browser::route;
use crate::state::shared::{Shared, shared};
use crate::ui::frame::stage_nav::StageNav;
use crate::ui::frame::theme::ThemeSwitch;
use crate::ui::kit::icons;
use crate::ui::kit::icons::Sign;
use crate::ui::kit::ui::ui;

/// Whether a click on a link means what the link says, and no other tab or window.
pub fn is_plain(click: &MouseEvent) -> bool {
    click.button() == 0 && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key())
}

/// A plain click on a link goes to the stage without a new page; all other clicks are the browser's.
pub fn follow_link(s: Shared, stage: &'static Stage, before: bool) -> impl Fn(MouseEvent) + 'static {
    move |click| {
        if is_plain(&click) {
            click.prevent_default();
            route::go(s, stage, before);
        }
    }
}

/// The address of a stage, under the same luck and shown the same way.
pub fn link(s: Shared, stage: &'static Stage) -> impl Fn() -> String + Send + 'static {
    move || route::href(&s.elsewhere(Place::at(stage)).write())
}

/// The top of the page.
#[component]
pub fn Header() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let help = ui().help;
    let back = move || {
        s.neighbour(-1).map(|stage| {
            let title = s.language.heading(stage.id).map_or("", |heading| heading.title);
            let label = messages.back_stage.replace("{title}", title);
            view! {
                <a class="next back" href=link(s, stage) aria-label=label on:click=follow_link(s, stage, false)>
                    {icons::sign(Sign::Back)}
                </a>
            }
        })
    };
    let next = move || {
        s.neighbour(1).map(|stage| {
            let title = s.language.heading(stage.id).map_or("", |heading| heading.title);
            let label = messages.next_stage.replace("{title}", title);
            view! {
                <a class="next" href=link(s, stage) aria-label=label on:click=follow_link(s, stage, true)>
                    <span>{messages.next}</span>
                    {icons::sign(Sign::Next)}
                </a>
            }
        })
    };
    view! {
        <header class="head">
            <a class="mark" href=route::href("")>
                {icons::mark()}
                {messages.site}
            </a>
            <StageNav />
            <div class="ways">{back} {next}</div>
            <div class="tools">
                <ThemeSwitch />
                <button
                    class="quiet help-open"
                    type="button"
                    aria-label=messages.help
                    aria-haspopup="dialog"
                    title=messages.help
                    on:click=move |_| help.set(true)
                >
                    "?"
                </button>
            </div>
        </header>
    }
}
