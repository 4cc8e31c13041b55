//! Latency over time: percentiles of the answers on a scale of ratios, and how many of those who asked never had one, because they
//! gave up.

use scalewalk_model::Cause;

use crate::ui::chart::failures;
use crate::ui::chart::plot;
use crate::ui::chart::plot::Scale;
use crate::ui::chart::series::{BUCKETS, Kind, Line, Panel, Source};
use crate::ui::kit::{format, names};

impl Source<'_> {
    /// The median, the 95th and the 99th percentile; from above hang those who gave up.
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
        self.hang_who_gave_up(&mut panel);
        panel
    }

    /// The share of those who gave up, from the top down: the whole height is everybody. Their wait was longer than any that
    /// the lines know of.
    fn hang_who_gave_up(&self, panel: &mut Panel) {
        let (h, w) = (Kind::Latency.height(), self.width / BUCKETS as f64);
        let part = w / self.sims.len() as f64;
        let fill = failures::fill(Cause::Timeout);
        for lane in 0..self.sims.len() {
            for (x, share) in
                self.buckets(lane).filter_map(|(x, b)| Some((x, b.gave_up().filter(|share| *share > 0.0)?)))
            {
                let left = x - w / 2.0 + part * lane as f64;
                plot::rect(&mut panel.bars[fill], left + 0.5, 0.0, (part - 1.0).max(1.0), (share * h).max(1.0));
            }
        }
    }

    /// The share of those who gave up, now or where it is pointed at, in words; nothing where it rounds to nothing.
    fn gave_up_head(&self, lane: usize) -> Option<String> {
        let share = match self.at {
            Some(_) => self.pointed(lane)?.gave_up()?,
            None => self.readout.lanes[lane].gave_up,
        };
        (share >= 0.001).then(|| format!(", {} {}", format::percent(share), self.messages.chart_gave_up))
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
        let gave_up = |lane| self.gave_up_head(lane).unwrap_or_default();
        if self.at.is_none() && lanes().all(|p| p[0].is_none()) {
            return messages.chart_too_few.to_owned() + &gave_up(0);
        }
        let values = self.join(|lane| value(lane).map_or_else(|| "–".to_owned(), format::millis) + &gave_up(lane));
        let few = if which == 0 && self.at.is_none() && !self.two() { messages.chart_too_few } else { "" };
        let comma = if few.is_empty() { "" } else { ", " };
        format!("{name} {values}{comma}{few}")
    }
}
