//! Measured numbers in the text.

use leptos::prelude::*;
use scalewalk_model::series::Bucket;
use scalewalk_model::{Sim, series};

use crate::state::shared::shared;
use crate::ui::kit::format;
use crate::ui::kit::ui::ui;
use crate::view_model::readout::chart_level;

/// How many buckets a number in the text takes its mean over.
const BUCKETS: usize = 20;

/// A measured number; `text` until there is a measurement.
#[component]
pub fn Figure(
    /// Which.
    id: &'static str,
    /// The words for the time before.
    text: &'static str,
) -> impl IntoView {
    let s = shared();
    let calm = ui().calm;
    let shown = Memo::new(move |_| {
        calm.track();
        let level = chart_level(s.speed.get_untracked());
        s.player.with_value(|player| player.traffic().first().and_then(|sim| measure(id, sim, level)))
    });
    view! { <span class="figure num" translate="no">{move || shown.get().unwrap_or_else(|| format::bind(text))}</span> }
}

fn measure(id: &str, sim: &Sim, level: usize) -> Option<String> {
    let series = sim.series();
    let recent: Vec<&Bucket> = series.buckets(level).iter().rev().take(BUCKETS).collect();
    let seconds = recent.len() as f64 * scalewalk_model::time::to_secs(scalewalk_model::series::Series::width(level));
    let per_s = |count: &dyn Fn(&Bucket) -> u64| {
        (seconds > 0.0).then(|| format::rate(recent.iter().map(|b| count(b)).sum::<u64>() as f64 / seconds))
    };
    let latency = |p: f64| series.recent(level).percentile_ms(p).map(format::millis);
    match id {
        "throughput" => per_s(&|b| b.answered),
        "failures" => per_s(&|b| b.failed.iter().sum()),
        "latency.mean" => series.recent(level).mean_ms().map(format::millis),
        "latency.p50" => latency(0.5),
        "latency.p99" => latency(0.99),
        "utilisation.web" => mean(recent.iter().flat_map(|b| &b.utilisation[series::WEB])).map(format::percent),
        "utilisation.db" => mean(recent.iter().flat_map(|b| &b.utilisation[series::DATABASES])).map(format::percent),
        "cost" => Some(format::money(sim.config().usd_month() + sim.traffic_usd_month())),
        _ => None,
    }
}

fn mean<'a>(values: impl Iterator<Item = &'a f32>) -> Option<f64> {
    let (sum, n) = values.filter(|v| v.is_finite()).fold((0.0, 0u32), |(sum, n), v| (sum + f64::from(*v), n + 1));
    (n > 0).then(|| sum / f64::from(n))
}
