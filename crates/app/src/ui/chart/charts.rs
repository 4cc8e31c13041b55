//! Figures over the last time, on one axis.

use leptos::html;
use leptos::prelude::*;
use scalewalk_model::time::to_secs;
use web_sys::PointerEvent;

use crate::browser::resize::width_of;
use crate::state::shared::shared;
use crate::ui::chart::panel::ChartPanel;
use crate::ui::chart::series::{BUCKETS, Kind, Panel, Source};
use crate::ui::chart::table::ChartTable;
use crate::ui::kit::format;
use crate::view_model::readout::chart_level;

/// The most marks that run through the charts.
const MARKS: usize = 6;

/// The charts over time.
#[component]
pub fn Charts() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let nodes: [NodeRef<html::Div>; Kind::ALL.len()] = core::array::from_fn(|_| NodeRef::new());
    let width = width_of(nodes[0]);
    let at: RwSignal<Option<f64>> = RwSignal::new(None);
    let level = Memo::new(move |_| chart_level(s.speed.get()));
    let now = Memo::new(move |_| {
        s.readout.track();
        s.player.with_value(|p| to_secs(p.clock()))
    });
    let drawn = move |kind: Kind| {
        Memo::new(move |old: Option<&Panel>| {
            now.track();
            let (width, at) = (width.get(), at.get());
            s.configs.track();
            s.readout.with(|readout| {
                s.player.with_value(|player| {
                    // While one request is walked the traffic stands still, and so do the charts.
                    if readout.lanes.len() != player.traffic().len() || player.walk().is_some() {
                        return old.cloned().unwrap_or_default();
                    }
                    let now_s = to_secs(player.clock());
                    let level = level.get();
                    Source { sims: player.traffic(), now_s, level, width, readout, at, messages }.draw(kind)
                })
            })
        })
    };
    let span = move || to_secs(scalewalk_model::series::Series::width(level.get())) * BUCKETS as f64;
    let title = move || match at.get() {
        Some(at) => messages.chart_ago.replace("{time}", &format::seconds(((1.0 - at) * span() * 10.0).round() / 10.0)),
        None => messages.chart_last.replace("{time}", &format::seconds(span())),
    };
    let marks = Memo::new(move |_| {
        // Something may break while time stands.
        s.readout.track();
        let (now, span) = (now.get(), span());
        s.player.with_value(|p| {
            let seen = p
                .marks()
                .iter()
                .rev()
                .filter(|m| m.fault && m.at <= p.clock())
                .map(|m| 1.0 - (now - to_secs(m.at)) / span);
            seen.take_while(|x| *x >= 0.0).take(MARKS).map(|x| (x * 1e3).round() / 1e3).collect::<Vec<_>>()
        })
    });
    let percent = |share: f64| format!("{:.1}%", 100.0 * share);
    let hidden = |at: Option<f64>| at.is_none().then_some("none");
    let mark = move |i: usize| {
        let at = move || marks.with(|m| m.get(i).copied());
        view! { <i class="event" style:left=move || at().map(percent) style:display=move || hidden(at())></i> }
    };
    let point = move |ev: PointerEvent| {
        let Some(plot) = nodes[0].get_untracked() else { return };
        let rect = plot.get_bounding_client_rect();
        let share = (f64::from(ev.client_x()) - rect.left()) / rect.width().max(1.0);
        at.set((0.0..=1.0).contains(&share).then_some(share));
    };
    // Only those that this system has something for.
    let topology = Memo::new(move |_| s.configs.with(|c| c.first().map(|c| c.topology)));
    let panels = Kind::ALL.into_iter().zip(nodes).map(move |(kind, node)| {
        let there = Memo::new(move |_| topology.get().is_some_and(|t| kind.is_of(&t)));
        move || there.get().then(|| view! { <ChartPanel kind=kind panel=drawn(kind) node=node /> })
    });
    view! {
        <section class="charts" aria-labelledby="charts-title">
            <h2 id="charts-title">
                <span>{title}</span>
            </h2>
            <div class="stack" on:pointermove=point on:pointerleave=move |_| at.set(None)>
                <div class="events" aria-hidden="true">
                    {(0..MARKS).map(mark).collect_view()}
                    <i
                        class="at"
                        style:left=move || at.get().map(percent)
                        style:display=move || hidden(at.get())
                    ></i>
                </div>
                {panels.collect_view()}
            </div>
            <ChartTable level=level />
        </section>
    }
}
