//! What no simulation can show.

use super::prose::blocks;
use super::reactive::{Views, maybe};
use crate::context::shared;
use crate::dom::*;

/// The sections to know.
#[component]
pub fn Know() -> impl IntoView {
    let s = shared();
    let words = s.words();
    view! {
        {maybe(move || {
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
                    .views();
                view! {
                    <section class="know" aria-labelledby="know-title">
                        <h2 id="know-title">{words.know_title}</h2>
                        {sections}
                    </section>
                }
            })
        })}
    }
}
