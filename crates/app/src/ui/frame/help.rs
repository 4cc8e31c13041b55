//! The keys of the page, in a dialog.

use leptos::html;
use leptos::prelude::*;

use crate::state::shared::shared;
use crate::ui::kit::ui::ui;

/// The help dialog.
#[component]
pub fn HelpDialog() -> impl IntoView {
    let messages = shared().messages();
    let ui = ui();
    let dialog: NodeRef<html::Dialog> = NodeRef::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if ui.help.get() && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !ui.help.get() && dialog.open() {
            dialog.close();
        }
    });
    // Keys without a character go on working when the letter keys are off.
    let always = [
        (messages.keys_space, messages.keys_play),
        ("→", messages.keys_next),
        ("←", messages.keys_back),
        ("Enter", messages.keys_walk_on),
    ];
    let letters = [
        (".", messages.keys_step),
        ("[", messages.keys_slower),
        ("]", messages.keys_faster),
        ("n", messages.keys_walk_on),
        ("b", messages.keys_walk_back),
        ("w", messages.keys_mode),
        ("t", messages.keys_theme),
        ("?", messages.keys_help),
    ];
    let row = |(key, what): (&'static str, &'static str)| {
        view! {
            <div>
                <dt>
                    <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
            </div>
        }
    };
    view! {
        <dialog class="help" node_ref=dialog aria-labelledby="help-title" on:close=move |_| ui.help.set(false)>
            <h2 id="help-title">{messages.keys_title}</h2>
            <dl>{always.map(row).collect_view()}</dl>
            <dl class:off=move || !ui.letters.get()>{letters.map(row).collect_view()}</dl>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || ui.letters.get()
                    on:change=move |_| ui.letters.update(|on| *on = !*on)
                />
                {messages.keys_letters}
            </label>
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
