//! A sentence that the reader can put to the test.

use scalewalk_course::claim::Relation;
use scalewalk_course::job::{self, Job, News};
use scalewalk_course::page::{Inline, Messages, plain};
use scalewalk_course::rules;

use super::format::number;
use super::icons::{self, Sign};
use super::prose::inlines;
use super::reactive::{act, memo, part};
use super::rule_switch::RuleSwitch;
use super::ui::{Verdict, ui};
use crate::context::shared;
use crate::dom::*;
use crate::errand::{Errand, prepare};

/// What the check that is shown says: `86.9 ± 0.4 %, 20 runs`.
fn text(verdict: &job::Verdict, words: &Messages) -> String {
    let unit = verdict.unit.replace(' ', "\u{a0}");
    let measured = &verdict.measured;
    let half = number(measured.half_width);
    let interval = if measured.half_width.is_finite() && half != "0" { format!(" ± {half}") } else { String::new() };
    let expected = format!("{}{unit}", number(verdict.expected));
    let expected = match verdict.relation {
        Relation::Equal => words.claim_theory.replace("{n}", &expected),
        Relation::AtLeast => words.claim_at_least.replace("{n}", &expected),
        Relation::AtMost => words.claim_at_most.replace("{n}", &expected),
    };
    let runs = match measured.n {
        1 => words.claim_one_run.to_owned(),
        n => words.claim_runs.replace("{n}", &n.to_string()),
    };
    format!("{}: {}{interval}{unit} ({expected}), {runs}", verdict.what, number(measured.mean))
}

/// How far the runs of a claim are.
#[derive(Clone, Debug, PartialEq)]
enum State {
    /// Not under way.
    Still,
    /// Runs done and runs in all; none before the code for them is there.
    Running(Option<(usize, usize)>),
    /// They could not be run; why, as far as known.
    Failed(String),
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
    let now = RwSignal::new(State::Still);
    let errand: StoredValue<Option<Errand>, LocalStorage> = StoredValue::new_local(None);

    let stop = move |then: State| {
        errand.set_value(None);
        now.set(then);
    };
    let hear = move |news: News| match news {
        News::Progress(done, total) => now.set(State::Running(Some((done, total)))),
        News::Verdict(verdict) => {
            stop(State::Still);
            let verdict = Verdict { holds: verdict.holds, text: text(&verdict, words) };
            let said = if verdict.holds { words.claim_holds_with } else { words.claim_fails_with };
            s.said.set(format!("{} {}", plain(sentence), said.replace("{what}", &verdict.text)));
            ui.verdicts.update(|all| {
                all.insert(id, verdict);
            });
        }
        News::Failed(why) => stop(State::Failed(why)),
        News::Times(_) | News::Rung(..) | News::Score(_) => {}
    };
    let press = move |_| {
        if running(&now.get_untracked()) {
            stop(State::Still);
        } else {
            now.set(State::Running(None));
            errand.set_value(Some(Errand::start(Job::Claim(id), hear)));
        }
    };

    let verdict = memo(move |_| ui.verdicts.with(|all| all.get(id).cloned()));
    let running = move || running(&now.get());
    let button = move || {
        if running() {
            words.claim_stop
        } else if verdict.get().is_some() {
            words.claim_again
        } else {
            words.claim_run
        }
    };
    let state = move || match now.get() {
        State::Running(progress) => {
            let text = progress.map_or(words.claim_loading.to_owned(), |(done, total)| {
                let place = (done + 1).min(total).to_string();
                words.claim_running.replace("{done}", &place).replace("{total}", &total.to_string())
            });
            view! { <span class="running num">{text}</span> }.into_any()
        }
        State::Failed(why) => {
            let text = words.claim_failed.replace("{what}", &why);
            view! { <span class="running" role="alert">{text}</span> }.into_any()
        }
        State::Still => {
            let Some(verdict) = verdict.get() else { return ().into_any() };
            let (said, sign) = if verdict.holds {
                (words.claim_holds_with, Sign::Tick)
            } else {
                (words.claim_fails_with, Sign::Cross)
            };
            view! {
                <span class="holds" class:fails=!verdict.holds>
                    {icons::sign(sign)}
                    {said.replace("{what}", &verdict.text)}
                </span>
            }
            .into_any()
        }
    };
    let rule = rules::of_claim(id).map(|rule| view! { <RuleSwitch rule=rule /> });
    view! {
        <div class="claim" data-claim=id>
            <p>{inlines(sentence)}</p>
            {rule}
            <p class="proof">
                <button
                    class="run"
                    type="button"
                    on:click=act(press)
                    on:pointerenter=act(|_| prepare())
                    on:focus=act(|_| prepare())
                >
                    {icons::live_sign(move || if running() { Sign::Stop } else { Sign::Run })}
                    <span>{part(button)}</span>
                </button>
                {part(state)}
            </p>
        </div>
    }
}

fn running(state: &State) -> bool {
    matches!(state, State::Running(_))
}
