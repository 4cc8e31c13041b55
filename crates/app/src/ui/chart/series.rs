//! What the charts over time show, as paths and words.

use scalewalk_course::page::Messages;
use scalewalk_model::series::{Bucket, Series};
use scalewalk_model::time::to_secs;
use scalewalk_model::{Count, Sim, Topology};

use crate::ui::chart::plot;
use crate::ui::chart::plot::Scale;
use crate::ui::kit::{format, names};
use crate::view_model::readout::Readout;

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
    /// Web servers, and how many the load needs.
    Servers,
    /// Share of look-ups that hit.
    Hits,
    /// Share of reads that got old data.
    Stale,
    /// Rows that move to another shard, a second.
    Moved,
    /// Messages that wait, and the theory of it.
    Backlog,
    /// Age of the oldest of them.
    Oldest,
    /// Photos done.
    Jobs,
    /// Share of pages that another data center served than the visitor's own.
    Away,
    /// Share of failed requests as it was scraped, and alerts.
    Alerts,
}

impl Kind {
    /// All charts, from the top.
    pub const ALL: [Self; 13] = [
        Self::Answers,
        Self::Away,
        Self::Servers,
        Self::Backlog,
        Self::Oldest,
        Self::Jobs,
        Self::Latency,
        Self::Failures,
        Self::Alerts,
        Self::Utilisation,
        Self::Hits,
        Self::Stale,
        Self::Moved,
    ];

    /// Whether a system of `topology` has what it shows.
    pub fn is_of(self, topology: &Topology) -> bool {
        match self {
            // Shards have but one of each row.
            Self::Stale => topology.keyed() && (!topology.shards || topology.cache),
            Self::Backlog | Self::Oldest | Self::Jobs => topology.queue,
            // Of several data centers, each has as many; where there is a queue the pool does not follow its load.
            Self::Servers => topology.sessions && !topology.queue && !topology.sites && !topology.telemetry,
            Self::Alerts => topology.telemetry,
            Self::Away => topology.sites,
            Self::Hits => topology.keyed() && topology.cache,
            Self::Moved => topology.shards,
            _ => true,
        }
    }

    /// Height in pixels.
    pub const fn height(self) -> f64 {
        match self {
            Self::Latency | Self::Backlog => 56.0,
            Self::Utilisation => 36.0,
            Self::Answers | Self::Servers | Self::Alerts => 34.0,
            Self::Failures | Self::Hits | Self::Stale | Self::Away | Self::Oldest | Self::Jobs | Self::Moved => 26.0,
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
    pub messages: &'static Messages,
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

    pub(super) fn x(&self, at_s: f64) -> f64 {
        self.width * (1.0 - (self.now_s - at_s) / self.span_s())
    }

    /// The buckets of a system that are in sight, with their middles.
    pub(super) fn buckets(&self, lane: usize) -> impl DoubleEndedIterator<Item = (f64, &Bucket)> {
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
    pub(super) fn pointed(&self, lane: usize) -> Option<&Bucket> {
        let x = self.at? * self.width;
        self.buckets(lane).min_by(|a, b| (a.0 - x).abs().total_cmp(&(b.0 - x).abs())).map(|(_, b)| b)
    }

    pub(super) fn two(&self) -> bool {
        self.sims.len() > 1
    }

    pub(super) fn join(&self, each: impl Fn(usize) -> String) -> String {
        if !self.two() {
            return each(0);
        }
        (0..self.sims.len())
            .map(|lane| format!("{}\u{a0}{}", names::lane(lane, self.messages), each(lane)))
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
            Kind::Servers => self.servers(),
            Kind::Hits => self.share(Kind::Hits, &[Count::Hit], &[Count::Hit, Count::Miss]),
            Kind::Stale => self.stale(),
            Kind::Moved => self.moved(),
            Kind::Away => self.share(Kind::Away, &[Count::Redirected], &[Count::Redirected, Count::AtHome]),
            Kind::Backlog => self.backlog(),
            Kind::Oldest => self.oldest(),
            Kind::Jobs => self.jobs(),
            Kind::Alerts => self.scraped(),
        };
        let mut heights: Vec<f64> = panel.names.iter().map(|n| n.0).collect();
        plot::apart(&mut heights, 14.0, kind.height());
        panel.names.iter_mut().zip(heights).for_each(|(name, height)| name.0 = height);
        panel
    }

    fn answers(&self) -> Panel {
        let (h, per_s) = (Kind::Answers.height(), 1.0 / self.bucket_s());
        let loads = self.sims.iter().map(Sim::arrival_rate);
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
                names.push((y(last.answered as f64 * per_s), names::lane(lane, self.messages).to_owned()));
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
}
