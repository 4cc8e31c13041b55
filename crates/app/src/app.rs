//! The root of the page.

use js_sys::futures::spawn_local;
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use scalewalk_course::address::Address;
use scalewalk_course::page::english;

use crate::browser::text::Text;
use crate::browser::{deferred, route, text};
use crate::state::player::Player;
use crate::state::shared::Shared;
use crate::ui::StagePage;

/// Takes the place of the static page, with the text of the stage, which that has had preloaded.
pub fn start() {
    // Leptos has no executor of its own before it has mounted something.
    spawn_local(async {
        let (address, warnings) = route::read(&english().messages);
        let text = text::fetch(english().code, address.place.stage).await;
        let written = take_static_page();
        mount_to_body(move || view! { <App address warnings text written /> });
    });
}

/// Takes the static page away. Gives the HTML of its prose, which is shown should the file with the live text be missing.
fn take_static_page() -> String {
    let Some(page) = document().get_element_by_id("static") else { return String::new() };
    page.remove();
    let prose = page.query_selector(".prose").ok().flatten();
    prose.map_or_else(String::new, |prose| prose.inner_html())
}

#[component]
fn App(address: Address, warnings: Vec<String>, text: Text, written: String) -> impl IntoView {
    let shared = Shared::new(&address, warnings, text, written);
    provide_context(shared);
    route::listen(shared);
    text::fetch_next(shared);
    deferred::fetch(shared);
    Effect::new(move |_| {
        if shared.deferred.get().here().is_some() {
            shared.player.update_value(Player::keep_history);
        }
    });
    view! { <StagePage /> }
}
