//! What no simulation can show.

use leptos::prelude::*;

use crate::state::shared::shared;
use crate::ui::prose::text::blocks;

/// The sections to know.
#[component]
pub fn LimitsOfTheModel() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    view! {
        {move || {
            s.page().filter(|page| !page.know.is_empty()).map(|page| {
                let sections = page
                    .know
                    .iter()
                    .map(|know| {
                        view! {
                            <h3>{know.title}</h3>
                            {blocks(know.blocks)}
                        }
                    })
                    .collect_view();
                view! {
                    <section class="know" aria-labelledby="know-title">
                        <h2 id="know-title">{messages.know_title}</h2>
                        {sections}
                    </section>
                }
            })
        }}
    }
}
