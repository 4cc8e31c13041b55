//! Utilisation over time, by station.

use scalewalk_model::series::{self, Bucket};

use crate::ui::chart::plot;
use crate::ui::chart::series::{Kind, Line, Panel, Source};
use crate::ui::kit::{format, names};

impl Source<'_> {
    /// A line for each of few servers, or their mean between the least and the most; and the database.
    pub(super) fn utilisation(&self) -> Panel {
        let h = Kind::Utilisation.height();
        let y = |share: f64| h * (1.0 - share.clamp(0.0, 1.0));
        let mut panel = Panel::default();
        let mut heads = Vec::new();
        for lane in 0..self.sims.len() {
            let config = self.sims[lane].config();
            let shown = (config.servers as usize).min(series::WEB.end);
            let second = lane > 0;
            let lane_name = |name: String| if self.two() { names::lane(lane, self.messages).to_owned() } else { name };
            let mut line = |class, name: String, value: &dyn Fn(&Bucket) -> f64| {
                let ok = |b: &Bucket| Some(value(b)).filter(|v| v.is_finite());
                let d = plot::line(self.buckets(lane).map(|(x, b)| ok(b).map(|v| (x, y(v)))));
                if let Some(end) = self.buckets(lane).rev().find_map(|(_, b)| ok(b)) {
                    panel.names.push((y(end), name.clone()));
                    heads.push((self.pointed(lane).and_then(ok).unwrap_or(end), name));
                }
                panel.lines.push(Line { class, d });
            };
            if shown <= 4 && !self.two() {
                for i in 0..shown {
                    let name = crate::ui::kit::node_names::node_name(
                        self.messages,
                        Some(config),
                        scalewalk_model::NodeId::web(i as u8),
                    );
                    line("ser p50", lane_name(name), &|b: &Bucket| f64::from(b.utilisation[i]));
                }
            } else {
                let class = if second { "ser second" } else { "ser" };
                line(class, lane_name(self.messages.chart_web.to_owned()), &|b: &Bucket| mean(b, 0..shown));
            }
            if config.topology.database == scalewalk_model::Database::Own {
                let name = lane_name(self.messages.chart_database.to_owned());
                if config.shards() > 0 {
                    // The mean hides what matters.
                    let name = self.messages.chart_hottest_shard.to_owned();
                    line("ser p99", lane_name(name), &|b: &Bucket| most(b, series::SHARDS));
                    line("ser faint", lane_name(self.messages.chart_mean.to_owned()), &|b: &Bucket| {
                        mean(b, series::SHARDS)
                    });
                } else {
                    line("ser p99", name, &|b: &Bucket| mean(b, series::DATABASES));
                }
            }
            if shown > 4 || (self.two() && shown > 1) {
                let points: Vec<_> = self
                    .buckets(lane)
                    .map(|(x, b)| {
                        let up = b.utilisation[..shown].iter().filter(|u| u.is_finite()).map(|u| f64::from(*u));
                        let (low, high) = up.fold((1.0, 0.0), |(l, h), u| (f64::min(l, u), f64::max(h, u)));
                        (x, y(low), y(high))
                    })
                    .collect();
                panel.band += &plot::band(&points);
            }
        }
        // The one that fills up first is the one to watch.
        let fullest = heads.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
        panel.head = fullest.map_or_else(String::new, |(share, name)| format!("{name} {}", format::percent(share)));
        panel.rules = plot::levels(self.width, [0.0, h].into_iter());
        panel
    }
}

/// The busiest of those stations among `places` that there are.
fn most(bucket: &Bucket, places: core::ops::Range<usize>) -> f64 {
    bucket.utilisation[places].iter().filter(|u| u.is_finite()).map(|u| f64::from(*u)).fold(f64::NAN, f64::max)
}

/// The mean of those stations among `places` that there are.
fn mean(bucket: &Bucket, places: core::ops::Range<usize>) -> f64 {
    let there = bucket.utilisation[places].iter().filter(|u| u.is_finite());
    let (sum, n) = there.fold((0.0, 0.0), |(sum, n), u| (sum + f64::from(*u), n + 1.0));
    sum / n
}
