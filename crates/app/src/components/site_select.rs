//! Which of several data centers the panels tell of.

use super::reactive::{Views, act, live, memo};
use super::ui::ui;
use crate::context::shared;
use crate::dom::*;
use crate::names;

/// How many data centers there are.
fn count() -> usize {
    shared().configs.with(|c| c.first().filter(|c| c.topology.sites).map_or(1, |c| c.sites() as usize))
}

/// The one that is told of.
pub fn chosen() -> Memo<u8> {
    let ui = ui();
    memo(move |_| ui.site.get().min(count() - 1) as u8)
}

/// Whether there is a choice.
pub fn several() -> Memo<bool> {
    memo(move |_| count() > 1)
}

/// The choice, after the words that it completes.
pub fn choice(label: &'static str) -> AnyView {
    let (words, ui) = (shared().words(), ui());
    let change = move |event: web_sys::Event| {
        use wasm_bindgen::JsCast;
        let select = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok());
        ui.site.set(select.map_or(0, |select| select.selected_index().max(0) as usize));
    };
    let option = move |i: usize| {
        let place = names::region(words, scalewalk_model::world::SITES[i]);
        view! { <option prop:selected=live(move || ui.site.get() == i)>{place}</option> }
    };
    let options = (0..count()).map(option).views();
    view! { <select class="site-select" aria-label=label on:change=act(change)>{options}</select> }.into_any()
}
