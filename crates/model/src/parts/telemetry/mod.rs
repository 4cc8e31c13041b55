//! What those see who watch a system: the counters and gauges that each machine tells a scraper every so often, error
//! lines, and the alerts raised by them. Pure but for `flow.rs`, which reads the machines: knows nothing of requests, and
//! nothing that a scraper could not know. It never influences a run, but for a rollback that an alert brings about.

mod alert;
pub(crate) mod config;
mod flow;
mod logs;
mod panel;
pub(crate) mod params;
mod scrape;
mod visits;

pub use alert::{Alert, Alerts, Rule};
pub use logs::{Line, Logs};
pub use panel::{BusinessFigures, HostFigures, TierFigures, TierKind};
pub use scrape::{Increase, Reading, Scrapes, SiteReading};
pub use visits::VisitCounts;
pub(crate) use visits::Visits;

use std::collections::VecDeque;

use crate::engine::time::{Nanos, from_secs};
use crate::topology::node::{NodeId, NodeKind};

/// From one time that the log collector fetches new lines to the next, in seconds.
pub const COLLECT_S: f64 = 1.0;

/// How often the rule was looked at, and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WatchTotals {
    /// Looks at one machine, or at all together.
    pub looks: u64,
    /// … at which the rule held.
    pub above: u64,
    /// Alerts raised.
    pub fired: u64,
    /// Bad builds that met requests and were noticed by an alert …
    pub noticed: u64,
    /// … and how long that took, all together.
    pub notice_ns: u64,
}

/// All that is seen of a run.
#[derive(Clone, Debug, Default)]
pub struct Telemetry {
    scrapes: Scrapes,
    alerts: Alerts,
    logs: Logs,
    pub(crate) visits: Visits,
    pub(crate) totals: WatchTotals,
    /// Of the timers for scraping and for collecting.
    epoch: u32,
    /// When the next scrape is due, if one is.
    due: Option<Nanos>,
    /// What the counters of machines had come to when these died: they began anew.
    born: Vec<(NodeId, Reading)>,
    /// Errors so far that are not among those that always happen, and how many there were at each scrape that is kept.
    /// No scraper could know: it only tells whether an alarm was false.
    real: u64,
    real_at: VecDeque<u64>,
    /// Empty between two scrapes.
    readings: Vec<(NodeId, Option<Reading>)>,
    /// How many lines the collector got when it last fetched, by whom they were written.
    fetched: Vec<(NodeId, u64)>,
    fetched_at: Nanos,
}

impl Telemetry {
    /// The readings of the last scrapes.
    pub fn scrapes(&self) -> &Scrapes {
        &self.scrapes
    }

    /// The alerts so far.
    pub fn alerts(&self) -> &Alerts {
        &self.alerts
    }

    /// The error lines.
    pub fn logs(&self) -> &Logs {
        &self.logs
    }

    /// How often the rule was looked at, and what came of it.
    pub fn totals(&self) -> WatchTotals {
        self.totals
    }

    /// When the collector last fetched, and how many new lines it found in which files.
    pub fn fetched(&self) -> (Nanos, &[(NodeId, u64)]) {
        (self.fetched_at, &self.fetched)
    }

    /// Nothing is seen any more; what was counted of the watching stays.
    fn begun_anew(&self) -> Self {
        Self { epoch: self.epoch + 1, totals: self.totals, ..Self::default() }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.scrapes.bytes()
            + self.alerts.bytes()
            + self.logs.bytes()
            + self.fetched.capacity() * size_of::<(NodeId, u64)>()
            + self.born.capacity() * size_of::<(NodeId, Reading)>()
            + self.real_at.capacity() * size_of::<u64>()
            + self.readings.capacity() * size_of::<(NodeId, Option<Reading>)>()
    }

    fn scrape(
        &mut self,
        now: Nanos,
        window_s: f64,
        site: SiteReading,
        told: impl Iterator<Item = (NodeId, Option<Reading>)>,
    ) {
        self.scrapes.scrape(now, from_secs(window_s), site, told);
        self.real_at.push_back(self.real);
        while self.real_at.len() > self.scrapes.times().len() {
            self.real_at.pop_front();
        }
    }

    /// Whether nothing has failed in the window but what always does.
    fn is_well(&self, window_s: f64) -> bool {
        let age = self.scrapes.reach(from_secs(window_s));
        let then = self.real_at.len().checked_sub(age + 1).and_then(|place| self.real_at.get(place));
        then.is_some_and(|then| *then == self.real)
    }

    fn collect(&mut self, now: Nanos, can_reach: impl Fn(NodeId) -> bool) {
        self.fetched_at = now;
        self.fetched.clear();
        let fetched = &mut self.fetched;
        self.logs.collect(can_reach, |node, new| fetched.push((node, new)));
    }

    /// Errors and requests of all web servers together, over the last `scrapes` intervals up to `age` scrapes before the
    /// last; with the collector's count of errors where it is asked.
    pub fn share_of_all(&self, scrapes: usize, age: usize, of_lines: bool) -> Option<(u64, u64)> {
        let front = |node: &NodeId| matches!(node.kind(), NodeKind::Web | NodeKind::Balancer);
        let told = self.scrapes.targets().filter(front).filter_map(|n| self.scrapes.increase_before(n, scrapes, age));
        let all = told.reduce(Increase::plus)?;
        let errors = if of_lines { self.scrapes.lines(scrapes, age)? } else { all.errors };
        Some((errors, all.requests.max(errors)))
    }

    /// Errors and requests of one machine over the last `scrapes` intervals.
    pub fn share_of(&self, node: NodeId, scrapes: usize) -> Option<(u64, u64)> {
        self.scrapes.increase(node, scrapes).map(|told| (told.errors, told.requests.max(told.errors)))
    }

    /// Looks at the rule after a scrape: at all machines together, or at each web server for itself. Whether an alert was
    /// raised.
    fn judge(&mut self, now: Nanos, window_s: f64, rule: &Rule, together: bool) -> bool {
        let scrapes = self.scrapes.reach(from_secs(window_s));
        self.alerts.end(now, |about| about.is_none() != together);
        let mut raised = false;
        let views = if together { 1 } else { self.scrapes.targets().count() };
        for i in 0..views {
            let about = if together { None } else { self.scrapes.targets().nth(i) };
            let told = match about {
                None => self.share_of_all(scrapes, 0, true),
                Some(node) if matches!(node.kind(), NodeKind::Web | NodeKind::Balancer) => self.share_of(node, scrapes),
                Some(_) => None,
            };
            let Some(told) = told else { continue };
            self.totals.looks += 1;
            self.totals.above += u64::from(rule.holds(told.0, told.1));
            if self.alerts.judge(now, about, rule, told) {
                self.totals.fired += 1;
                raised = true;
            }
        }
        let Self { scrapes, alerts, .. } = self;
        alerts.end(now, |about| about.is_some_and(|node| !scrapes.targets().any(|target| target == node)));
        raised
    }
}
