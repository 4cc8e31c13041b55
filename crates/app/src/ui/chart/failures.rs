//! Failures over time, by cause.

use scalewalk_model::{CAUSES, Cause};

use crate::ui::chart::plot;
use crate::ui::chart::plot::Scale;
use crate::ui::chart::series::{BUCKETS, Kind, Panel, Source};
use crate::ui::kit::{format, names};

/// The fill of a cause: solid where a machine is dead, hatched where it is overrun, outlined where another part
/// is missing.
pub(super) fn fill(cause: Cause) -> usize {
    match cause {
        Cause::Refused | Cause::Cut => 0,
        Cause::Timeout | Cause::QueueFull => 1,
        _ => 2,
    }
}

impl Source<'_> {
    /// A bar for each bucket, with a part for each cause.
    pub(super) fn failures(&self) -> Panel {
        let (h, per_s) = (Kind::Failures.height(), 1.0 / self.bucket_s());
        let failed = |lane: usize| self.buckets(lane).map(|(x, b)| (x, b.failed.iter().sum::<u64>() as f64 * per_s));
        let most = (0..self.sims.len()).flat_map(failed).map(|f| f.1).fold(0.0, f64::max);
        let scale = Scale::linear(most.max(1.0));
        let w = self.width / BUCKETS as f64;
        let mut panel = Panel::default();
        let mut sums = [0u64; CAUSES];
        for lane in 0..self.sims.len() {
            // Side by side where there are two systems.
            let part = w / self.sims.len() as f64;
            for (x, bucket) in self.buckets(lane) {
                let mut top = h;
                for cause in Cause::ALL {
                    let n = bucket.failed[cause as usize];
                    if n > 0 {
                        sums[cause as usize] += n;
                        let height = (scale.share(n as f64 * per_s) * h).max(1.0);
                        top -= height;
                        let left = x - w / 2.0 + part * lane as f64;
                        plot::rect(&mut panel.bars[fill(cause)], left + 0.5, top, (part - 1.0).max(1.0), height);
                    }
                }
            }
        }
        let seen = Cause::ALL.into_iter().filter(|c| sums[*c as usize] > 0);
        panel.causes = seen.map(|c| (fill(c), names::cause(c, self.messages).to_owned())).collect();
        panel.rules = plot::levels(self.width, [h].into_iter());
        if most > 0.0 {
            panel.scale = vec![(0.0, format::number(scale.high())), (h, format::number(0.0))];
        }
        panel.head = self.join(|lane| {
            let now = || self.readout.lanes[lane].failures.iter().map(|f| f.1).sum();
            let rate = self.pointed(lane).map_or_else(now, |b| b.failed.iter().sum::<u64>() as f64 * per_s);
            if rate > 0.0 { format::rate(rate) } else { self.messages.chart_no_failures.to_owned() }
        });
        panel
    }
}
