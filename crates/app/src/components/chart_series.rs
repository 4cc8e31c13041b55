//! What the charts over time show, as paths and words.

use scalewalk_course::page::Messages;
use scalewalk_model::series::{Bucket, STATIONS, Series};
use scalewalk_model::time::to_secs;
use scalewalk_model::{CAUSES, Cause, Sim};

use super::plot::{self, Scale};
use super::{format, names};
use crate::readout::Readout;

/// Buckets across a chart.
pub const BUCKETS: usize = 70;

/// Which chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Answers a second, and the load.
    Answers,
    /// Latency percentiles.
    Latency,
    /// Failures a second by cause.
    Failures,
    /// Share of worker time used.
    Utilisation,
}

impl Kind {
    /// All charts, from the top.
    pub const ALL: [Self; 4] = [Self::Answers, Self::Latency, Self::Failures, Self::Utilisation];

    /// Height in pixels.
    pub const fn height(self) -> f64 {
        match self {
            Self::Latency => 56.0,
            Self::Utilisation => 36.0,
            Self::Answers => 34.0,
            Self::Failures => 26.0,
        }
    }
}

/// A line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Its class.
    pub class: &'static str,
    /// Its path.
    pub d: String,
}

/// A chart, drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// The number beside the title.
    pub head: String,
    /// Faint rules.
    pub rules: String,
    /// Lines, the faintest first.
    pub lines: Vec<Line>,
    /// The area between the least and the most.
    pub band: String,
    /// Bars: solid, hatched, outlined.
    pub bars: [String; 3],
    /// Values at the rules: height and text.
    pub scale: Vec<(f64, String)>,
    /// Names at the ends of lines: height and text.
    pub names: Vec<(f64, String)>,
    /// Causes in the chart with their fill.
    pub causes: Vec<(usize, String)>,
}

/// What a chart is drawn from.
pub struct Source<'a> {
    /// The systems.
    pub sims: &'a [Sim],
    /// The moment at the right edge, in seconds.
    pub now_s: f64,
    /// Level of the series.
    pub level: usize,
    /// Width of the plot in pixels.
    pub width: f64,
    /// The coarse figures of now.
    pub readout: &'a Readout,
    /// The moment that is pointed at, as a share of the width.
    pub at: Option<f64>,
    /// The words of the page.
    pub words: &'static Messages,
}

/// The fill of a cause: solid where a machine is dead, hatched where it is overrun, outlined where another part
/// is missing.
fn fill(cause: Cause) -> usize {
    match cause {
        Cause::Refused | Cause::Cut => 0,
        Cause::Timeout | Cause::QueueFull => 1,
        _ => 2,
    }
}

impl Source<'_> {
    /// Seconds of one bucket.
    pub fn bucket_s(&self) -> f64 {
        to_secs(Series::width(self.level))
    }

    /// Seconds across the chart.
    pub fn span_s(&self) -> f64 {
        self.bucket_s() * BUCKETS as f64
    }

    fn x(&self, at_s: f64) -> f64 {
        self.width * (1.0 - (self.now_s - at_s) / self.span_s())
    }

    /// The buckets of a system that are in sight, with their middles.
    fn buckets(&self, lane: usize) -> impl DoubleEndedIterator<Item = (f64, &Bucket)> {
        let buckets = self.sims.get(lane).map(|sim| sim.series().buckets(self.level));
        let kept = buckets.map_or(0, |b| b.len().saturating_sub(BUCKETS + 1));
        let half = self.bucket_s() / 2.0;
        buckets
            .into_iter()
            .flat_map(move |b| b.range(kept..))
            .map(move |b| (self.x(to_secs(b.end) - half), b))
            .filter(|(x, _)| *x >= 0.0)
    }

    /// The bucket that is pointed at.
    fn pointed(&self, lane: usize) -> Option<&Bucket> {
        let x = self.at? * self.width;
        self.buckets(lane).min_by(|a, b| (a.0 - x).abs().total_cmp(&(b.0 - x).abs())).map(|(_, b)| b)
    }

    fn two(&self) -> bool {
        self.sims.len() > 1
    }

    fn join(&self, each: impl Fn(usize) -> String) -> String {
        if !self.two() {
            return each(0);
        }
        (0..self.sims.len())
            .map(|lane| format!("{}\u{a0}{}", names::lane(lane, self.words), each(lane)))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Draws a chart.
    pub fn draw(&self, kind: Kind) -> Panel {
        if self.width <= 0.0 || self.readout.lanes.len() != self.sims.len() {
            return Panel::default();
        }
        let mut panel = match kind {
            Kind::Answers => self.answers(),
            Kind::Latency => self.latency(),
            Kind::Failures => self.failures(),
            Kind::Utilisation => self.utilisation(),
        };
        let mut heights: Vec<f64> = panel.names.iter().map(|n| n.0).collect();
        plot::apart(&mut heights, 14.0, kind.height());
        panel.names.iter_mut().zip(heights).for_each(|(name, height)| name.0 = height);
        panel
    }

    fn answers(&self) -> Panel {
        let (h, per_s) = (Kind::Answers.height(), 1.0 / self.bucket_s());
        let loads = self.sims.iter().map(|s| s.config().arrival_rate());
        let most = (0..self.sims.len())
            .flat_map(|lane| self.buckets(lane))
            .map(|(_, b)| b.answered.max(b.arrived) as f64 * per_s)
            .chain(loads)
            .fold(0.0, f64::max);
        let scale = Scale::linear(most);
        let y = |v: f64| h * (1.0 - scale.share(v));
        let arrived = self.buckets(0).map(|(x, b)| Some((x, y(b.arrived as f64 * per_s))));
        let mut lines = vec![Line { class: "ser faint", d: plot::line(arrived) }];
        let mut names = Vec::new();
        for lane in 0..self.sims.len() {
            let points = self.buckets(lane).map(|(x, b)| Some((x, y(b.answered as f64 * per_s))));
            lines.push(Line { class: if lane == 0 { "ser" } else { "ser second" }, d: plot::line(points) });
            if self.two()
                && let Some((_, last)) = self.buckets(lane).next_back()
            {
                names.push((y(last.answered as f64 * per_s), names::lane(lane, self.words).to_owned()));
            }
        }
        let head = self.join(|lane| {
            let now = self.readout.lanes.get(lane).map_or(0.0, |l| l.answers);
            format::rate(self.pointed(lane).map_or(now, |b| b.answered as f64 * per_s))
        });
        let (foot, top) = (format::number(0.0), format::number(scale.high()));
        let scale_texts = if names.is_empty() { vec![(0.0, top), (h, foot)] } else { Vec::new() };
        let rules = plot::levels(self.width, [0.0, h].into_iter());
        Panel { head, rules, lines, scale: scale_texts, names, ..Panel::default() }
    }

    fn latency(&self) -> Panel {
        let (h, words) = (Kind::Latency.height(), self.words);
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
                    0 => words.chart_p50,
                    1 => words.chart_p95,
                    _ if !half_have(100) => words.chart_slowest,
                    _ => words.chart_p99,
                };
                let name = if self.two() { names::lane(lane, words).to_owned() + " " + name } else { name.to_owned() };
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
        let words = self.words;
        let lanes = || self.readout.lanes.iter().map(|l| l.percentiles_ms);
        let (name, which) = if self.at.is_none() && lanes().all(|p| p[2].is_some()) {
            (words.chart_p99, 2)
        } else {
            (words.chart_p50, 0)
        };
        let value = |lane: usize| match self.at {
            Some(_) => self.pointed(lane).and_then(|b| b.percentiles_ms).map(|p| f64::from(p[0])),
            None => self.readout.lanes[lane].percentiles_ms[which],
        };
        if self.at.is_none() && lanes().all(|p| p[0].is_none()) {
            return words.chart_too_few.to_owned();
        }
        let values = self.join(|lane| value(lane).map_or_else(|| "–".to_owned(), format::millis));
        let few = if which == 0 && self.at.is_none() && !self.two() { words.chart_too_few } else { "" };
        let comma = if few.is_empty() { "" } else { ", " };
        format!("{name} {values}{comma}{few}")
    }

    fn failures(&self) -> Panel {
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
        panel.causes = seen.map(|c| (fill(c), names::cause(c, self.words).to_owned())).collect();
        panel.rules = plot::levels(self.width, [h].into_iter());
        if most > 0.0 {
            panel.scale = vec![(0.0, format::number(scale.high())), (h, format::number(0.0))];
        }
        panel.head = self.join(|lane| {
            let now = || self.readout.lanes[lane].failures.iter().map(|f| f.1).sum();
            let rate = self.pointed(lane).map_or_else(now, |b| b.failed.iter().sum::<u64>() as f64 * per_s);
            if rate > 0.0 { format::rate(rate) } else { self.words.chart_no_failures.to_owned() }
        });
        panel
    }

    fn utilisation(&self) -> Panel {
        let h = Kind::Utilisation.height();
        let y = |share: f64| h * (1.0 - share.clamp(0.0, 1.0));
        let mut panel = Panel::default();
        let mut heads = Vec::new();
        for lane in 0..self.sims.len() {
            let config = self.sims[lane].config();
            let shown = (config.servers as usize).min(STATIONS - 1);
            let second = lane > 0;
            let lane_name = |name: String| if self.two() { names::lane(lane, self.words).to_owned() } else { name };
            let mut line = |class, name: String, value: &dyn Fn(&Bucket) -> f64| {
                let ok = |b: &Bucket| Some(value(b)).filter(|v| v.is_finite());
                let d = plot::line(self.buckets(lane).map(|(x, b)| ok(b).map(|v| (x, y(v)))));
                if let Some(end) = self.buckets(lane).rev().find_map(|(_, b)| ok(b)) {
                    panel.names.push((y(end), name.clone()));
                    heads.push((self.pointed(lane).and_then(ok).unwrap_or(end), name));
                }
                panel.lines.push(Line { class, d });
            };
            let mean = |b: &Bucket| {
                let up = b.utilisation[..shown].iter().filter(|u| u.is_finite());
                let (sum, n) = up.fold((0.0, 0.0), |(sum, n), u| (sum + f64::from(*u), n + 1.0));
                sum / n
            };
            if shown <= 4 && !self.two() {
                for i in 0..shown {
                    let name = names::node(scalewalk_model::NodeId::web(i as u8), config, self.words);
                    line("ser p50", lane_name(name), &|b: &Bucket| f64::from(b.utilisation[i]));
                }
            } else {
                let class = if second { "ser second" } else { "ser" };
                line(class, lane_name(self.words.chart_web.to_owned()), &mean);
            }
            if config.topology.database == scalewalk_model::Database::Own {
                let name = lane_name(self.words.chart_database.to_owned());
                line("ser p99", name, &|b: &Bucket| f64::from(b.utilisation[STATIONS - 1]));
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
