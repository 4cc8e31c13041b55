//! The buttons that take the last change back and do it again.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

use crate::state::shared::{Shared, shared};
use crate::ui::kit::icons;
use crate::ui::kit::icons::Sign;

/// For so long it is seen what was taken back, in milliseconds.
const SEEN_MS: u32 = 4_000;

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
    // Beside the buttons is no room for words.
    let timer = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let shown = s.turned.with(|said| !said.is_empty());
        timer.set_value(shown.then(|| Timeout::new(SEEN_MS, move || s.turned.set(String::new()))));
    });
    let turned = move || s.turned.get();
    view! {
        <span class="turned" aria-hidden="true" hidden=move || turned().is_empty()>
            {turned}
        </span>
        {button(true, Sign::Undo, messages.undo_undo, messages.undo_undo_named, Shared::undo)}
        {button(false, Sign::Redo, messages.undo_redo, messages.undo_redo_named, Shared::redo)}
    }
}
