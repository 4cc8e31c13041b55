//! The share of failed requests as it was scraped, the threshold of the alert, and when one went on.

use std::fmt::Write;

use scalewalk_model::time::{from_secs, to_secs};

use crate::ui::chart::plot;
use crate::ui::chart::plot::Scale;
use crate::ui::chart::series::{Kind, Line, Panel, Source};
use crate::ui::kit::format;

impl Source<'_> {
    /// Steps from scrape to scrape; nothing is known in between.
    pub(super) fn scraped(&self) -> Panel {
        let Some(sim) = self.sims.first() else { return Panel::default() };
        let (h, told) = (Kind::Alerts.height(), &sim.config().telemetry);
        let telemetry = sim.telemetry();
        let scrapes = telemetry.scrapes();
        let reach = scrapes.reach(from_secs(told.window_s));
        let kept = scrapes.times().len();
        let share = |age: usize| {
            let span = reach.min(kept.checked_sub(age + 2)? + 1);
            let (errors, requests) = telemetry.share_of_all(span.max(1), age, false)?;
            Some(100.0 * errors as f64 / (requests as f64).max(1.0))
        };
        let at = |age: usize| self.x(to_secs(scrapes.times()[kept - 1 - age]));
        let points: Vec<(f64, f64)> =
            (0..kept).map_while(|age| Some((at(age), share(age)?)).filter(|(x, _)| *x >= 0.0)).collect();
        let threshold = 100.0 * told.threshold;
        let scale = Scale::linear(points.iter().map(|p| p.1).fold(2.0 * threshold, f64::max));
        let y = |value: f64| h * (1.0 - scale.share(value));
        let ends = core::iter::once(self.width).chain(points.iter().map(|p| p.0));
        let steps =
            points.iter().zip(ends).flat_map(|((x, value), end)| [Some((end, y(*value))), Some((*x, y(*value)))]);
        let limit = [Some((0.0, y(threshold))), Some((self.width, y(threshold)))];
        let mut band = String::new();
        for alert in telemetry.alerts().log() {
            let (from, to) = (alert.fired, alert.resolved.unwrap_or(sim.now()));
            let (from, to) = (self.x(to_secs(from)).max(0.0), self.x(to_secs(to)));
            if to > from {
                let _ = write!(band, "M{from:.1} 0H{to:.1}V{h}H{from:.1}Z");
            }
        }
        let pointed = self.at.map(|at| at * self.width);
        let now = pointed.map_or(points.first(), |x| points.iter().find(|p| p.0 <= x)).map(|p| p.1);
        Panel {
            head: now.map_or_else(String::new, |share| format!("{}\u{a0}%", format::number(share))),
            rules: plot::levels(self.width, [h].into_iter()),
            lines: vec![
                Line { class: "ser faint", d: plot::line(limit.into_iter()) },
                Line { class: "ser", d: plot::line(steps) },
            ],
            band,
            names: vec![(y(threshold), self.messages.chart_threshold.to_owned())],
            ..Panel::default()
        }
    }
}
