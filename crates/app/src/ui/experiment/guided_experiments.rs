//! The guided experiments: first the reader says what will come, then it is run.

use leptos::prelude::*;

use crate::state::shared::shared;
use crate::ui::experiment::find_fault::FindFault;
use crate::ui::experiment::which_store::WhichStore;
use crate::ui::prose::text::blocks;

/// The experiments of the stage, if it has any.
#[component]
pub fn GuidedExperiments() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
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
                    <span>{messages.try_title} ": " {text.title}</span>
                </h2>
                {blocks(text.intro)}
                {experiment}
            </section>
        })
    }
}
