//! What moves in the picture, and what is watched.

use leptos::prelude::*;
use scalewalk_course::page::Term;
use scalewalk_model::Topology;

use crate::state::shared::{Mode, shared};
use crate::ui::kit::icons;

fn item((term, name, _): (Term, &'static str, bool)) -> impl IntoView {
    view! {
        <li class=format!("mark-{}", term.key())>
            {icons::term(term)}
            {name}
        </li>
    }
}

/// The flows by name, and the switch between one request and all.
#[component]
pub fn Legend() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    // Only what this system has.
    let topology = Memo::new(move |_| s.configs.with(|c| c.first().map(|c| c.topology)));
    let flows = move || {
        let has = |part: fn(&Topology) -> bool| topology.get().as_ref().is_some_and(part);
        [
            (Term::Read, messages.term_read, true),
            (Term::Write, messages.term_write, true),
            (Term::Answer, messages.term_answer, true),
            (Term::Lookup, messages.term_lookup, true),
            (Term::Replication, messages.term_replication, has(|t| t.replicas)),
            (Term::Session, messages.term_session, has(|t| t.sessions)),
            (Term::Message, messages.term_message, has(|t| t.queue)),
            (Term::Static, messages.term_static, has(|t| t.regions)),
            (Term::Stale, messages.term_stale, has(|t| t.keyed() && (!t.shards || t.cache) || t.regions)),
            (Term::Scrape, messages.term_scrape, has(|t| t.telemetry)),
            (Term::LogLine, messages.term_log_line, has(|t| t.telemetry)),
            (Term::Failed, messages.term_failed, true),
        ]
        .into_iter()
        .filter(|(.., there)| *there)
        .map(item)
        .collect_view()
    };
    let pressed = move |mode: Mode| move || if s.mode.get() == mode { "true" } else { "false" };
    view! {
        <div class="under">
            <ul class="legend" aria-label=messages.legend>
                {flows}
            </ul>
            <div class="mode" role="group" aria-label=messages.mode_label>
                <button type="button" aria-pressed=pressed(Mode::Walk) on:click=move |_| s.start_walk(0)>
                    {messages.mode_walk}
                </button>
                <button type="button" aria-pressed=pressed(Mode::Traffic) on:click=move |_| s.end_walk()>
                    {messages.mode_traffic}
                </button>
            </div>
        </div>
    }
}
