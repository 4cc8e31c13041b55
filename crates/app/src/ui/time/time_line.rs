//! The run so far, with what was broken and set in it; and the handle that goes back in it.

use leptos::prelude::*;
use scalewalk_model::time::to_secs;

use crate::state::shared::shared;
use crate::ui::kit::format;

/// Lengths of the line in seconds, and the distance of its ticks.
const LENGTHS: [(f64, f64); 17] = [
    (5.0, 1.0),
    (10.0, 2.0),
    (20.0, 5.0),
    (30.0, 5.0),
    (60.0, 10.0),
    (120.0, 30.0),
    (300.0, 60.0),
    (600.0, 60.0),
    (1_200.0, 300.0),
    (1_800.0, 300.0),
    (3_600.0, 600.0),
    (7_200.0, 1_800.0),
    (18_000.0, 3_600.0),
    (36_000.0, 7_200.0),
    (86_400.0, 14_400.0),
    (864_000.0, 172_800.0),
    (8_640_000.0, 1_728_000.0),
];
/// The marks that are drawn, the latest.
const MARKS: usize = 24;

#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    length: f64,
    tick: f64,
    /// Moment, whether something broke, and what.
    marks: Vec<(f64, bool, String)>,
}

/// The line of time.
#[component]
pub fn TimeLine() -> impl IntoView {
    let s = shared();
    let now = Memo::new(move |_| {
        s.readout.track();
        s.player.with_value(|p| to_secs(p.clock().saturating_sub(p.start())))
    });
    let line = Memo::new(move |_| {
        let now = now.get();
        let end = s.player.with_value(|p| to_secs(p.end().saturating_sub(p.start()))).max(now);
        let (length, tick) = LENGTHS.into_iter().find(|(l, _)| end <= 0.96 * l).unwrap_or((end * 1.5, end / 4.0));
        let marks = s.player.with_value(|p| {
            let marks = p.marks();
            marks[marks.len().saturating_sub(MARKS)..]
                .iter()
                // What is planned has not happened.
                .filter(|m| m.at <= p.end())
                .map(|m| (to_secs(m.at.saturating_sub(p.start())), m.fault, m.text.clone()))
                .collect::<Vec<_>>()
        });
        Line { length, tick, marks }
    });
    let percent = move |at: f64| 100.0 * at / line.with(|l| l.length).max(1e-9);
    let wide = move |at: f64| format!("{:.2}%", percent(at));
    let ticks = move || {
        let (length, tick) = line.with(|l| (l.length, l.tick));
        let n = (length / tick + 0.01) as u32;
        (0..=n)
            .map(|i| {
                let at = f64::from(i) * tick;
                let left = format!("{:.2}%", 100.0 * at / length);
                view! { <span class="tick" style:left=left>{format::clock(at, 0)}</span> }
            })
            .collect_view()
    };
    let marks = move || {
        line.with(|l| {
            let last = l.marks.len();
            l.marks
                .iter()
                .enumerate()
                .map(|(i, (at, fault, text))| {
                    let left = 100.0 * at / l.length;
                    let label = (i + 1 == last).then(|| format::bind(text));
                    view! {
                        <span
                            class="event"
                            class:fault=*fault
                            class:near-end={left > 50.0}
                            style:left=format!("{left:.2}%")
                            style:--at=format!("{:.4}", left / 100.0)
                        >
                            <span>{label}</span>
                        </span>
                    }
                })
                .collect_view()
        })
    };
    let end = Memo::new(move |_| {
        s.readout.track();
        s.player.with_value(|p| to_secs(p.end().saturating_sub(p.start())))
    });
    view! {
        <div class="timeline">
            <div aria-hidden="true">
                <i class="ahead" style:width=move || wide(end.get())></i>
                <i class="done" style:width=move || wide(now.get())></i>
                {ticks}
                {marks}
            </div>
            // As long as the run so far: one cannot go to what has not been.
            <input
                class="scrub"
                type="range"
                min="0"
                max="1000"
                step="1"
                aria-label=s.messages().moment
                aria-valuetext=move || format::clock(now.get(), 1)
                style:width=move || format!("calc({:.2}% + 18px)", percent(end.get()))
                prop:value=move || (1000.0 * now.get() / end.get().max(1e-9)).round()
                on:input=move |ev| {
                    if let Ok(share) = event_target_value(&ev).parse::<u32>() {
                        s.seek(end.get_untracked() * f64::from(share) / 1000.0);
                    }
                }
            />
        </div>
    }
}
