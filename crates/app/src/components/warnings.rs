//! What the address asked for and did not get.

use super::icons::{self, Sign};
use crate::context::shared;
use leptos::prelude::*;

/// The list of warnings; each can be closed.
#[component]
pub fn Warnings() -> impl IntoView {
    let s = shared();
    let words = s.words();
    let list = move || {
        let warnings = s.warnings.get();
        (!warnings.is_empty()).then(|| {
            let item = |(index, text): (usize, String)| {
                let close = move |_| {
                    s.warnings.update(|list| {
                        if index < list.len() {
                            list.remove(index);
                        }
                    });
                };
                view! {
                    <li>
                        <span>{text}</span>
                        <button class="quiet" type="button" aria-label=words.close on:click=close>
                            {icons::sign(Sign::Cross)}
                        </button>
                    </li>
                }
            };
            view! {
                <section class="warnings" role="alert" aria-label=words.warning_title>
                    <p>{words.warning_title}</p>
                    <ul>{warnings.into_iter().enumerate().map(item).collect_view()}</ul>
                </section>
            }
        })
    };
    view! { {list} }
}
