//! What a scraper reads: each machine's counters and gauges at one instant, again and again.

use std::collections::VecDeque;

use super::visits::VisitCounts;
use crate::engine::time::Nanos;
use crate::topology::node::NodeId;

/// What one machine tells a scraper. Counters only grow while the machine lives, and begin anew when it starts again.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// Counter: requests that came in.
    pub requests: u64,
    /// Counter: error lines written.
    pub errors: u64,
    /// Counter: worker-nanoseconds spent working.
    pub busy_ns: u64,
    /// Counter: worker-nanoseconds that were there to be used.
    pub capacity_ns: u64,
    /// Counter: writes to its disk, as far as the machine has one that matters.
    pub disk: Option<u64>,
    /// Gauge: requests that wait.
    pub queue: u32,
    /// Gauge: places of its memory that are taken, and places, as far as the model knows.
    pub memory: Option<(u32, u32)>,
}

impl Reading {
    /// What a machine tells whose counters began anew when `before` was read of them.
    #[must_use]
    pub(crate) fn since(self, before: &Self) -> Self {
        Self {
            requests: self.requests.saturating_sub(before.requests),
            errors: self.errors.saturating_sub(before.errors),
            busy_ns: self.busy_ns.saturating_sub(before.busy_ns),
            capacity_ns: self.capacity_ns.saturating_sub(before.capacity_ns),
            disk: self.disk.map(|disk| disk.saturating_sub(before.disk.unwrap_or(0))),
            ..self
        }
    }
}

/// What was added to a machine's counters over some scrapes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Increase {
    /// Requests that came in.
    pub requests: u64,
    /// Error lines written.
    pub errors: u64,
    /// Worker-nanoseconds spent working.
    pub busy_ns: u64,
    /// Worker-nanoseconds that were there to be used.
    pub capacity_ns: u64,
    /// Writes to its disk.
    pub disk: Option<u64>,
}

impl Increase {
    /// Share of worker time used, 0 to 1; none if no time has passed.
    pub fn utilisation(&self) -> Option<f64> {
        (self.capacity_ns > 0).then(|| self.busy_ns as f64 / self.capacity_ns as f64)
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            requests: self.requests + other.requests,
            errors: self.errors + other.errors,
            busy_ns: self.busy_ns + other.busy_ns,
            capacity_ns: self.capacity_ns + other.capacity_ns,
            disk: match (self.disk, other.disk) {
                (Some(a), Some(b)) => Some(a + b),
                (a, b) => a.or(b),
            },
        }
    }

    /// What was added from one reading to the next. A counter that has fallen has begun anew from 0.
    fn between(before: &Reading, after: &Reading) -> Self {
        let grown = |before: u64, after: u64| after.checked_sub(before).unwrap_or(after);
        Self {
            requests: grown(before.requests, after.requests),
            errors: grown(before.errors, after.errors),
            busy_ns: grown(before.busy_ns, after.busy_ns),
            capacity_ns: grown(before.capacity_ns, after.capacity_ns),
            disk: after.disk.map(|disk| grown(before.disk.unwrap_or(0), disk)),
        }
    }
}

/// The least number of scrapes that are kept.
const KEPT: usize = 100;

/// One machine's readings; none where it did not answer.
#[derive(Clone, Debug)]
struct Target {
    node: NodeId,
    readings: VecDeque<Option<Reading>>,
}

/// What was read of the site as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SiteReading {
    /// Counter: lines that the log collector has received; none if it did not answer.
    pub lines: Option<u64>,
    /// Counters of visits.
    pub visits: VisitCounts,
}

/// The readings of the last scrapes.
#[derive(Clone, Debug, Default)]
pub struct Scrapes {
    times: VecDeque<Nanos>,
    site: VecDeque<SiteReading>,
    targets: Vec<Target>,
    /// How many there were in all.
    count: u64,
}

impl Scrapes {
    /// When each was, the latest last.
    pub fn times(&self) -> &VecDeque<Nanos> {
        &self.times
    }

    /// How many there were in all.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// When the last was.
    pub fn last(&self) -> Option<Nanos> {
        self.times.back().copied()
    }

    /// The machines that are scraped.
    pub fn targets(&self) -> impl Iterator<Item = NodeId> {
        self.targets.iter().map(|target| target.node)
    }

    /// What `node` told `age` scrapes before the last; none if it did not answer, or is not known.
    pub fn reading(&self, node: NodeId, age: usize) -> Option<&Reading> {
        let readings = &self.target(node)?.readings;
        readings.get(readings.len().checked_sub(age + 1)?)?.as_ref()
    }

    fn target(&self, node: NodeId) -> Option<&Target> {
        self.targets.iter().find(|target| target.node == node)
    }

    /// The scrapes that a window of so many nanoseconds reaches back to, from the last; the window ends at a scrape and
    /// begins at one, so that it is never shorter than from one to the next. 0 before the second scrape.
    pub fn reach(&self, window: Nanos) -> usize {
        let Some(last) = self.last() else { return 0 };
        let old = self.times.partition_point(|at| *at + window <= last);
        let newest = self.times.len() - 1;
        // The newest that is old enough; one before the last at least.
        newest - old.saturating_sub(1).min(newest.saturating_sub(1))
    }

    /// What was added to the counters of `node` over the last `scrapes` scrapes; none if it answered fewer than two
    /// times. What it did between its last answer and its death was never told.
    pub fn increase(&self, node: NodeId, scrapes: usize) -> Option<Increase> {
        self.increase_before(node, scrapes, 0)
    }

    /// As [`Scrapes::increase`], for the time up to the scrape `age` before the last.
    pub fn increase_before(&self, node: NodeId, scrapes: usize, age: usize) -> Option<Increase> {
        let readings = &self.target(node)?.readings;
        let end = readings.len().checked_sub(age)?;
        let mut told = readings.range(end.saturating_sub(scrapes + 1)..end).flatten();
        let mut before = told.next()?;
        let mut sum: Option<Increase> = None;
        for after in told {
            let step = Increase::between(before, after);
            sum = Some(sum.map_or(step, |sum| sum.plus(step)));
            before = after;
        }
        sum
    }

    /// When `scrapes` intervals began that end `age` scrapes before the last, and when they end; none if there were
    /// none.
    pub fn span(&self, scrapes: usize, age: usize) -> Option<(Nanos, Nanos)> {
        let end = self.times.len().checked_sub(age + 1)?;
        Some((*self.times.get(end.saturating_sub(scrapes))?, *self.times.get(end)?))
    }

    /// What was read of the site as a whole at the beginning of these intervals, and at their end.
    pub fn site(&self, scrapes: usize, age: usize) -> Option<(SiteReading, SiteReading)> {
        let end = self.site.len().checked_sub(age + 1)?;
        Some((*self.site.get(end.saturating_sub(scrapes))?, *self.site.get(end)?))
    }

    /// Lines that the log collector received over the last `scrapes` scrapes, up to `age` scrapes before the last; none
    /// if it did not tell.
    pub fn lines(&self, scrapes: usize, age: usize) -> Option<u64> {
        let (before, after) = self.site(scrapes, age)?;
        // Where it did not tell at first, what it had when it first told.
        let end = self.site.len() - age;
        let first = before.lines.or_else(|| self.site.range(end.saturating_sub(scrapes)..end).find_map(|s| s.lines))?;
        Some(after.lines?.saturating_sub(first))
    }

    /// A scrape at `now`: what each machine told, in the order of nodes. What no window of `window` nanoseconds needs is forgotten.
    pub(crate) fn scrape(
        &mut self,
        now: Nanos,
        window: Nanos,
        site: SiteReading,
        told: impl Iterator<Item = (NodeId, Option<Reading>)>,
    ) {
        self.count += 1;
        self.times.push_back(now);
        self.site.push_back(site);
        let mut place = 0;
        for (node, reading) in told {
            while self.targets.get(place).is_some_and(|target| target.node < node) {
                self.targets.remove(place);
            }
            if self.targets.get(place).is_none_or(|target| target.node != node) {
                self.targets.insert(place, Target { node, readings: VecDeque::new() });
            }
            self.targets[place].readings.push_back(reading);
            place += 1;
        }
        self.targets.truncate(place);
        while self.times.len() > KEPT && self.times[1] + window <= now {
            self.times.pop_front();
            self.site.pop_front();
        }
        for target in &mut self.targets {
            while target.readings.len() > self.times.len() {
                target.readings.pop_front();
            }
        }
    }

    /// How many bytes they take on the heap.
    pub(crate) fn bytes(&self) -> usize {
        let readings: usize = self.targets.iter().map(|t| t.readings.capacity() * size_of::<Option<Reading>>()).sum();
        readings
            + self.targets.capacity() * size_of::<Target>()
            + self.times.capacity() * size_of::<Nanos>()
            + self.site.capacity() * size_of::<SiteReading>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::SECOND;

    const WEB: NodeId = NodeId::web(0);
    const SITE: SiteReading =
        SiteReading { lines: None, visits: VisitCounts { active: 0, ended: 0, hurt: 0, answers: 0 } };

    fn reading(requests: u64) -> Option<Reading> {
        Some(Reading { requests, ..Reading::default() })
    }

    fn scrapes(told: &[Option<Reading>]) -> Scrapes {
        let mut scrapes = Scrapes::default();
        for (i, told) in told.iter().enumerate() {
            scrapes.scrape(10 * i as u64 * SECOND, 60 * SECOND, SITE, [(WEB, *told)].into_iter());
        }
        scrapes
    }

    #[test]
    fn counters_add_up_over_restarts_and_gaps() {
        let s = scrapes(&[reading(5), reading(25), None, reading(45), reading(4), reading(10)]);
        let added = |scrapes| s.increase(WEB, scrapes).map(|increase| increase.requests);
        assert_eq!(added(1), Some(6));
        assert_eq!(added(2), Some(4 + 6), "it began anew from 0");
        assert_eq!(added(3), Some(10), "the first answer in the window");
        assert_eq!((added(5), added(99)), (Some(20 + 20 + 4 + 6), Some(50)));
        assert_eq!((added(0), s.increase(NodeId::web(1), 3)), (None, None));
        assert_eq!(s.increase_before(WEB, 1, 1).map(|i| i.requests), Some(4));
        assert_eq!(s.increase_before(WEB, 1, 2), None);
    }

    #[test]
    fn a_window_is_as_long_as_it_can_be_told() {
        let s = scrapes(&[None; 8]);
        for (window_s, reach) in [(0, 1), (1, 1), (10, 1), (11, 2), (30, 3), (31, 4), (70, 7), (500, 7)] {
            assert_eq!(s.reach(window_s * SECOND), reach, "{window_s} s");
        }
        assert_eq!(s.span(3, 1), Some((30 * SECOND, 60 * SECOND)));
        assert_eq!((s.span(99, 0), s.span(1, 8)), (Some((0, 70 * SECOND)), None));
        assert_eq!((Scrapes::default().reach(SECOND), scrapes(&[None]).reach(SECOND)), (0, 0));
    }

    #[test]
    fn lines_are_told_by_the_collector_alone() {
        let mut s = Scrapes::default();
        for (i, lines) in [Some(3), None, Some(10), Some(12), None].into_iter().enumerate() {
            s.scrape(i as u64, 9, SiteReading { lines, ..SITE }, core::iter::empty());
        }
        assert_eq!((s.lines(4, 0), s.lines(3, 1), s.lines(2, 1), s.lines(1, 1)), (None, Some(9), Some(2), Some(2)));
        assert_eq!((s.lines(0, 1), s.lines(9, 9)), (Some(0), None));
    }

    #[test]
    fn machines_come_and_go_and_memory_stays() {
        let mut s = Scrapes::default();
        let mut bytes = 0;
        for n in 0..5_000u64 {
            let nodes = [(0, 1), (1, 3), (4, 2)].into_iter().filter(|(_, every)| n.is_multiple_of(*every));
            s.scrape(n * SECOND, 300 * SECOND, SITE, nodes.map(|(i, _)| (NodeId::web(i), reading(n))));
            if n == 1_000 {
                bytes = s.bytes();
            }
        }
        assert_eq!(s.targets().collect::<Vec<_>>(), [NodeId::web(0)]);
        assert_eq!((s.times().len(), s.reach(300 * SECOND), s.count()), (301, 300, 5_000));
        assert_eq!(s.increase(WEB, 300).map(|i| i.requests), Some(300));
        assert!(s.bytes() <= bytes * 3 / 2);
    }
}
