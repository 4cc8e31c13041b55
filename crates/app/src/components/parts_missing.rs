//! What stands in the place of deferred parts that could not be fetched.

use leptos::prelude::*;

use crate::context::shared;
use crate::deferred;

/// Says that parts are missing, and asks for them again.
#[component]
pub fn PartsMissing() -> impl IntoView {
    let s = shared();
    let words = s.words();
    view! {
        <div class="notice" role="alert">
            <p>{words.parts_missing}</p>
            <button class="plain" type="button" on:click=move |_| deferred::fetch(s)>
                {words.parts_again}
            </button>
        </div>
    }
}
