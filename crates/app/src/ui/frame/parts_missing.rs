//! What stands in the place of deferred parts that could not be fetched.

use leptos::prelude::*;

use crate::browser::deferred;
use crate::state::shared::shared;

/// Says that parts are missing, and asks for them again.
#[component]
pub fn PartsMissing() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    view! {
        <div class="notice" role="alert">
            <p>{messages.parts_missing}</p>
            <button class="plain" type="button" on:click=move |_| deferred::fetch(s)>
                {messages.parts_again}
            </button>
        </div>
    }
}
