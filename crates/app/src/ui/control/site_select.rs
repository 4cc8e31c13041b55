//! Which of several data centers the panels tell of.

use leptos::prelude::*;
use scalewalk_model::Config;

use crate::state::shared::Shared;
use crate::ui::kit::node_names;
use crate::ui::kit::ui::Ui;

/// How many data centers there are.
fn count(configs: &[Config]) -> usize {
    configs.first().filter(|c| c.topology.sites).map_or(1, |c| c.sites() as usize)
}

/// The one that is told of. What is told of it hears of new settings by itself.
pub fn chosen(s: Shared, ui: Ui) -> u8 {
    let last = s.configs.with_untracked(|c| count(c)) - 1;
    ui.site.get().min(last) as u8
}

/// Whether there is a choice.
pub fn several(s: Shared) -> bool {
    s.configs.with(|c| count(c)) > 1
}

/// The choice, after the words that it completes.
pub fn choice(s: Shared, ui: Ui, label: &'static str) -> AnyView {
    let messages = s.messages();
    let change = move |event: web_sys::Event| {
        use wasm_bindgen::JsCast;
        let select = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok());
        ui.site.set(select.map_or(0, |select| select.selected_index().max(0) as usize));
    };
    let option = move |i: usize| {
        let place = node_names::region(messages, scalewalk_model::world::SITES[i]);
        view! { <option prop:selected=move || ui.site.get() == i>{place}</option> }
    };
    let options = (0..s.configs.with(|c| count(c))).map(option).collect_view();
    view! { <select class="site-select" aria-label=label on:change=change>{options}</select> }.into_any()
}
