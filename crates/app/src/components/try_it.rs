//! The guided experiments: first the reader says what will come, then it is run.

use super::find_fault::FindFault;
use super::prose::blocks;
use super::which_store::WhichStore;
use crate::context::shared;
use leptos::prelude::*;

/// The experiments of the stage, if it has any.
#[component]
pub fn TryIt() -> impl IntoView {
    let s = shared();
    let words = s.words();
    move || {
        let text = s.page()?.tries.first()?;
        let experiment = match text.id {
            "find-the-fault" => view! { <FindFault text=text /> }.into_any(),
            "which-store" => view! { <WhichStore text=text /> }.into_any(),
            _ => return None,
        };
        Some(view! {
            <section class="tryit" aria-labelledby="try-title">
                <h2 id="try-title">
                    <span>{words.try_title} ": " {text.title}</span>
                </h2>
                {blocks(text.intro)}
                {experiment}
            </section>
        })
    }
}
