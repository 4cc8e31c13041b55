//! One request, hop by hop. It waits for the reader at the end of each.

use leptos::prelude::*;
use scalewalk_course::page::{END, WalkText};
use scalewalk_course::stage::walk_key;

use crate::browser::focus;
use crate::state::shared::{Shared, shared};
use crate::state::walk_run::WalkRun;
use crate::ui::kit::icons::Sign;
use crate::ui::kit::{format, icons, names};
use crate::ui::prose::text::{blocks, inlines};
use crate::ui::walk::in_sight;
use crate::ui::walk::journey_view::{JourneyView, view_of};
use crate::ui::walk::waterfall::{Place, Waterfall};

/// The sentences of the walk under way; none for a request of the traffic.
fn text(s: Shared) -> Option<&'static WalkText> {
    let walk = s.stage.get().walks.get(s.walk_index.get()?)?;
    s.page()?.walk(walk.id)
}

/// One hop on, unless it was the last.
pub fn walk_on(s: Shared) -> bool {
    let (hop, _) = s.walk_at.get_untracked();
    let hops = s.player.with_value(|player| player.walk().map_or(0, WalkRun::hops));
    let more = hop < hops.saturating_sub(1);
    if more {
        s.walk_to(hop + 1);
    }
    more
}

/// One hop back, unless it was the first.
pub fn walk_back(s: Shared) -> bool {
    let (hop, _) = s.walk_at.get_untracked();
    if hop > 0 {
        s.walk_to(hop - 1);
    }
    hop > 0
}

/// One hop on; after the last, back to all traffic.
pub fn press_on(s: Shared) {
    if !walk_on(s) {
        s.end_walk();
        focus::moves_to(".follow");
    }
}

/// The walk, in the place of the text.
#[component]
pub fn WalkPanel() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let journey: Memo<Option<JourneyView>> = Memo::new(move |_| {
        s.walk_at.track();
        s.walk_index.track();
        s.player.with_value(|player| player.walk().map(view_of))
    });
    let hop = Memo::new(move |_| {
        let last = journey.with(|j| j.as_ref().map_or(0, |j| j.hops.len().saturating_sub(1)));
        s.walk_at.get().0.min(last)
    });
    let waits = move || s.walk_at.get().1;
    let at_end = move || journey.with(|j| j.as_ref().is_some_and(|j| hop.get() + 1 == j.hops.len()));

    let choice = move || {
        let stage = s.stage.get();
        let page = s.page()?;
        let button = |(index, walk): (usize, &'static scalewalk_course::Walk)| {
            let title = page.walk(walk.id).map_or(walk.id, |text| text.title);
            let pressed = move || if s.walk_index.get() == Some(index) { "true" } else { "false" };
            view! {
                <button type="button" aria-pressed=pressed on:click=move |_| s.start_walk(index)>
                    {title}
                </button>
            }
        };
        Some(view! {
            <div class="walks" role="group" aria-label=messages.walk_choose>
                {stage.walks.iter().enumerate().map(button).collect_view()}
            </div>
        })
    };
    let step = move || {
        let total = journey.with(|j| j.as_ref().map_or(0, |j| j.hops.len()));
        messages.walk_step.replace("{n}", &(hop.get() + 1).to_string()).replace("{total}", &total.to_string())
    };
    let sentence = move || {
        let (who, key) = journey.with(|j| j.as_ref().and_then(|j| j.hops.get(hop.get())).map(|h| (h.who, h.key)))?;
        Some(match text(s).and_then(|t| t.hop(&walk_key(who, key))) {
            Some(sentence) => inlines(sentence),
            None => names::capital(names::hop(key, messages)).into_any(),
        })
    };
    let to = move || {
        s.walk_at.track();
        s.player.with_value(|player| player.walk().and_then(|walk| Some(walk.steps.get(walk.hop)?.1.to.to_string())))
    };
    let times = move || {
        journey.with(|j| {
            let hop = j.as_ref()?.hops.get(hop.get())?;
            let time = |ms: f64, word: &str| (ms > 0.0).then(|| format!("{} {word}", format::millis(ms)));
            let parts = [
                time(hop.wait_ms, messages.walk_waiting),
                time(hop.work_ms, messages.walk_working),
                time(hop.travel_ms, messages.walk_travelling),
            ];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
        })
    };
    let value = move || {
        let value = journey.with(|j| j.as_ref()?.hops.get(hop.get())?.value)?;
        let text = if value.version < value.newest { messages.walk_old_value } else { messages.walk_value };
        let number = |n: u32| format::number(f64::from(n));
        let text = text.replace("{key}", &number(value.key)).replace("{version}", &number(value.version));
        Some(view! { <p class="value num">{text.replace("{newest}", &number(value.newest))}</p> })
    };
    let end = move || {
        if !(at_end() && waits()) {
            return None;
        }
        let (total, answered, failed) = journey.with(|j| j.as_ref().map(|j| (j.total_ms, j.answered_ms, j.failed)))?;
        let total = match answered {
            Some(answered) => messages
                .walk_later
                .replace("{answered}", &format::millis(answered))
                .replace("{time}", &format::millis(total)),
            None => messages.walk_total.replace("{time}", &format::millis(total)),
        };
        let failed = failed.map(|cause| {
            let text = messages.walk_failed.replace("{cause}", names::cause(cause, messages));
            view! {
                <p class="failure">
                    {icons::sign(Sign::Cross)}
                    {text}
                </p>
            }
        });
        let sentence = text(s).and_then(|t| t.hop(END)).map(|end| view! { <p>{inlines(end)}</p> });
        Some(view! {
            <div class="walk-end">
                {failed} {sentence}
                <p class="total num">{total}</p>
            </div>
        })
    };
    let extra = move || {
        let text = text(s)?;
        (at_end() && !text.extra.is_empty()).then(|| view! { <div class="extra">{blocks(text.extra)}</div> })
    };
    let again = move || {
        at_end().then(|| {
            s.walk_index.get().map(|index| {
                view! {
                    <button class="plain" type="button" on:click=move |_| s.start_walk(index)>
                        {messages.walk_again}
                    </button>
                }
            })
        })
    };
    let ended = Memo::new(move |_| at_end());
    // One button, so that whoever pressed it still has it under the finger.
    let on = view! {
        <button class="primary on" type="button" on:click=move |_| press_on(s)>
            {move || if ended.get() { messages.mode_traffic } else { messages.walk_on }}
            {move || (!ended.get()).then(|| icons::sign(Sign::Next))}
        </button>
        <span class="hint" class:shown=move || waits() && !ended.get()>
            {messages.walk_waits}
        </span>
    };
    in_sight::follow();
    view! {
        <section class="walk" aria-label=messages.mode_walk data-to=to>
            {choice}
            <p class="step num">{step}</p>
            <div class="sentence" aria-live="polite">
                <p>{sentence}</p>
            </div>
            <p class="times num">{times}</p>
            {value}
            {end}
            <div class="walk-keys">
                <button
                    class="plain"
                    type="button"
                    class:idle=move || hop.get() == 0
                    aria-label=messages.walk_back
                    on:click=move |_| {
                        walk_back(s);
                    }
                >
                    {icons::sign(Sign::Back)}
                    {messages.back}
                </button>
                {on}
                {again}
            </div>
            {extra}
            <Waterfall journey=journey hop=hop />
            <Place journey=journey />
        </section>
    }
}
