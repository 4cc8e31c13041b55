//! The ladder: how many users the system of each stage serves, as bars over powers of ten.

use leptos::prelude::*;
use scalewalk_course::address::{Address, Place};
use scalewalk_course::challenge::levels::HOME;
use scalewalk_course::job::{Job, News};
use scalewalk_course::ladder::{BUILDS, Build, Rung, rung};
use scalewalk_course::page::Heading;
use scalewalk_course::{Stage, stages};
use scalewalk_model::params;

use crate::browser::route;
use crate::browser::worker_job::prepare;
use crate::state::shared::{Shared, param, shared};
use crate::ui::kit::run::{Run, State, runs};
use crate::ui::kit::{format, icons};

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
fn address(stage: &'static Stage, build: &Build, users: f64) -> String {
    let mut address = Address::at(Place::at(stage));
    for (lane, config) in address.configs.iter_mut().enumerate() {
        let own = build.lane().is_none_or(|climbs| climbs == lane);
        let settings = build.settings().filter(|_| own).chain([("users", users.min(1e8))]);
        let settings: Vec<_> = settings.filter_map(|(id, value)| Some((param(id)?, value))).collect();
        params::apply_all(config, &settings);
    }
    route::href(&address.write())
}

/// The ladder, on the stage that has it.
#[component]
pub fn Ladder() -> impl IntoView {
    let s = shared();
    let here = Memo::new(move |_| s.stage.get().id == HOME);
    move || here.get().then(|| chart(s))
}

fn chart(s: Shared) -> AnyView {
    let messages = s.messages();
    let row = move |build: &'static Build| {
        let (stage, rung) = (stages::find(build.stage)?, rung(build.stage)?);
        let heading = s.language.heading(stage.id)?;
        Some(view! { <Row stage=stage system=build filed=rung heading=heading /> })
    };
    let ticks = TICKS.map(|power| {
        let users = libm::pow(10.0, f64::from(power));
        view! { <span style:--p=format!("{:.2}", place(users) / 100.0)>{people(users)}</span> }
    });
    view! {
        <section class="ladder" aria-labelledby="ladder-title">
            <h2 id="ladder-title">{messages.ladder_title}</h2>
            <p>{messages.ladder_intro}</p>
            <table>
                <thead class="vh">
                    <tr>
                        <th scope="col">{messages.ladder_stage}</th>
                        <th scope="col">{messages.ladder_users}</th>
                        <th scope="col">{messages.ladder_measure}</th>
                    </tr>
                </thead>
                <tbody>{BUILDS.iter().filter_map(row).collect_view()}</tbody>
            </table>
            <div class="scale" aria-hidden="true">{ticks.collect_view()}</div>
            <p class="hint">{messages.ladder_rule}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Row(stage: &'static Stage, system: &'static Build, filed: Rung, heading: &'static Heading) -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let run = Run::new();
    // What came of the last search, in words.
    let told = RwSignal::new(None::<String>);
    let tell = move |text: String| {
        s.announcements.say(format!("{}: {text}", heading.short));
        told.set(Some(text));
    };
    let hear = move |news: News| match news {
        News::Rung(users, p99_ms) => {
            tell(messages.ladder_found.replace("{n}", &people(users)).replace("{p99}", &format::millis(p99_ms)));
        }
        News::Failed(why) => tell(messages.claim_failed.replace("{what}", &why)),
        _ => {}
    };
    let press = move |_| {
        told.set(None);
        run.toggle(Job::Rung(stage.id), Box::new(hear));
    };
    let limit = messages.get(&format!("ladder_limit_{}", filed.limit)).unwrap_or_default();
    let note = move || match run.state() {
        State::Running(done, total) => runs(done, total, messages),
        State::Still | State::Failed(_) => told.get().unwrap_or_else(|| limit.to_owned()),
    };
    let name = messages.ladder_again.replace("{stage}", heading.short);
    view! {
        <tr class:here=stage.id == HOME data-stage=stage.id>
            <th scope="row">
                <a href=address(stage, system, filed.users)>
                    <span class="n num">{heading.number}</span>
                    {heading.short}
                </a>
            </th>
            <td class="rung">
                <i style:width=format!("{:.1}%", place(filed.users))></i>
                <span class="num">{people(filed.users)}</span>
                <small>{note}</small>
            </td>
            <td>
                <button
                    class="quiet"
                    type="button"
                    title=messages.claim_run
                    aria-label=name
                    aria-pressed=move || if run.is_on() { "true" } else { "false" }
                    on:click=press
                    on:pointerenter=|_| prepare()
                    on:focus=|_| prepare()
                >
                    {icons::live_sign(move || run.sign())}
                </button>
            </td>
        </tr>
    }
}
