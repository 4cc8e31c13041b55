//! The numbers of the charts as a table, taken when it is opened.

use leptos::prelude::*;
use scalewalk_model::series::{self, Bucket};
use scalewalk_model::time::to_secs;

use crate::state::shared::shared;
use crate::ui::kit::format;

/// Rows of the table.
const ROWS: usize = 12;

/// The table, closed at first.
#[component]
pub fn ChartTable(
    /// Level of the series.
    level: Memo<usize>,
) -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let rows: RwSignal<Vec<[String; 7]>> = RwSignal::new(Vec::new());
    let fill = move |_| {
        let level = level.get_untracked();
        rows.set(s.player.with_value(|p| {
            let Some(sim) = p.traffic().first() else { return Vec::new() };
            let per_s = 1.0 / to_secs(scalewalk_model::series::Series::width(level));
            sim.series().buckets(level).iter().rev().take(ROWS).map(|b| row(b, per_s)).collect()
        }));
    };
    let heads = [
        messages.time,
        messages.chart_answers,
        messages.chart_p50,
        messages.chart_p95,
        messages.chart_gave_up_head,
        messages.chart_failures,
        messages.chart_utilisation,
    ];
    view! {
        <details class="told table" on:toggle=fill>
            <summary>{messages.chart_table}</summary>
            <div class="scrolls" tabindex="0" role="region" aria-label=messages.chart_table>
                <table>
                    <thead>
                        <tr>{heads.map(|h| view! { <th scope="col">{h}</th> }).collect_view()}</tr>
                    </thead>
                    <tbody>
                        {move || {
                            rows.get()
                                .into_iter()
                                .map(|row| view! { <tr>{row.map(|cell| view! { <td class="num">{cell}</td> }).collect_view()}</tr> })
                                .collect_view()
                        }}
                    </tbody>
                </table>
            </div>
        </details>
    }
}

fn row(bucket: &Bucket, per_s: f64) -> [String; 7] {
    let ms = |which: usize| bucket.percentiles_ms.map_or("–".to_owned(), |p| format::millis(f64::from(p[which])));
    let web = bucket.utilisation[series::WEB].iter().filter(|u| u.is_finite());
    let most = web.fold(0.0f32, |most, u| most.max(*u));
    [
        format::clock(to_secs(bucket.end), 1),
        format::rate(bucket.answered as f64 * per_s),
        ms(0),
        ms(1),
        bucket.gave_up().map_or("–".to_owned(), format::percent),
        format::rate(bucket.failed.iter().sum::<u64>() as f64 * per_s),
        format::percent(f64::from(most)),
    ]
}
