//! "Which store?": a store is chosen for each of six workloads; then all five are simulated.

use leptos::prelude::*;
use scalewalk_course::job::{Job, News};
use scalewalk_course::page::{END, Messages, TryText};
use scalewalk_course::stages::database::stores::{Family, WORKLOADS, Workload};

use crate::browser::worker_job::{WorkerJob, prepare};
use crate::state::shared::shared;
use crate::ui::experiment::store_rows::{Answer, rows, store_name};
use crate::ui::kit::icons::Sign;
use crate::ui::kit::{format, icons};
use crate::ui::prose::text::inlines;

fn question(workload: &Workload, messages: &Messages) -> &'static str {
    messages.get(&format!("workload_{}", workload.id.replace('-', "_"))).unwrap_or_default()
}

/// The experiment.
#[component]
pub fn WhichStore(
    /// Its words.
    text: &'static TryText,
) -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let at = RwSignal::new(0usize);
    let answers = RwSignal::new(vec![Answer::default(); WORKLOADS.len()]);
    let failed: RwSignal<Option<String>> = RwSignal::new(None);
    let errand: StoredValue<Option<WorkerJob>, LocalStorage> = StoredValue::new_local(None);

    let choose = move |family: Family| {
        let index = at.get_untracked();
        answers.update(|all| all[index] = Answer { chosen: Some(family), times_ms: Vec::new() });
        failed.set(None);
        let hear = move |news: News| match news {
            News::Times(times_ms) => {
                if times_ms.len() == Family::ALL.len() {
                    errand.set_value(None);
                    if let Some(ms) = times_ms.get(family as usize) {
                        s.announcements.say(format!("{}: {}", store_name(family, messages), format::millis(*ms)));
                    }
                }
                answers.update(|all| all[index].times_ms = times_ms);
            }
            News::Failed(why) => {
                errand.set_value(None);
                answers.update(|all| all[index] = Answer::default());
                failed.set(Some(messages.claim_failed.replace("{what}", &why)));
            }
            _ => {}
        };
        errand.set_value(Some(WorkerJob::start(Job::Stores(WORKLOADS[index].id), hear)));
    };

    let steps = move || {
        let step = |index: usize| {
            let label = messages.walk_step.replace("{n}", &(index + 1).to_string());
            let label = label.replace("{total}", &WORKLOADS.len().to_string());
            let done = move || answers.with(|all| all[index].is_done());
            view! {
                <button
                    type="button"
                    aria-label=label
                    aria-current=move || (at.get() == index).then_some("step")
                    class:done=done
                    on:click=move |_| at.set(index)
                >
                    {index + 1}
                </button>
            }
        };
        (0..WORKLOADS.len()).map(step).collect_view()
    };
    let stores = move || {
        let index = at.get();
        let option = move |family: Family| {
            let chosen = move || answers.with(|all| all[index].chosen);
            view! {
                <button
                    class="store"
                    type="button"
                    aria-pressed=move || if chosen() == Some(family) { "true" } else { "false" }
                    disabled=move || chosen().is_some()
                    on:click=move |_| choose(family)
                    on:pointerenter=|_| prepare()
                    on:focus=|_| prepare()
                >
                    {store_name(family, messages)}
                </button>
            }
        };
        Family::ALL.map(option).collect_view()
    };
    let result = move || {
        let index = at.get();
        let answer = answers.with(|all| all[index].clone());
        answer.chosen?;
        let why = answer.is_done().then(|| text.item(WORKLOADS[index].id)).flatten();
        let all_done = answers.with(|all| all.iter().all(Answer::is_done));
        let end = all_done.then(|| text.item(END)).flatten();
        let next = move |_| at.set((index + 1) % WORKLOADS.len());
        let again = move |_| answers.update(|all| all[index] = Answer::default());
        Some(view! {
            <table class="stores">
                <thead class="vh">
                    <tr>
                        <th scope="col">{messages.try_choose}</th>
                        <th scope="col">{messages.try_round_trips}</th>
                        <th scope="col">{messages.try_time}</th>
                    </tr>
                </thead>
                <tbody>{rows(&WORKLOADS[index], &answer, messages)}</tbody>
            </table>
            {why.map(|why| view! { <p class="why">{inlines(why)}</p> })}
            {end.map(|end| view! { <p class="why">{inlines(end)}</p> })}
            {answer
                .is_done()
                .then(|| {
                    view! {
                        <div class="try-keys">
                            <button class="plain" type="button" on:click=again>
                                {messages.try_again}
                            </button>
                            <button class="plain" type="button" on:click=next hidden=all_done>
                                {messages.next}
                                {icons::sign(Sign::Next)}
                            </button>
                        </div>
                    }
                })}
        })
    };
    let progress = move || {
        let done = answers.with(|all| all.iter().filter(|a| a.is_done()).count());
        messages.try_progress.replace("{n}", &done.to_string()).replace("{total}", &WORKLOADS.len().to_string())
    };
    view! {
        <div class="try-steps">
            {steps} <span class="hint num">{progress}</span>
        </div>
        <h3>{move || question(&WORKLOADS[at.get()], messages)}</h3>
        <div class="store-choice" role="group" aria-label=messages.try_choose>
            {stores}
        </div>
        {move || failed.get().map(|why| view! { <p class="why" role="alert">{why}</p> })}
        {result}
    }
}
