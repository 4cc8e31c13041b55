//! One chart over time. Its elements stay; only their paths and words change.

use leptos::html;
use leptos::prelude::*;
use scalewalk_model::world::SITES;

use crate::state::shared::shared;
use crate::ui::chart::series::{Kind, Panel};
use crate::ui::control::site_select;

/// The most lines and names in a chart.
const LINES: usize = 6;
/// The most values on a scale.
const RULES: usize = 5;
/// Classes of the fills of bars.
const FILLS: [&str; 3] = ["solid", "hatched", "outlined"];

/// A chart.
#[component]
pub fn ChartPanel(
    /// Which.
    kind: Kind,
    /// The chart, drawn.
    panel: Memo<Panel>,
    /// Where the width is measured.
    node: NodeRef<html::Div>,
) -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let plain = match kind {
        Kind::Answers => messages.chart_answers,
        Kind::Latency => messages.chart_latency,
        Kind::Failures => messages.chart_failures,
        Kind::Utilisation => messages.chart_utilisation,
        Kind::Servers => messages.chart_servers,
        Kind::Hits => messages.chart_hits,
        Kind::Stale => messages.chart_stale,
        Kind::Moved => messages.chart_moved,
        Kind::Backlog => messages.chart_backlog,
        Kind::Oldest => messages.chart_oldest,
        Kind::Jobs => messages.chart_jobs,
        Kind::Away => messages.chart_away,
        Kind::Alerts => messages.chart_alerts,
    };
    // Of several data centers it is of the first alone.
    let title = move || match kind {
        Kind::Utilisation if site_select::several(s) => {
            messages.chart_utilisation_in.replace("{place}", crate::ui::kit::node_names::region(messages, SITES[0]))
        }
        _ => plain.to_owned(),
    };
    let line = move |i: usize| {
        view! {
            <path
                class=move || panel.with(|p| p.lines.get(i).map_or("", |l| l.class))
                d=move || panel.with(|p| p.lines.get(i).map_or_else(String::new, |l| l.d.clone()))
            />
        }
    };
    let bar = move |i: usize| {
        view! { <path class=format!("bar {}", FILLS[i]) d=move || panel.with(|p| p.bars[i].clone()) /> }
    };
    let text = move |get: fn(&Panel) -> &Vec<(f64, String)>, i: usize| {
        let at = move || panel.with(|p| get(p).get(i).cloned());
        view! {
            <span
                style:top=move || at().map(|(top, _)| format!("{top:.0}px"))
                style:display=move || at().is_none().then_some("none")
            >
                {move || at().map(|(_, text)| text)}
            </span>
        }
    };
    let causes = move || {
        panel.with(|p| {
            let cause = |(fill, name): &(usize, String)| {
                view! {
                    <span>
                        <i class=FILLS[*fill]></i>
                        {name.clone()}
                    </span>
                }
            };
            p.causes.iter().map(cause).collect_view()
        })
    };
    let inside = kind == Kind::Latency;
    view! {
        <div class="ch">
            <span>{title}</span>
            {matches!(kind, Kind::Failures | Kind::Stale).then(|| view! { <span class="causes">{causes}</span> })}
            <b class="num">{move || panel.with(|p| p.head.clone())}</b>
        </div>
        <div class="chart">
            <div class="plot" node_ref=node style:height=format!("{}px", kind.height())>
                <svg aria-hidden="true">
                    <path class="grid" d=move || panel.with(|p| p.rules.clone()) />
                    <path class="band" d=move || panel.with(|p| p.band.clone()) />
                    {(0..3).map(bar).collect_view()}
                    {(0..LINES).map(line).collect_view()}
                </svg>
            </div>
            <div class="scale" class:inside=inside aria-hidden="true">
                {(0..RULES).map(|i| text(|p| &p.scale, i)).collect_view()}
            </div>
            <div class="scale ends" aria-hidden="true">
                {(0..LINES).map(|i| text(|p| &p.names, i)).collect_view()}
            </div>
        </div>
    }
}
