//! Components as the Leptos book writes them, run as they stand: who knows Leptos knows this page.

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::HtmlElement;

wasm_bindgen_test_configure!(run_in_browser);

#[component]
fn ProgressBar(
    /// The maximum value of the progress bar.
    #[prop(default = 100)]
    max: u16,
    /// How much progress should be displayed.
    #[prop(into)]
    progress: Signal<i32>,
) -> impl IntoView {
    view! { <progress max=max value=progress /> }
}

#[component]
fn Counters() -> impl IntoView {
    let (count, set_count) = signal(0);
    let double_count = move || count.get() * 2;
    let (rows, set_rows) = signal(vec![1, 2, 3]);
    let is_odd = move || count.get() % 2 == 1;
    view! {
        <button
            on:click=move |_| *set_count.write() += 1
            class:red=is_odd
            style:left=move || format!("{}px", count.get() + 100)
            style:--columns=move || count.get().to_string()
        >
            "Click me: "
            {count}
        </button>
        <ProgressBar progress=count />
        <ProgressBar max=50 progress=Signal::derive(double_count) />
        <Show when=is_odd fallback=|| view! { <p>"Even"</p> }>
            <p>"Odd"</p>
        </Show>
        <ul>
            <For each=move || rows.get() key=|row| *row let(row)>
                <li on:click=move |_| set_rows.update(|rows| rows.retain(|other| *other != row))>{row}</li>
            </For>
        </ul>
        <svg viewBox="0 0 10 10">
            <path d=move || format!("M0 0H{}", count.get()) />
        </svg>
    }
}

fn body() -> HtmlElement {
    document().body().expect("a page has a body")
}

fn find(place: &HtmlElement, what: &str) -> HtmlElement {
    place.query_selector(what).expect("a selector").expect(what).unchecked_into()
}

#[wasm_bindgen_test]
async fn a_component_of_the_book_works_as_it_stands() {
    let mounted = mount_to(body(), || view! { <main id="book"><Counters /></main> });
    let place = find(&body(), "#book");
    let button = find(&place, "button");
    assert_eq!(button.text_content().as_deref(), Some("Click me: 0"));
    button.click();
    tick().await;
    assert_eq!(button.text_content().as_deref(), Some("Click me: 1"));
    assert!(button.class_list().contains("red"));
    assert_eq!(web_sys::HtmlElement::style(&button).get_property_value("left").as_deref(), Ok("101px"));
    assert_eq!(web_sys::HtmlElement::style(&button).get_property_value("--columns").as_deref(), Ok("1"));
    assert_eq!(find(&place, "progress[max='50']").get_attribute("value").as_deref(), Some("2"));
    assert_eq!(find(&place, "p").text_content().as_deref(), Some("Odd"));
    let path = find(&place, "svg path");
    assert_eq!(path.get_attribute("d").as_deref(), Some("M0 0H1"));
    assert_eq!(path.namespace_uri().as_deref(), Some("http://www.w3.org/2000/svg"));
    drop(mounted);
    assert!(!place.is_connected());
}

#[wasm_bindgen_test]
async fn a_keyed_list_keeps_its_elements() {
    let mounted = mount_to(body(), || view! { <main id="list"><Counters /></main> });
    let place = find(&body(), "#list");
    let last = find(&place, "li:last-child");
    find(&place, "li:nth-child(2)").click();
    tick().await;
    assert_eq!(find(&place, "ul").text_content().as_deref(), Some("13"));
    assert!(find(&place, "li:last-child").is_same_node(Some(&last)));
    drop(mounted);
}
