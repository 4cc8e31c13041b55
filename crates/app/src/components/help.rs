//! The keys of the page, in a dialog.

use super::ui::ui;
use crate::context::shared;
use leptos::html;
use leptos::prelude::*;

/// The help dialog.
#[component]
pub fn HelpDialog() -> impl IntoView {
    let words = shared().words();
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
        (words.keys_space, words.keys_play),
        ("→", words.keys_next),
        ("←", words.keys_back),
        ("Enter", words.keys_walk_on),
    ];
    let letters = [
        (".", words.keys_step),
        ("[", words.keys_slower),
        ("]", words.keys_faster),
        ("n", words.keys_walk_on),
        ("b", words.keys_walk_back),
        ("w", words.keys_mode),
        ("t", words.keys_theme),
        ("?", words.keys_help),
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
            <h2 id="help-title">{words.keys_title}</h2>
            <dl>{always.map(row).collect_view()}</dl>
            <dl class:off=move || !ui.letters.get()>{letters.map(row).collect_view()}</dl>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || ui.letters.get()
                    on:change=move |_| ui.letters.update(|on| *on = !*on)
                />
                {words.keys_letters}
            </label>
            <p>{words.keys_slider}</p>
            <p>{words.keys_machines}</p>
            <p>{words.keys_dots}</p>
            <form method="dialog">
                <button class="plain" type="submit">
                    {words.close}
                </button>
            </form>
        </dialog>
    }
}
