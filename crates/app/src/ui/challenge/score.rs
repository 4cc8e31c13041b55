//! The buttons that score a design and show it in the picture, and what came of it.

use leptos::prelude::*;
use scalewalk_course::address::{Address, Place};
use scalewalk_course::challenge::{Design, Level, Objective, Score};
use scalewalk_course::job::{Job, News};
use scalewalk_course::page::Messages;
use web_sys::MouseEvent;

use crate::browser::{clipboard, route, sight};
use crate::state::shared::Shared;
use crate::ui::challenge::brief::{events, value};
use crate::ui::challenge::section::medal_word;
use crate::ui::challenge::tries::{Tries, Try};
use crate::ui::frame::header::is_plain;
use crate::ui::kit::icons::Sign;
use crate::ui::kit::run::{Run, State, run_button};
use crate::ui::kit::{format, icons, names};

/// A scoring, and what the last one gave.
#[derive(Clone, Copy)]
pub struct Trial {
    run: Run,
    /// The design, and its score.
    last: RwSignal<Option<(Settings, Score)>>,
}

impl Trial {
    /// None yet.
    pub fn new() -> Self {
        Self { run: Run::new(), last: RwSignal::new(None) }
    }
}

/// What a design sets, by the ids of the parameters.
type Settings = Vec<(&'static str, f64)>;

fn design(s: Shared, level: &'static Level) -> Settings {
    let settings = s.configs.with(|configs| configs.first().map(|config| Design::of(level, config).settings));
    settings.into_iter().flatten().map(|(param, value)| (param.id, value)).collect()
}

/// The address of the design on the page, as others are to see it: without what is this reader's.
fn design_address(s: Shared, level: &'static Level) -> Address {
    Address { configs: s.configs.get(), ..Address::at(Place::at(&level.stage)) }
}

/// The buttons and the result.
pub fn score(s: Shared, level: &'static Level, trial: Trial, kept: Tries) -> AnyView {
    let messages = s.messages();
    let now = Memo::new(move |_| design(s, level));
    // What was done out of sight.
    let done = RwSignal::new(None::<String>);
    let press = move || {
        let scored = now.get_untracked();
        let query = untrack(|| design_address(s, level)).query();
        let job = Job::Score(level.number(), scored.clone());
        let hear = move |news: News| {
            if let News::Score(score) = news {
                s.announcements.say(format!("{}: {}", messages.challenge_result, verdict(s, level, &score)));
                kept.add(Try::new(level, &score, query.clone()));
                trial.last.set(Some((scored.clone(), score)));
            }
        };
        done.set(None);
        trial.run.toggle(job, Box::new(hear));
    };
    let tell = move |text: String| {
        s.announcements.say(text.clone());
        done.set(Some(text));
    };
    let watch = move |_| {
        let seed = trial.last.with_untracked(|last| last.as_ref().map_or(1, |(_, score)| score.seed));
        let config = s.configs.with_untracked(|configs| configs.first().cloned());
        if let Some(config) = config {
            let labels = events(s, level, &config).into_iter().map(|(_, label)| label).collect();
            s.watch(level, seed, labels);
            sight::bring(".plate-box");
            tell(messages.challenge_watching.replace("{n}", &format::speed_spoken(s.speed.get_untracked(), messages)));
        }
    };
    let address = move || route::href(&design_address(s, level).write());
    let copy = move |click: MouseEvent| {
        if is_plain(&click) {
            click.prevent_default();
            clipboard::copy(window().location().origin().unwrap_or_default() + &untrack(address), move |copied| {
                let said = if copied { messages.challenge_link_copied } else { messages.challenge_link_not_copied };
                tell(said.to_owned());
            });
        }
    };
    let state = move || match trial.run.state() {
        State::Still => done.get(),
        State::Running(_, 0) => Some(messages.claim_loading.to_owned()),
        State::Running(done, total) => {
            Some(messages.challenge_scoring.replace("{n}", &format::percent(done as f64 / total as f64)))
        }
        State::Failed(why) => Some(messages.challenge_failed.replace("{what}", &why)),
    };
    let result = move || {
        let (scored, score) = trial.last.get()?;
        let old = scored != now.get();
        Some(view! {
            <div class="result" class:old=old>
                {table(s, level, &score)}
                {old.then(|| view! { <p class="hint">{messages.challenge_changed}</p> })}
            </div>
        })
    };
    view! {
        <div class="try-keys">
            {run_button("primary", trial.run, move || messages.challenge_score, press)}
            <button class="plain" type="button" on:click=watch>
                {messages.challenge_watch}
            </button>
            <a class="quiet" href=address on:click=copy>
                {messages.challenge_link}
            </a>
        </div>
        <p class="hint num">{state}</p>
        {result}
    }
    .into_any()
}

/// The medal in words, or what was missed and by how much.
fn verdict(s: Shared, level: &'static Level, score: &Score) -> String {
    let messages = s.messages();
    if let Some(medal) = score.medal(level) {
        return medal_word(s, medal.key()).to_owned();
    }
    let missed = Objective::ALL.into_iter().filter(|one| !one.is_met(level, score)).map(|one| {
        let name = messages.get(&format!("level_name_{}", one.key())).unwrap_or_default();
        let (measured, asked) = (value(one, score.of(one)), value(one, one.of(level)));
        format!(" {name}: {measured}, {} {asked}.", messages.challenge_asked)
    });
    format!("{}.{}", messages.level_medal_missed, missed.collect::<String>())
}

/// What is left of what an objective allows; where more than that was used, how many times as much.
fn margin(used: f64, messages: &Messages) -> String {
    match used {
        used if used <= 1.0 => format::percent(1.0 - used),
        used if used.is_finite() => messages.challenge_over.replace("{n} ", &format!("{}\u{a0}", format::number(used))),
        _ => "∞".to_owned(),
    }
}

/// Each objective with what was measured, the medal, and what failed first.
fn table(s: Shared, level: &'static Level, score: &Score) -> AnyView {
    let messages = s.messages();
    let row = |objective: Objective| {
        let met = objective.is_met(level, score);
        view! {
            <tr class:missed=!met>
                <th scope="row">
                    {icons::sign(if met { Sign::Tick } else { Sign::Cross })}
                    {messages.get(&format!("level_name_{}", objective.key())).unwrap_or_default()}
                </th>
                <td class="num">{value(objective, score.of(objective))}</td>
                <td class="num">{value(objective, objective.of(level))}</td>
                <td class="num">{margin(objective.used(level, score), messages)}</td>
            </tr>
        }
    };
    let verdict = match score.medal(level) {
        Some(medal) => {
            view! { <p class="verdict"><span class="medal" data-medal=medal.key()>{medal_word(s, medal.key())}</span></p> }
                .into_any()
        }
        None => view! { <p class="verdict missed">{messages.level_medal_missed}</p> }.into_any(),
    };
    let config = s.configs.with_untracked(|configs| configs.first().cloned()).unwrap_or_else(|| level.config());
    let first = score.first.map(|first| {
        let text = messages.challenge_first.replace("{time}", &format::clock(first.at_s, 0));
        let text = text.replace("{node}", &names::node(first.node, &config, messages));
        view! { <p>{text.replace("{cause}", names::cause(first.cause, messages))}</p> }
    });
    let busiest = score.busiest.map(|(node, used)| {
        let text = messages.challenge_busiest.replace("{node}", &names::capital(&names::node(node, &config, messages)));
        view! { <p>{text.replace("{n}", &format::percent(used))}</p> }
    });
    view! {
        {verdict}
        <table>
            <thead>
                <tr>
                    <td></td>
                    <th scope="col">{messages.challenge_measured}</th>
                    <th scope="col">{messages.challenge_asked}</th>
                    <th scope="col">{messages.challenge_margin}</th>
                </tr>
            </thead>
            <tbody>{Objective::ALL.map(row).collect_view()}</tbody>
        </table>
        {first}
        {busiest}
        <p class="hint">{messages.challenge_medals}</p>
    }
    .into_any()
}
