//! "Find the fault": a hidden fault is searched for twice, first in one file at a time, then with everything in one place.

use leptos::prelude::*;
use scalewalk_course::page::{END, TryText};
use scalewalk_course::stages::observability::find_fault::{self, Hidden, PENALTY_S, Search, Trouble};
use scalewalk_model::time::{Nanos, SECOND, to_secs};
use scalewalk_model::{NodeId, Sim};

use crate::browser::animation_frame::{FrameLoop, now_ms};
use crate::browser::sight::page_in_sight;
use crate::state::shared::shared;
use crate::ui::experiment::find_fault_view::{collected, file, name, trouble_name};
use crate::ui::kit::format;
use crate::ui::panel::panels::host_table;
use crate::ui::prose::text::inlines;

/// Milliseconds between two looks at the site.
const LOOK_MS: f64 = 500.0;
/// The most simulated seconds that pass in a frame.
const LONGEST_S: f64 = 0.1;

/// How far the game is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Game {
    seed: u64,
    /// 0 or 1; the round that is played or was played last.
    round: usize,
    searches: [Search; 2],
    /// The moment of the site at which the round began; none between two rounds.
    began: Option<Nanos>,
    /// What was answered last, if it was wrong.
    wrong: Option<Hidden>,
}

impl Game {
    /// Seconds of the round at the moment `now` of the site: what it does not run through, nobody can search in.
    fn elapsed_s(&self, now: Nanos) -> f64 {
        self.began.map_or(0.0, |began| to_secs(now.saturating_sub(began)))
    }

    fn search(&self) -> Search {
        self.searches[self.round]
    }
}

/// The experiment.
#[component]
pub fn FindFault(
    /// Its words.
    text: &'static TryText,
) -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let game = RwSignal::new(Game::default());
    let site: StoredValue<Option<Sim>, LocalStorage> = StoredValue::new_local(None);
    // A look at the site: the number of the look. What is shown changes with it.
    let look = RwSignal::new(0u32);
    // What is read was there when the file was opened; to read on, it is opened again.
    let open: RwSignal<Option<(NodeId, u32)>> = RwSignal::new(None);
    let (machine, trouble) = (RwSignal::new(0usize), RwSignal::new(0usize));
    let config = find_fault::site();
    let nodes = StoredValue::new(find_fault::machines(&config));
    let config = StoredValue::new(config);

    let now = move || site.with_value(|site| site.as_ref().map_or(0, Sim::now));
    let seen = page_in_sight();
    let mut looked = 0.0;
    let frames = FrameLoop::new(move |frame_ms, since_ms| {
        if !seen.get_untracked() || game.with_untracked(|game| game.began.is_none()) {
            return false;
        }
        let real_s = (since_ms / 1e3).clamp(0.0, LONGEST_S);
        site.update_value(|site| {
            if let Some(sim) = site {
                sim.run_until(sim.now() + (real_s * SECOND as f64) as u64);
            }
        });
        if frame_ms - looked >= LOOK_MS {
            looked = frame_ms;
            look.update(|look| *look += 1);
        }
        true
    });
    Effect::new(move |_| {
        if seen.get() {
            frames.wake();
        }
    });
    let begin = move |round: usize, seed: u64| {
        site.set_value(Some(find_fault::start(seed, round as u64)));
        open.set(None);
        game.update(|game| {
            if round == 0 {
                *game = Game { seed, ..Game::default() };
            }
            (game.round, game.began, game.wrong) = (round, Some(now()), None);
        });
        look.update(|look| *look += 1);
        frames.wake();
    };
    let answer = move |_| {
        let guess = nodes.with_value(|nodes| nodes.get(machine.get_untracked()).copied());
        let Some((node, trouble)) = guess.zip(Trouble::ALL.get(trouble.get_untracked()).copied()) else { return };
        let (guess, played) = (Hidden { node, trouble }, game.get_untracked());
        let hidden = find_fault::hidden(played.seed, played.round as u64);
        let right = game.try_update(|game| {
            let elapsed = game.elapsed_s(now());
            let right = game.searches[game.round].answer(guess, hidden, elapsed);
            if right {
                game.began = None;
            }
            game.wrong = (!right).then_some(guess);
            right
        });
        let said = if right == Some(true) { messages.find_right } else { messages.find_wrong };
        s.announcements.say(said.replace("{what}", &config.with_value(|c| name(guess.node, c, messages))));
    };

    let clock = move || {
        look.track();
        let game = game.get();
        let time = format::clock(game.search().found_s.unwrap_or_else(|| game.elapsed_s(now())), 0);
        let cost = PENALTY_S * f64::from(game.search().wrong);
        if cost > 0.0 { format!("{time} + {}", format::seconds(cost)) } else { time }
    };
    let playing = Memo::new(move |_| game.with(|game| game.began.map(|_| game.round)));
    let files = move || {
        let button = move |node: NodeId| {
            let pressed = move || if open.get().is_some_and(|open| open.0 == node) { "true" } else { "false" };
            let press = move |_| open.set(Some((node, look.get_untracked())));
            view! {
                <button class="store" type="button" aria-pressed=pressed on:click=press>
                    {config.with_value(|c| name(node, c, messages))}
                </button>
            }
        };
        let shown = move || {
            let (node, _) = open.get()?;
            site.with_value(|site| site.as_ref().map(|sim| file(sim, node, messages)))
        };
        view! {
            <div class="store-choice" role="group" aria-label=messages.find_open>
                {nodes.with_value(|nodes| nodes.iter().map(|node| button(*node)).collect_view())}
            </div>
            {shown}
        }
        .into_any()
    };
    let together = move || {
        let scraped = Memo::new(move |_| {
            look.track();
            site.with_value(|site| site.as_ref().map(|sim| sim.telemetry().scrapes().hosts()))
        });
        let table = move || scraped.get().map(|hosts| config.with_value(|c| host_table(&hosts, c, messages, true)));
        let lines = move || {
            look.track();
            site.with_value(|site| site.as_ref().map(|sim| collected(sim, messages)))
        };
        view! {
            <h4>{messages.find_all_lines}</h4>
            {lines}
            <h4>{messages.panel_hosts}</h4>
            {table}
        }
        .into_any()
    };
    let choice = move |label: &'static str, options: Vec<String>, chosen: RwSignal<usize>| {
        let change = move |event: web_sys::Event| {
            use wasm_bindgen::JsCast;
            let select = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlSelectElement>().ok());
            chosen.set(select.map_or(0, |select| select.selected_index().max(0) as usize));
        };
        let at = chosen.get_untracked();
        let option = move |(i, text): (usize, String)| view! { <option selected=i == at>{text}</option> };
        view! {
            <label>
                <span>{label}</span>
                <select on:change=change>{options.into_iter().enumerate().map(option).collect_view()}</select>
            </label>
        }
    };
    let round = move || {
        let round = playing.get()?;
        let machines = nodes.with_value(|nodes| {
            nodes.iter().map(|node| config.with_value(|c| name(*node, c, messages))).collect::<Vec<_>>()
        });
        let troubles = Trouble::ALL.iter().map(|one| trouble_name(*one, messages).to_owned()).collect();
        let wrong = move || {
            let wrong = game.with(|game| game.wrong)?;
            let what = config.with_value(|c| name(wrong.node, c, messages));
            Some(view! { <p class="why">{messages.find_wrong.replace("{what}", &what)}</p> })
        };
        Some(view! {
            <h3>
                {if round == 0 { messages.find_round_one } else { messages.find_round_two }} " "
                <span class="num clock">{clock}</span>
            </h3>
            {if round == 0 { files() } else { together() }}
            <div class="find-answer">
                {choice(messages.find_machine, machines, machine)}
                {choice(messages.find_trouble, troubles, trouble)}
                <button class="plain" type="button" on:click=answer>
                    {messages.find_answer}
                </button>
            </div>
            {wrong}
        })
    };
    let between = move || {
        if playing.get().is_some() {
            return None;
        }
        let now = game.get();
        let found = now.search().cost_s();
        let hidden = find_fault::hidden(now.seed, now.round as u64);
        let told = found.and_then(|cost| {
            let what = config.with_value(|c| name(hidden.node, c, messages));
            let head = messages.find_found.replace("{what}", &what).replace("{time}", &format::seconds(cost.round()));
            let why = text.item(hidden.trouble.key())?;
            Some(view! { <p><b>{head}</b></p> <p class="why">{inlines(why)}</p> })
        });
        let both = now.searches[0].cost_s().zip(now.searches[1].cost_s()).and_then(|(alone, together)| {
            let time = |s: f64| format::seconds(s.round());
            let result = messages.find_result.replace("{a}", &time(alone)).replace("{b}", &time(together));
            Some(view! { <p><b>{result}</b></p> <p class="why">{inlines(text.item(END)?)}</p> })
        });
        let second = found.is_some() && now.round == 0;
        let label = match (found.is_some(), second) {
            (false, _) => messages.find_start,
            (_, true) => messages.find_next,
            _ => messages.find_again,
        };
        let press = move |_| {
            if second { begin(1, now.seed) } else { begin(0, now_ms().to_bits() >> 12) }
        };
        Some(view! {
            {told}
            {both}
            <div class="try-keys">
                <button class="plain" type="button" on:click=press>
                    {label}
                </button>
            </div>
        })
    };
    view! {
        {round}
        {between}
    }
}
