//! A sentence that the reader can put to the test.

use leptos::prelude::*;
use scalewalk_course::claim::{Check, Experiment, Relation};
use scalewalk_course::page::{Inline, plain};

use super::format::number;
use super::icons::{self, Sign};
use super::prose::inlines;
use super::reactive::{act, memo, part};
use super::slices::{Task, in_slices};
use super::ui::{Verdict, ui};
use crate::context::shared;

/// Milliseconds that a claim's runs may take at a time.
const SLICE_MS: f64 = 6.0;
/// Events between two looks at the clock.
const EVENTS: u64 = 2_000;

/// What the first check says: `86.9 ± 0.4 %, 20 runs`.
fn text(check: &Check, words: &scalewalk_course::page::Messages) -> String {
    let unit = check.unit.replace(' ', "\u{a0}");
    let measured = &check.measured;
    let half = number(measured.half_width);
    let interval = if measured.half_width.is_finite() && half != "0" { format!(" ± {half}") } else { String::new() };
    let expected = format!("{}{unit}", number(check.expected));
    let expected = match check.relation {
        Relation::Equal => words.claim_theory.replace("{n}", &expected),
        Relation::AtLeast => words.claim_at_least.replace("{n}", &expected),
        Relation::AtMost => words.claim_at_most.replace("{n}", &expected),
    };
    let runs = match measured.n {
        1 => words.claim_one_run.to_owned(),
        n => words.claim_runs.replace("{n}", &n.to_string()),
    };
    format!("{}: {}{interval}{unit} ({expected}), {runs}", check.what, number(measured.mean))
}

/// A claim with its button.
#[component]
pub fn ClaimBox(
    /// Its id in the registry.
    id: &'static str,
    /// Its sentence.
    sentence: &'static [Inline],
) -> impl IntoView {
    let s = shared();
    let words = s.words();
    let ui = ui();
    let claim = s.stage.get_untracked().claims.iter().find(|claim| claim.id == id);
    let progress: RwSignal<Option<(usize, usize)>> = RwSignal::new(None);
    let task: StoredValue<Task, LocalStorage> = StoredValue::new_local(Task::default());
    on_cleanup(move || {
        task.try_with_value(Task::stop);
    });

    let stop = move || {
        task.with_value(Task::stop);
        progress.set(None);
    };
    let start = move || {
        let Some(claim) = claim else { return };
        let experiment = StoredValue::new_local(Experiment::new(claim));
        progress.set(experiment.try_with_value(Experiment::progress));
        let work = move || {
            let mut done = true;
            experiment.try_update_value(|e| done = e.advance(EVENTS));
            done
        };
        let after = move |done: bool| {
            let Some(now) = experiment.try_with_value(Experiment::progress) else { return };
            if !done {
                if progress.try_get_untracked().is_some_and(|old| old != Some(now)) {
                    progress.set(Some(now));
                }
                return;
            }
            if progress.try_set(None).is_some() {
                return;
            }
            let checks = experiment.try_with_value(Experiment::checks).flatten().unwrap_or_default();
            let Some(first) = checks.iter().find(|c| !c.holds()).or(checks.first()) else { return };
            let verdict = Verdict { holds: checks.iter().all(Check::holds), text: text(first, words) };
            let said = if verdict.holds { words.claim_holds_with } else { words.claim_fails_with };
            s.said.set(format!("{} {}", plain(sentence), said.replace("{what}", &verdict.text)));
            ui.verdicts.update(|all| {
                all.insert(id, verdict);
            });
        };
        task.set_value(in_slices(SLICE_MS, work, after));
    };

    let verdict = memo(move |_| ui.verdicts.with(|all| all.get(id).cloned()));
    let running = move || progress.get().is_some();
    let button = move || {
        if running() {
            words.claim_stop
        } else if verdict.get().is_some() {
            words.claim_again
        } else {
            words.claim_run
        }
    };
    let state = move || {
        if let Some((done, total)) = progress.get() {
            let place = (done + 1).min(total).to_string();
            let text = words.claim_running.replace("{done}", &place).replace("{total}", &total.to_string());
            return view! { <span class="running num">{text}</span> }.into_any();
        }
        let Some(verdict) = verdict.get() else { return ().into_any() };
        let (said, sign) =
            if verdict.holds { (words.claim_holds_with, Sign::Tick) } else { (words.claim_fails_with, Sign::Cross) };
        view! {
            <span class="holds" class:fails=!verdict.holds>
                {icons::sign(sign)}
                {said.replace("{what}", &verdict.text)}
            </span>
        }
        .into_any()
    };
    let proof = claim.map(|_| {
        view! {
            <p class="proof">
                <button class="run" type="button" on:click=act(move |_| if progress.get_untracked().is_some() { stop() } else { start() })>
                    {icons::live_sign(move || if running() { Sign::Stop } else { Sign::Run })}
                    <span>{part(button)}</span>
                </button>
                {part(state)}
            </p>
        }
    });
    view! {
        <div class="claim" data-claim=id>
            <p>{inlines(sentence)}</p>
            {proof}
        </div>
    }
}
