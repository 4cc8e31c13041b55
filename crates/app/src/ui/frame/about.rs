//! Which page this is: its version, how it is cited, where mistakes are reported, and how it forgets its reader.

use leptos::prelude::*;
use scalewalk_course::address::{Address, View};

use crate::browser::{files, route, storage};
use crate::state::shared::{Shared, shared};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The foot of the page.
#[component]
pub fn About() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let version = messages.about_text.replace("{version}", VERSION).replace("{build}", &files::build());
    let forget = move |_| {
        storage::forget();
        let _ = window().location().assign(&route::href(""));
    };
    (!s.embedded).then(|| {
        view! {
            <footer class="about">
                <p>{version}</p>
                <details class="told">
                    <summary>{messages.about_cite}</summary>
                    <pre tabindex="0">{move || citation(s)}</pre>
                </details>
                <p>
                    <a href=route::href("licences.txt")>{messages.about_licences}</a>
                    <a href=REPOSITORY>{messages.about_source}</a>
                    <a href=move || report(s)>{messages.about_report}</a>
                    <button class="quiet" type="button" on:click=forget>
                        {messages.about_forget}
                    </button>
                </p>
            </footer>
        }
    })
}

/// Where others find what is on the page, without what is this reader's or the host's.
fn link(s: Shared) -> String {
    let address = Address { view: View::default(), foreign: Vec::new(), ..s.address() };
    window().location().origin().unwrap_or_default() + &route::href(&address.write())
}

/// As text, and for BibTeX.
fn citation(s: Shared) -> String {
    let Some(heading) = s.heading() else { return String::new() };
    let (link, build, site) = (link(s), files::build(), s.messages().site);
    let today = js_sys::Date::new_0().to_iso_string().as_string().unwrap_or_default();
    let today = today.get(..10).unwrap_or_default();
    let year = today.get(..4).unwrap_or_default();
    let title = heading.title;
    format!(
        "{site} {VERSION}, build {build}. {}. {title}. {link} ({today}).\n\n\
         @misc{{scalewalk-{},\n  title = {{{{{site}: {title}}}}},\n  note = {{Version {VERSION}, build {build}}},\n  \
         year = {{{year}}},\n  url = {{{link}}},\n  urldate = {{{today}}}\n}}",
        heading.number, heading.stage
    )
}

/// A new report in the project's tracker, with what is on the page.
fn report(s: Shared) -> String {
    let body = format!("\n\n{}\n{VERSION}, build {}\n", link(s), files::build());
    format!("{REPOSITORY}/issues/new?body={}", js_sys::encode_uri_component(&body))
}
