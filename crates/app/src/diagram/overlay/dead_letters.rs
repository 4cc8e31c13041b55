//! What lies among the dead letters of the queue, and why.

use leptos::prelude::*;
use scalewalk_course::Lane;
use scalewalk_model::queue::Letter;
use scalewalk_model::time::to_secs;

use crate::state::shared::Shared;
use crate::ui::kit::node_names::{grouped, seconds};

/// The most that are listed, the latest.
const LISTED: usize = 5;

fn line(s: Shared, letter: &Letter, start: u64) -> String {
    let messages = s.messages();
    let why = if letter.message.poison { messages.letter_died } else { messages.letter_late };
    let since = |at: u64| seconds(to_secs(at.saturating_sub(start)));
    messages
        .letter_line
        .replace("{n}", &grouped(letter.message.id as f64))
        .replace("{time}", &since(letter.message.published))
        .replace("{aside}", &since(letter.at))
        .replace("{tries}", &letter.message.attempts.to_string())
        .replace("{why}", why)
}

/// The list, as long as the queue of `lane` has dead letters.
pub fn list(s: Shared, lane: Lane) -> AnyView {
    let lines = Memo::new(move |_| {
        s.readout.track();
        s.player.with_value(|p| {
            let sim = p.shown().get(lane)?;
            let queue = sim.queue();
            let lines: Vec<String> =
                queue.letters().rev().take(LISTED).map(|letter| line(s, letter, p.start())).collect();
            Some((queue.dead(), lines)).filter(|(dead, _)| *dead > 0)
        })
    });
    let part = move || {
        let (dead, lines) = lines.get()?;
        let more = dead.saturating_sub(lines.len() as u64);
        let more = (more > 0).then(|| s.messages().letter_more.replace("{n}", &grouped(more as f64)));
        let lines = lines.into_iter().chain(more).map(|line| view! { <p class="num">{line}</p> }).collect_view();
        Some(view! {
            <div class="letters">
                <p><b>{s.messages().letter_title.replace("{n}", &grouped(dead as f64))}</b></p>
                {lines}
            </div>
        })
    };
    part.into_any()
}
