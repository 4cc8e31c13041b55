//! The root of the page.

use leptos::prelude::*;

use crate::address::Address;
use crate::components::StagePage;
use crate::context::Shared;
use crate::route;

/// Takes the place of the static page.
pub fn start() {
    if let Some(fallback) = document().get_element_by_id("static") {
        fallback.remove();
    }
    leptos::mount::mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let address = Address::read(&route::path(), &route::query(), &scalewalk_course::page::english().messages);
    if let (Some(theme), Some(root)) = (&address.theme, document().document_element()) {
        let _ = root.set_attribute("data-theme", theme);
    }
    let shared = Shared::new(&address);
    provide_context(shared);
    route::listen(shared);
    view! { <StagePage /> }
}
