//! The ladder: how many users the system of each stage serves, as bars over powers of ten.

use scalewalk_course::challenge::levels::HOME;
use scalewalk_course::job::{Job, News};
use scalewalk_course::ladder::{BUILDS, Build, Rung, rung};
use scalewalk_course::page::Heading;
use scalewalk_course::{Stage, stages};

use super::format;
use super::icons::{self, Sign};
use super::reactive::{Views, act, live, maybe, memo, part};
use crate::address::setting_key;
use crate::context::{Shared, param, shared};
use crate::dom::*;
use crate::errand::{Errand, prepare};
use crate::route;

/// The powers of ten at both ends of the scale.
const SCALE: (f64, f64) = (5.0, 8.5);
/// Those that are named.
const TICKS: core::ops::RangeInclusive<u32> = 6..=8;

/// Where a number of users stands on the scale, in percent.
fn place(users: f64) -> f64 {
    (100.0 * (libm::log10(users) - SCALE.0) / (SCALE.1 - SCALE.0)).clamp(0.5, 100.0)
}

fn people(users: f64) -> String {
    param("users").map_or_else(String::new, |param| format::bind(&param.show(users)))
}

/// The address of a stage as it climbed: a slider has fewer users than the ladder.
fn address(stage: &Stage, build: &Build, users: f64) -> String {
    let mut query = format!("?v=1&users={}", users.min(1e8));
    for (id, value) in build.settings() {
        if let Some(param) = param(id) {
            query += &format!("&{}={}", setting_key(build.lane(), id), param.write(value));
        }
    }
    route::href(stage, &query)
}

/// The ladder, on the stage that has it.
#[component]
pub fn Ladder() -> impl IntoView {
    let s = shared();
    let here = memo(move |_| s.stage.get().id == HOME);
    maybe(move || here.get().then(|| chart(s)))
}

fn chart(s: Shared) -> AnyView {
    let words = s.words();
    let row = move |build: &'static Build| {
        let (stage, rung) = (stages::find(build.stage)?, rung(build.stage)?);
        let heading = s.language.heading(stage.id)?;
        Some(view! { <Row stage=stage system=build filed=rung heading=heading /> })
    };
    let ticks = TICKS.map(|power| {
        let users = libm::pow(10.0, f64::from(power));
        view! { <span style=format!("--p:{:.2}", place(users) / 100.0)>{people(users)}</span> }
    });
    view! {
        <section class="ladder" aria-labelledby="ladder-title">
            <h2 id="ladder-title">{words.ladder_title}</h2>
            <p>{words.ladder_intro}</p>
            <table>
                <thead class="vh">
                    <tr>
                        <th scope="col">{words.ladder_stage}</th>
                        <th scope="col">{words.ladder_users}</th>
                        <th scope="col">{words.ladder_measure}</th>
                    </tr>
                </thead>
                <tbody>{BUILDS.iter().filter_map(row).views()}</tbody>
            </table>
            <div class="scale" aria-hidden="true">{ticks.views()}</div>
            <p class="hint">{words.ladder_rule}</p>
        </section>
    }
    .into_any()
}

/// What is known of a search.
#[derive(Clone, Debug, PartialEq)]
enum State {
    /// What is filed stands.
    Still,
    /// Runs done and runs in all.
    Running(usize, usize),
    /// It was found, or could not be looked for; in words.
    Told(String),
}

#[component]
fn Row(stage: &'static Stage, system: &'static Build, filed: Rung, heading: &'static Heading) -> impl IntoView {
    let s = shared();
    let words = s.words();
    let now = RwSignal::new(State::Still);
    let errand: StoredValue<Option<Errand>, LocalStorage> = StoredValue::new_local(None);
    let told = move |text: String| {
        errand.set_value(None);
        s.said.set(format!("{}: {text}", heading.short));
        now.set(State::Told(text));
    };
    let hear = move |news: News| match news {
        News::Progress(done, total) => now.set(State::Running(done, total)),
        News::Rung(users, p99_ms) => {
            told(words.ladder_found.replace("{n}", &people(users)).replace("{p99}", &format::millis(p99_ms)));
        }
        News::Failed(why) => told(words.claim_failed.replace("{what}", &why)),
        _ => {}
    };
    let running = move || matches!(now.get(), State::Running(..));
    let press = move |_| {
        if matches!(now.get_untracked(), State::Running(..)) {
            errand.set_value(None);
            now.set(State::Still);
        } else {
            now.set(State::Running(0, 0));
            errand.set_value(Some(Errand::start(Job::Rung(stage.id), hear)));
        }
    };
    let limit = words.get(&format!("ladder_limit_{}", filed.limit)).unwrap_or_default();
    let note = move || match now.get() {
        State::Still => limit.to_owned(),
        State::Running(_, 0) => words.claim_loading.to_owned(),
        State::Running(done, total) => {
            let done = (done + 1).min(total).to_string();
            words.claim_running.replace("{done}", &done).replace("{total}", &total.to_string())
        }
        State::Told(text) => text,
    };
    let name = words.ladder_again.replace("{stage}", heading.short);
    view! {
        <tr class:here=stage.id == HOME data-stage=stage.id>
            <th scope="row">
                <a href=address(stage, system, filed.users)>
                    <span class="n num">{heading.number}</span>
                    {heading.short}
                </a>
            </th>
            <td class="rung">
                <i style=format!("width:{:.1}%", place(filed.users))></i>
                <span class="num">{people(filed.users)}</span>
                <small>{part(note)}</small>
            </td>
            <td>
                <button
                    class="quiet"
                    type="button"
                    title=words.claim_run
                    aria-label=name
                    aria-pressed=live(move || if running() { "true" } else { "false" })
                    on:click=act(press)
                    on:pointerenter=act(|_| prepare())
                    on:focus=act(|_| prepare())
                >
                    {icons::live_sign(move || if running() { Sign::Stop } else { Sign::Run })}
                </button>
            </td>
        </tr>
    }
}
