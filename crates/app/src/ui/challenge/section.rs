//! The challenge: a level is chosen, its brief read, its system built on the page, and scored in the worker.

use leptos::prelude::*;
use scalewalk_course::address::Place;
use scalewalk_course::challenge::levels::HOME;
use scalewalk_course::challenge::{LEVELS, Level, level_on};
use scalewalk_course::stages;

use crate::browser::focus;
use crate::state::shared::{Shared, shared};
use crate::ui::challenge::brief::brief;
use crate::ui::challenge::score::{Trial, score};
use crate::ui::challenge::tries::{Tries, tries};

/// The challenge, on the stage that has it.
#[component]
pub fn Challenge() -> impl IntoView {
    let s = shared();
    let here = Memo::new(move |_| s.stage.get().id == HOME);
    move || here.get().then(|| panel(s))
}

/// What a level is called.
pub fn title(level: &Level, s: Shared) -> &'static str {
    s.messages().get(&format!("level_{}_title", level.id)).unwrap_or_default()
}

fn panel(s: Shared) -> AnyView {
    let messages = s.messages();
    let played = Memo::new(move |_| level_on(s.stage.get()).map(Level::number));
    let kept = Tries::kept();
    let choice = LEVELS.iter().map(move |level| {
        let number = level.number();
        let medal = move || {
            let best =
                kept.with(|tries| tries.iter().filter(|one| one.level == number).filter_map(|one| one.medal).max());
            best.map(|medal| view! { <span class="medal" data-medal=medal.key()>{medal_word(s, medal.key())}</span> })
        };
        view! {
            <button
                type="button"
                aria-pressed=move || if played.get() == Some(number) { "true" } else { "false" }
                on:click=move |_| {
                    s.go(Place::at(&level.stage));
                    let begun = messages.challenge_begun.replace("{n}", &number.to_string());
                    s.announcements.say(begun.replace("{title}", title(level, s)));
                }
            >
                <b class="num">{number}</b>
                <span>{title(level, s)}</span>
                {medal}
            </button>
        }
    });
    let level = move || {
        let level = level_on(s.stage.get())?;
        let trial = Trial::new();
        Some(view! {
            <h3>{title(level, s)}</h3>
            {brief(s, level)}
            {score(s, level, trial, kept)}
            <button
                class="quiet leave"
                type="button"
                on:click=move |_| {
                    if let Some(home) = stages::find(HOME) {
                        s.go(Place::at(home));
                        focus::moves_to("h1");
                    }
                }
            >
                {messages.challenge_leave}
            </button>
        })
    };
    view! {
        <section class="challenge" aria-labelledby="challenge-title">
            <h2 id="challenge-title">{messages.challenge_title}</h2>
            <p>{messages.challenge_intro}</p>
            <div class="levels" role="group" aria-label=messages.challenge_choose>
                {choice.collect_view()}
            </div>
            {level}
            {tries(s, kept)}
        </section>
    }
    .into_any()
}

/// A medal in words.
pub fn medal_word(s: Shared, key: &str) -> &'static str {
    s.messages().get(&format!("level_medal_{key}")).unwrap_or_default()
}
