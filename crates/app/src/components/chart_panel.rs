//! One chart over time. Its elements stay; only their paths and words change.

use scalewalk_model::world::SITES;

use super::chart_series::{Kind, Panel};
use super::reactive::{Views, live, part};
use super::site_select;
use crate::context::shared;
use crate::dom::*;

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
    let words = s.words();
    let plain = match kind {
        Kind::Answers => words.chart_answers,
        Kind::Latency => words.chart_latency,
        Kind::Failures => words.chart_failures,
        Kind::Utilisation => words.chart_utilisation,
        Kind::Servers => words.chart_servers,
        Kind::Hits => words.chart_hits,
        Kind::Stale => words.chart_stale,
        Kind::Moved => words.chart_moved,
        Kind::Backlog => words.chart_backlog,
        Kind::Oldest => words.chart_oldest,
        Kind::Jobs => words.chart_jobs,
        Kind::Away => words.chart_away,
        Kind::Alerts => words.chart_alerts,
    };
    // Of several data centers it is of the first alone.
    let title = move || match kind {
        Kind::Utilisation if site_select::several(s) => {
            words.chart_utilisation_in.replace("{place}", crate::names::region(words, SITES[0]))
        }
        _ => plain.to_owned(),
    };
    let line = move |i: usize| {
        view! {
            <path
                class=live(move || panel.with(|p| p.lines.get(i).map_or("", |l| l.class)))
                d=live(move || panel.with(|p| p.lines.get(i).map_or_else(String::new, |l| l.d.clone())))
            />
        }
    };
    let bar = move |i: usize| {
        view! { <path class=format!("bar {}", FILLS[i]) d=live(move || panel.with(|p| p.bars[i].clone())) /> }
    };
    let text = move |get: fn(&Panel) -> &Vec<(f64, String)>, i: usize| {
        let style =
            move || panel.with(|p| get(p).get(i).map_or("display:none".into(), |t| format!("top:{:.0}px", t.0)));
        view! { <span style=live(style)>{part(move || panel.with(|p| get(p).get(i).map_or_else(String::new, |t| t.1.clone())))}</span> }
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
            p.causes.iter().map(cause).views()
        })
    };
    let inside = kind == Kind::Latency;
    view! {
        <div class="ch">
            <span>{part(title)}</span>
            {matches!(kind, Kind::Failures | Kind::Stale).then(|| view! { <span class="causes">{part(causes)}</span> })}
            <b class="num">{part(move || panel.with(|p| p.head.clone()))}</b>
        </div>
        <div class="chart">
            <div class="plot" node_ref=node style=format!("height:{}px", kind.height())>
                <svg aria-hidden="true">
                    <path class="grid" d=live(move || panel.with(|p| p.rules.clone())) />
                    <path class="band" d=live(move || panel.with(|p| p.band.clone())) />
                    {(0..3).map(bar).views()}
                    {(0..LINES).map(line).views()}
                </svg>
            </div>
            <div class="scale" class:inside=inside aria-hidden="true">
                {(0..RULES).map(|i| text(|p| &p.scale, i)).views()}
            </div>
            <div class="scale ends" aria-hidden="true">
                {(0..LINES).map(|i| text(|p| &p.names, i)).views()}
            </div>
        </div>
    }
}
