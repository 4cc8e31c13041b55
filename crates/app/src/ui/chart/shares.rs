//! Shares over time: a part of a whole, in percent.

use scalewalk_model::Count;
use scalewalk_model::series::Bucket;

use crate::ui::chart::plot;
use crate::ui::chart::plot::Scale;
use crate::ui::chart::series::{Kind, Line, Panel, Source};
use crate::ui::kit::format;

/// Buckets that the number beside the title takes its mean over.
const RECENT: usize = 20;

/// `part` of `whole`, 0 to 1; none of nothing. One fetch may bring an old value to several who waited for it and are no
/// reads of their own: then all got one.
fn share_of(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| (part / whole).min(1.0))
}

fn sum(bucket: &Bucket, counts: &[Count]) -> f64 {
    counts.iter().map(|count| f64::from(bucket.of(*count))).sum()
}

impl Source<'_> {
    /// A line for each system: `part` of `whole`.
    pub(super) fn share(&self, kind: Kind, part: &[Count], whole: &[Count]) -> Panel {
        let h = kind.height();
        let share = |b: &Bucket| share_of(sum(b, part), sum(b, whole));
        let most =
            (0..self.sims.len()).flat_map(|lane| self.buckets(lane)).filter_map(|(_, b)| share(b)).fold(0.0, f64::max);
        let scale = Scale::linear((most * 100.0).max(1.0));
        let mut panel = Panel::default();
        for lane in 0..self.sims.len() {
            let points = self.buckets(lane).map(|(x, b)| share(b).map(|s| (x, h * (1.0 - scale.share(s * 100.0)))));
            panel.lines.push(Line { class: if lane == 0 { "ser" } else { "ser second" }, d: plot::line(points) });
        }
        panel.rules = plot::levels(self.width, [0.0, h].into_iter());
        panel.scale = vec![(0.0, format!("{}\u{a0}%", format::number(scale.high()))), (h, format::number(0.0))];
        panel.head = self.join(|lane| {
            let recent = || self.buckets(lane).rev().take(RECENT).map(|(_, b)| b);
            let (part, whole) = match self.pointed(lane) {
                Some(b) => (sum(b, part), sum(b, whole)),
                None => (recent().map(|b| sum(b, part)).sum(), recent().map(|b| sum(b, whole)).sum()),
            };
            share_of(part, whole).map_or_else(String::new, |share| format!("{}\u{a0}%", format::number(100.0 * share)))
        });
        panel
    }

    /// Rows that moved, a second.
    pub(super) fn moved(&self) -> Panel {
        let (h, per_s) = (Kind::Moved.height(), 1.0 / self.bucket_s());
        let rate = |b: &Bucket| sum(b, &[Count::Moved]) * per_s;
        let scale = Scale::linear(self.buckets(0).map(|(_, b)| rate(b)).fold(1.0, f64::max));
        let d = plot::line(self.buckets(0).map(|(x, b)| Some((x, h * (1.0 - scale.share(rate(b)))))));
        let last = self.pointed(0).or(self.buckets(0).next_back().map(|(_, b)| b));
        Panel {
            head: format::rate(last.map_or(0.0, rate)),
            lines: vec![Line { class: "ser", d }],
            rules: plot::levels(self.width, [0.0, h].into_iter()),
            scale: vec![(0.0, format::number(scale.high())), (h, format::number(0.0))],
            ..Panel::default()
        }
    }

    /// Reads and hits that gave old data; and how many writes are lost.
    pub(super) fn stale(&self) -> Panel {
        let old = [Count::StaleRead, Count::StaleHit];
        let mut panel = self.share(Kind::Stale, &old, &[Count::Read, Count::Hit]);
        let totals = self.sims.iter().map(|sim| &sim.accounts().total);
        let lost: u64 = totals.map(|t| t.of(Count::Lost).saturating_sub(t.of(Count::Recovered))).sum();
        if lost > 0 {
            let text = self.messages.chart_lost.replace("{n}", &format::number(lost as f64));
            panel.causes = vec![(0, text)];
        }
        panel
    }
}
