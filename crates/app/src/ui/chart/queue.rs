//! The queue over time: its backlog beside the line of slope λ − μ, the age of its oldest message, and what comes and is
//! done.

use scalewalk_model::Count;
use scalewalk_model::series::Bucket;

use crate::ui::chart::plot;
use crate::ui::chart::plot::Scale;
use crate::ui::chart::series::{Kind, Line, Panel, Source};
use crate::ui::kit::format;

impl Source<'_> {
    /// Lines of one scale from zero, the last one the most telling: class, name at its end, and value of a bucket. What
    /// stands beside the title is of the last.
    fn lines(&self, kind: Kind, lines: &[Series], head: fn(f64) -> String) -> Panel {
        let h = kind.height();
        let each = |value: fn(&Bucket, f64) -> f64| self.buckets(0).map(move |(x, b)| (x, value(b, self.bucket_s())));
        let most = lines.iter().flat_map(|line| each(line.value)).map(|(_, v)| v).fold(0.0, f64::max);
        let scale = Scale::linear(most.max(1.0));
        let y = |v: f64| h * (1.0 - scale.share(v));
        let drawn =
            |line: &Series| Line { class: line.class, d: plot::line(each(line.value).map(|(x, v)| Some((x, y(v))))) };
        let name = |line: &Series| Some((y(each(line.value).next_back()?.1), line.name?.to_owned()));
        let now = lines.last().and_then(|line| {
            let bucket = self.pointed(0).or_else(|| self.buckets(0).next_back().map(|(_, b)| b))?;
            Some(head((line.value)(bucket, self.bucket_s())))
        });
        let names: Vec<_> = lines.iter().filter_map(name).collect();
        let top = vec![(0.0, head(scale.high())), (h, format::number(0.0))];
        Panel {
            head: now.unwrap_or_default(),
            rules: plot::levels(self.width, [0.0, h].into_iter()),
            lines: lines.iter().map(drawn).collect(),
            scale: if names.is_empty() { top } else { Vec::new() },
            names,
            ..Panel::default()
        }
    }

    /// Messages that wait, over what a steady flow would leave since a rate last changed.
    pub(super) fn backlog(&self) -> Panel {
        let theory =
            Series { class: "ser faint", name: Some("λ − μ"), value: |b, _| f64::from(b.backlog.expected) };
        let depth = Series {
            class: "ser",
            name: Some(self.messages.chart_waiting),
            value: |b, _| f64::from(b.backlog.waiting),
        };
        self.lines(Kind::Backlog, &[theory, depth], |v| format::number(v.round()))
    }

    /// Age of the oldest message that waits.
    pub(super) fn oldest(&self) -> Panel {
        let age = Series { class: "ser", name: None, value: |b, _| f64::from(b.backlog.oldest_s) };
        self.lines(Kind::Oldest, &[age], |s| if s == 0.0 { format::number(0.0) } else { format::seconds(s) })
    }

    /// Jobs done a second, over the messages published.
    pub(super) fn jobs(&self) -> Panel {
        let published = Series {
            class: "ser faint",
            name: Some(self.messages.chart_published),
            value: |b, width_s| f64::from(b.of(Count::Published)) / width_s,
        };
        let done = Series {
            class: "ser",
            name: Some(self.messages.chart_done),
            value: |b, width_s| f64::from(b.of(Count::JobDone)) / width_s,
        };
        self.lines(Kind::Jobs, &[published, done], format::rate)
    }
}

/// A line over time.
struct Series {
    class: &'static str,
    name: Option<&'static str>,
    /// Its value in a bucket of so many seconds.
    value: fn(&Bucket, f64) -> f64,
}
