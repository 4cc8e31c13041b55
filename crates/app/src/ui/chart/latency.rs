//! Latency over time: percentiles on a scale of ratios.

use crate::ui::chart::plot;
use crate::ui::chart::plot::Scale;
use crate::ui::chart::series::{Kind, Line, Panel, Source};
use crate::ui::kit::{format, names};

impl Source<'_> {
    /// The median, the 95th and the 99th percentile.
    pub(super) fn latency(&self) -> Panel {
        let (h, messages) = (Kind::Latency.height(), self.messages);
        let all = || (0..self.sims.len()).flat_map(|lane| self.buckets(lane)).filter_map(|(_, b)| b.percentiles_ms);
        let least = all().map(|p| f64::from(p[0])).fold(f64::INFINITY, f64::min);
        let most = all().map(|p| f64::from(p[2])).fold(0.0, f64::max);
        let scale = if most > 0.0 { Scale::log(least, most) } else { Scale::log(10.0, 1_000.0) };
        let y = |ms: f64| h * (1.0 - scale.share(ms));
        let mut panel = Panel::default();
        for lane in 0..self.sims.len() {
            let kinds: &[(usize, [&'static str; 2])] = if self.two() {
                &[(0, ["ser p50", "ser p50 second"]), (2, ["ser p99", "ser p99 second"])]
            } else {
                &[(0, ["ser p50"; 2]), (1, ["ser p95"; 2]), (2, ["ser p99"; 2])]
            };
            for (which, classes) in kinds {
                // Of fewer than a hundred answers the 99th percentile is the slowest, and is called so.
                let half_have = |n: u64| {
                    let (enough, all) = self
                        .buckets(lane)
                        .fold((0, 0), |(enough, all), (_, b)| (enough + usize::from(b.answered >= n), all + 1));
                    enough * 2 >= all
                };
                if *which == 1 && !half_have(20) {
                    continue;
                }
                let points = self.buckets(lane).map(|(x, b)| b.percentiles_ms.map(|p| (x, y(f64::from(p[*which])))));
                let d = plot::line(points);
                let end = self.buckets(lane).rev().find_map(|(_, b)| b.percentiles_ms);
                let name = match which {
                    0 => messages.chart_p50,
                    1 => messages.chart_p95,
                    _ if !half_have(100) => messages.chart_slowest,
                    _ => messages.chart_p99,
                };
                let name =
                    if self.two() { names::lane(lane, messages).to_owned() + " " + name } else { name.to_owned() };
                if let Some(end) = end.filter(|_| !d.is_empty()) {
                    panel.names.push((y(f64::from(end[*which])), name));
                }
                panel.lines.push(Line { class: classes[lane.min(1)], d });
            }
        }
        panel.rules = plot::levels(self.width, scale.rules().into_iter().map(y));
        let rules = scale.rules();
        let ends = rules.first().into_iter().chain(rules.last());
        panel.scale = ends.map(|v| (y(*v), format::millis(*v))).collect();
        panel.head = self.latency_head();
        panel
    }

    /// The 99th percentile, or the median where there are too few requests for that or a moment is pointed at.
    fn latency_head(&self) -> String {
        let messages = self.messages;
        let lanes = || self.readout.lanes.iter().map(|l| l.percentiles_ms);
        let (name, which) = if self.at.is_none() && lanes().all(|p| p[2].is_some()) {
            (messages.chart_p99, 2)
        } else {
            (messages.chart_p50, 0)
        };
        let value = |lane: usize| match self.at {
            Some(_) => self.pointed(lane).and_then(|b| b.percentiles_ms).map(|p| f64::from(p[0])),
            None => self.readout.lanes[lane].percentiles_ms[which],
        };
        if self.at.is_none() && lanes().all(|p| p[0].is_none()) {
            return messages.chart_too_few.to_owned();
        }
        let values = self.join(|lane| value(lane).map_or_else(|| "–".to_owned(), format::millis));
        let few = if which == 0 && self.at.is_none() && !self.two() { messages.chart_too_few } else { "" };
        let comma = if few.is_empty() { "" } else { ", " };
        format!("{name} {values}{comma}{few}")
    }
}
