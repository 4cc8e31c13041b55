//! The buttons that take the last change back and do it again.

use leptos::prelude::*;

use crate::state::shared::{Shared, shared};
use crate::ui::kit::icons;
use crate::ui::kit::icons::Sign;

/// Undo and redo; each says what it would do.
#[component]
pub fn ChangeButtons() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let button = move |back: bool, sign: Sign, plain: &'static str, named: &'static str, press: fn(&Shared)| {
        let next = Memo::new(move |_| s.next_change(back));
        let label =
            move || next.with(|name| name.as_ref().map_or(plain.to_owned(), |name| named.replace("{what}", name)));
        view! {
            <button
                class="stepb turn"
                type="button"
                aria-label=label
                title=label
                aria-disabled=move || next.with(Option::is_none).then_some("true")
                on:click=move |_| press(&s)
            >
                {icons::sign(sign)}
            </button>
        }
    };
    view! {
        {button(true, Sign::Undo, messages.undo_undo, messages.undo_undo_named, Shared::undo)}
        {button(false, Sign::Redo, messages.undo_redo, messages.undo_redo_named, Shared::redo)}
    }
}
