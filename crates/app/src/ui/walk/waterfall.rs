//! Where a request's time went, and how it compares with all others.

use leptos::html;
use leptos::prelude::*;

use crate::browser::resize::width_of;
use crate::state::shared::shared;
use crate::ui::chart::plot;
use crate::ui::kit::{format, names};
use crate::ui::walk::journey_view::JourneyView;

/// A row for each hop: waiting hollow, working solid, travelling thin.
#[component]
pub fn Waterfall(
    /// The journey.
    journey: Memo<Option<JourneyView>>,
    /// The hop that is shown.
    hop: Memo<usize>,
) -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let rows = move || {
        let Some(journey) = journey.get() else { return Vec::new() };
        let share = |ms: f64| format!("{:.2}%", 100.0 * ms / journey.total_ms.max(1e-9));
        let row = |(i, h): (usize, &crate::ui::walk::journey_view::HopView)| {
            let flow = match h.write {
                _ if h.later => "later",
                true => "write",
                false => "read",
            };
            let mut at = h.enter_ms;
            let parts = [("wait", h.wait_ms), ("work", h.work_ms), ("travel", h.travel_ms)].map(|(class, ms)| {
                let left = at;
                at += ms;
                (ms > 0.0).then(|| {
                    view! { <i class=class style:left=share(left) style:width=share(ms)></i> }
                })
            });
            let length = h.wait_ms + h.work_ms + h.travel_ms;
            // The one that came last is what the request waited for.
            let slowest = h.parts.iter().map(|part| part.end_ms).fold(0.0, f64::max);
            // The wait is short beside the whole, so it is drawn as wide as there is room.
            let within = |ms: f64| format!("{:.2}%", 100.0 * ms / (slowest - h.enter_ms).max(1e-9));
            let asked = h.parts.iter().map(|part| {
                let bars = part.bars.iter().map(|(class, from, long)| {
                    view! { <i class=*class style:left=within(from - h.enter_ms) style:width=within(*long)></i> }
                });
                let class = if part.end_ms >= slowest { "of slowest" } else { "of" };
                view! {
                    <div class=class>
                        <span class="what">{crate::ui::kit::node_names::node_name(messages, None, part.node)}</span>
                        <span class=format!("bars {flow}") aria-hidden="true">{bars.collect_view()}</span>
                        <span class="long num">{format::millis(part.end_ms - h.enter_ms)}</span>
                    </div>
                }
            });
            let asked = asked.collect_view();
            let magnified =
                (!h.parts.is_empty()).then(|| view! { <p class="hint of-wait">{messages.walk_magnified}</p> });
            view! {
                <li>
                    <button
                        type="button"
                        aria-current=move || (hop.get() == i).then_some("step")
                        class:ahead=move || { hop.get() < i }
                        on:click=move |_| s.walk_to(i)
                    >
                        <span class="what">{numbered(journey.single, h.who, names::hop(h.key, messages))}</span>
                        <span class=format!("bars {flow}") aria-hidden="true">
                            {parts.into_iter().collect_view()}
                        </span>
                        <span class="long num">{format::millis(length)}</span>
                    </button>
                    {magnified}
                    {asked}
                </li>
            }
        };
        journey.hops.iter().enumerate().map(row).collect()
    };
    view! {
        <div class="waterfall">
            <h2>
                <span>{messages.walk_waterfall}</span>
            </h2>
            <ol>{rows}</ol>
            <p class="key" aria-hidden="true">
                <i class="wait"></i>
                {messages.walk_waiting}
                <i class="work"></i>
                {messages.walk_working}
                <i class="travel"></i>
                {messages.walk_travelling}
            </p>
        </div>
    }
}

/// The name of a hop; of several requests that meet, with the request's number before it.
fn numbered(single: bool, who: usize, name: &str) -> String {
    if single { name.to_owned() } else { format!("{}\u{a0}· {name}", who + 1) }
}

/// Classes of the histogram, over all decades from 1 ms to 10 s.
const CLASSES: usize = 48;
/// Height of the histogram in pixels.
const HEIGHT: f64 = 48.0;

/// The latency of all answers, with this request among them.
#[component]
pub fn Place(
    /// The journey.
    journey: Memo<Option<JourneyView>>,
) -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let node: NodeRef<html::Div> = NodeRef::new();
    let width = width_of(node);
    let counts = Memo::new(move |_| {
        let lane = journey.with(|j| j.as_ref().filter(|j| j.single).map(|j| j.lane))?;
        let edges: Vec<f64> = (1..CLASSES).map(|i| libm::pow(10.0, 4.0 * i as f64 / CLASSES as f64)).collect();
        let counts = s.player.with_value(|p| Some(p.traffic().get(lane)?.latency().classes(&edges)))?;
        counts.iter().any(|c| *c > 0).then_some(counts)
    });
    let total = move || journey.with(|j| j.as_ref().filter(|j| j.single).map(|j| j.answered_ms.unwrap_or(j.total_ms)));
    let place = |ms: f64| (libm::log10(ms.max(1.0)) / 4.0).clamp(0.0, 1.0);
    let bars = move || {
        counts.with(|counts| {
            let mut path = String::new();
            let counts = counts.as_deref().unwrap_or_default();
            let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
            let w = width.get() / CLASSES as f64;
            for (i, count) in counts.iter().enumerate().filter(|(_, c)| **c > 0) {
                let h = (*count as f64 / most * (HEIGHT - 4.0)).max(1.0);
                plot::rect(&mut path, i as f64 * w, HEIGHT - h, (w - 1.0).max(0.5), h);
            }
            path
        })
    };
    let slower = move || {
        let total = total()?;
        counts.with(|counts| {
            let counts = counts.as_ref()?;
            let all: u64 = counts.iter().sum();
            let below: u64 = counts.iter().take((place(total) * CLASSES as f64) as usize).sum();
            let share = format::percent(below as f64 / all as f64);
            Some(messages.walk_slower.replace("{share}", &share).replace("{total}", &format::count(all)))
        })
    };
    let marker = move || format!("M{:.1} 0V{HEIGHT}", place(total().unwrap_or(1.0)) * width.get());
    view! {
        <div class="place" hidden=move || counts.with(Option::is_none)>
            <h2>
                <span>{messages.walk_place}</span>
            </h2>
            <div class="plot" node_ref=node style:height=format!("{HEIGHT}px")>
                <svg aria-hidden="true">
                    <path class="hist" d=bars />
                    <path class="marker" d=marker />
                </svg>
            </div>
            <div class="ticks" aria-hidden="true">
                {["1 ms", "10 ms", "100 ms", "1 s", "10 s"]
                    .into_iter()
                    .enumerate()
                    .map(|(i, text)| view! { <span style:--p=format!("{}", i as f64 / 4.0)>{format::bind(text)}</span> })
                    .collect_view()}
            </div>
            <p class="hint">{slower}</p>
        </div>
    }
}
