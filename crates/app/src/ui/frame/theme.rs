//! Light, dark, for a projector, or as the system wishes.

use leptos::prelude::*;
use scalewalk_course::address::Theme;
use scalewalk_course::page::Messages;

use crate::state::shared::shared;
use crate::ui::kit::ui::ui;

fn drawing(theme: Theme) -> &'static str {
    match theme {
        Theme::System => r#"<circle r="6"/><path d="M0-6A6 6 0 0 1 0 6z" class="solid"/>"#,
        Theme::Paper => r#"<circle r="6"/>"#,
        Theme::Ink => r#"<circle r="6" class="solid"/>"#,
        Theme::Projector => r#"<path d="M-7-5.5H7M-6-5.5V3H6V-5.5M0 3V6.5"/>"#,
    }
}

/// What it is called.
pub fn name(theme: Theme, messages: &Messages) -> &'static str {
    match theme {
        Theme::System => messages.theme_system,
        Theme::Paper => messages.theme_paper,
        Theme::Ink => messages.theme_ink,
        Theme::Projector => messages.theme_projector,
    }
}

/// The switch for the theme.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let messages = shared().messages();
    let theme = ui().theme;
    let choice = move |which: Theme| {
        let name = name(which, messages);
        view! {
            <label title=name>
                <input
                    type="radio"
                    name="theme"
                    value=which.key()
                    prop:checked=move || theme.get() == which
                    on:change=move |_| theme.set(which)
                />
                <span class="vh">{name}</span>
                <svg viewBox="-8 -8 16 16" aria-hidden="true" inner_html=drawing(which)></svg>
            </label>
        }
    };
    view! {
        <fieldset class="theme">
            <legend class="vh">{messages.theme_label}</legend>
            {Theme::ALL.map(choice).collect_view()}
        </fieldset>
    }
}
