//! What moves in the picture, and what is watched.

use leptos::prelude::*;
use scalewalk_course::page::Term;

use super::icons;
use super::reactive::{Views, act};
use crate::context::{Mode, shared};

/// The flows by name, and the switch between one request and all.
#[component]
pub fn Legend() -> impl IntoView {
    let s = shared();
    let words = s.words();
    let flows = [
        (Term::Read, words.term_read),
        (Term::Write, words.term_write),
        (Term::Answer, words.term_answer),
        (Term::Lookup, words.term_lookup),
        (Term::Failed, words.term_failed),
    ];
    let item = |(term, name): (Term, &'static str)| {
        view! {
            <li class=format!("mark-{}", term.key())>
                {icons::term(term)}
                {name}
            </li>
        }
    };
    let pressed = move |mode: Mode| move || if s.mode.get() == mode { "true" } else { "false" };
    view! {
        <div class="under">
            <ul class="legend" aria-label=words.legend>
                {flows.map(item).views()}
            </ul>
            <div class="mode" role="group" aria-label=words.mode_label>
                <button type="button" aria-pressed=pressed(Mode::Walk) on:click=act(move |_| s.start_walk(0))>
                    {words.mode_walk}
                </button>
                <button type="button" aria-pressed=pressed(Mode::Traffic) on:click=act(move |_| s.end_walk())>
                    {words.mode_traffic}
                </button>
            </div>
        </div>
    }
}
