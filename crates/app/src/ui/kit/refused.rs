//! What the simulation refused, said where it was asked for.

use leptos::prelude::*;

use crate::state::shared::{Asked, shared};

/// The refusal of what was last asked for at `asked`, until something else has been done. The live region speaks it.
#[component]
pub fn Refused(
    /// Where it would have been asked for.
    asked: Asked,
) -> impl IntoView {
    let s = shared();
    let text = move || s.refusal.with(|refusal| refusal.as_ref().filter(|r| r.asked == asked).map(|r| r.text.clone()));
    move || text().map(|text| view! { <span class="refused">{text}</span> })
}
