//! What no simulation can show.

use super::prose::blocks;
use crate::context::shared;
use leptos::prelude::*;

/// The sections to know.
#[component]
pub fn Know() -> impl IntoView {
    let s = shared();
    let words = s.words();
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
                        <h2 id="know-title">{words.know_title}</h2>
                        {sections}
                    </section>
                }
            })
        }}
    }
}
