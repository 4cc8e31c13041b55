//! The keys of the page, and what fingers do, in a dialog.

use leptos::html;
use leptos::prelude::*;

use crate::state::shared::shared;
use crate::ui::frame::keys::{KEYS, Key, Kind};
use crate::ui::kit::ui::ui;

/// The help dialog.
#[component]
pub fn HelpDialog() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let ui = ui();
    let dialog: NodeRef<html::Dialog> = NodeRef::new();
    let title: NodeRef<html::H2> = NodeRef::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if ui.help.get() && !dialog.open() {
            let _ = dialog.show_modal();
            // Not at the box below it, which a careless press would empty.
            if let Some(title) = title.get_untracked() {
                let _ = title.focus();
            }
        } else if !ui.help.get() && dialog.open() {
            dialog.close();
        }
    });
    let row = move |key: &'static Key| {
        view! {
            <div>
                <dt>
                    <kbd data-code=key.code data-shift=key.shift.then_some("")>{if key.label.is_empty() { messages.keys_space } else { key.label }}</kbd>
                </dt>
                <dd>{key.action.message(messages)}</dd>
            </div>
        }
    };
    // Keys without a character go on working when the letter keys are off.
    let rows = move |letters: bool| {
        let shown = move |key: &&Key| (key.kind == Kind::Letter) == letters && key.action.is_possible(s);
        KEYS.iter().filter(shown).map(row).collect_view()
    };
    let touch = [
        messages.touch_machine,
        messages.touch_dot,
        messages.touch_number,
        messages.touch_slider,
        messages.touch_line,
        messages.touch_walk,
    ];
    view! {
        <dialog class="help" node_ref=dialog aria-labelledby="help-title" on:close=move |_| ui.help.set(false)>
            <h2 id="help-title" tabindex="-1" node_ref=title>{messages.help}</h2>
            <section class="touch">
                <h3>{messages.touch_title}</h3>
                <ul>{touch.map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
            </section>
            <h3>{messages.keys_title}</h3>
            <dl>{rows(false)}</dl>
            <dl class:off=move || !ui.letters.get()>{rows(true)}</dl>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || ui.letters.get()
                    on:change=move |_| ui.letters.update(|on| *on = !*on)
                />
                {messages.keys_letters}
            </label>
            <p>{messages.keys_layout}</p>
            <p>{messages.keys_slider}</p>
            <p>{messages.keys_machines}</p>
            <p>{messages.keys_dots}</p>
            <form method="dialog">
                <button class="plain" type="submit">
                    {messages.close}
                </button>
            </form>
        </dialog>
    }
}
