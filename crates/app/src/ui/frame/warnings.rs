//! What the address asked for and did not get.

use leptos::prelude::*;

use crate::state::shared::shared;
use crate::ui::kit::icons;
use crate::ui::kit::icons::Sign;

/// The list of warnings; each can be closed.
#[component]
pub fn Warnings() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
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
                        <button class="quiet" type="button" aria-label=messages.close on:click=close>
                            {icons::sign(Sign::Cross)}
                        </button>
                    </li>
                }
            };
            view! {
                <section class="warnings" role="alert" aria-label=messages.warning_title>
                    <p>{messages.warning_title}</p>
                    <ul>{warnings.into_iter().enumerate().map(item).collect_view()}</ul>
                </section>
            }
        })
    };
    view! { {list} }
}
