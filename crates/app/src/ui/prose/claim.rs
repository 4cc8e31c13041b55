//! A sentence that the reader can put to the test.

use leptos::prelude::*;
use scalewalk_course::claim::Relation;
use scalewalk_course::job::{self, Job, News};
use scalewalk_course::page::{Inline, Messages, plain};
use scalewalk_course::rules;

use crate::state::shared::shared;
use crate::ui::control::rule_switch::RuleSwitch;
use crate::ui::kit::format::{number, percent};
use crate::ui::kit::icons;
use crate::ui::kit::icons::Sign;
use crate::ui::kit::run::{Run, State, run_button, runs};
use crate::ui::kit::ui::{Verdict, ui};
use crate::ui::prose::text::inlines;

/// What the check that is shown says: `86.9 ± 0.4 % (theory 87 %, within 3 %), 20 runs`.
fn text(verdict: &job::Verdict, messages: &Messages) -> String {
    let unit = verdict.unit.replace(' ', "\u{a0}");
    let measured = &verdict.measured;
    let half = number(measured.half_width);
    let interval = if measured.half_width.is_finite() && half != "0" { format!(" ± {half}") } else { String::new() };
    let expected = format!("{}{unit}", number(verdict.expected));
    let expected = match verdict.relation {
        Relation::Exactly => messages.claim_exactly.replace("{n}", &expected),
        Relation::Equal => {
            messages.claim_theory.replace("{n}", &expected).replace("{margin}", &percent(verdict.margin))
        }
        Relation::AtLeast => messages.claim_at_least.replace("{n}", &expected),
        Relation::AtMost => messages.claim_at_most.replace("{n}", &expected),
    };
    let runs = match measured.n {
        1 => messages.claim_one_run.to_owned(),
        n => messages.claim_runs.replace("{n}", &n.to_string()),
    };
    format!("{}: {}{interval}{unit} ({expected}), {runs}", verdict.what, number(measured.mean))
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
    let messages = s.messages();
    let ui = ui();
    let run = Run::new();

    let hear = move |news: News| {
        if let News::Verdict(verdict) = news {
            let verdict = Verdict { holds: verdict.holds, text: text(&verdict, messages) };
            let said = if verdict.holds { messages.claim_holds_with } else { messages.claim_fails_with };
            s.announcements.say(format!("{} {}", plain(sentence), said.replace("{what}", &verdict.text)));
            ui.verdicts.update(|all| {
                all.insert(id, verdict);
            });
        }
    };

    let verdict = Memo::new(move |_| ui.verdicts.with(|all| all.get(id).cloned()));
    let label = move || if verdict.get().is_some() { messages.claim_again } else { messages.claim_run };
    let state = move || match run.state() {
        State::Running(done, total) => {
            view! { <span class="running num">{runs(done, total, messages)}</span> }.into_any()
        }
        State::Failed(why) => {
            let text = messages.claim_failed.replace("{what}", &why);
            view! { <span class="running" role="alert">{text}</span> }.into_any()
        }
        State::Still => {
            let Some(verdict) = verdict.get() else { return ().into_any() };
            let (said, sign) = if verdict.holds {
                (messages.claim_holds_with, Sign::Tick)
            } else {
                (messages.claim_fails_with, Sign::Cross)
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
                {run_button("run", run, label, move || run.toggle(Job::Claim(id), Box::new(hear)))}
                {state}
            </p>
        </div>
    }
}
