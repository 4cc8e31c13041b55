//! Figures over time, at five resolutions: what the charts draw. Never influences the run.

use core::ops::Range;
use std::collections::VecDeque;

use crate::engine::latency::Latency;
use crate::engine::time::{MILLISECOND, Nanos};
use crate::observe::accounts::{CAUSES, Cause, Totals};
use crate::observe::count::{COUNTS, Count};
use crate::request::station::StationLoad;
use crate::topology::node::{CACHE, DATABASE, MAX_SHARDS, NodeId, QUEUE, SESSIONS, SHARD};

/// Width of the finest buckets; each further level's are ten times as wide.
pub const TICK: Nanos = 100 * MILLISECOND;
/// How many levels there are: 0.1 s, 1 s, 10 s, 100 s and 1,000 s.
pub const LEVELS: usize = 5;
/// How many stations are shown over time, all of the first data center: twelve web servers, the database machines, the
/// cache nodes, the session store, the shards, the queue and its workers.
pub const SHOWN: usize = SHARDS.end + 2;
/// Where the web servers stand among them.
pub const WEB: Range<usize> = 0..12;
/// Where the database machines stand among them.
pub const DATABASES: Range<usize> = WEB.end..WEB.end + (CACHE - DATABASE) as usize;
/// Where the cache nodes stand among them.
pub const CACHES: Range<usize> = DATABASES.end..DATABASES.end + (SESSIONS - CACHE) as usize;

/// Where the shards stand among them; after them the queue and its workers.
pub const SHARDS: Range<usize> = CACHES.end + 1..CACHES.end + 1 + MAX_SHARDS;

/// The number of the station that is shown in place `i`.
pub(crate) fn shown(i: usize) -> u8 {
    let (start, first) = match i {
        _ if i < WEB.end => (0, 0),
        _ if i < SHARDS.start => (WEB.end, DATABASE),
        _ if i < SHARDS.end => (SHARDS.start, SHARD),
        _ => (SHARDS.end, QUEUE),
    };
    first + (i - start) as u8
}

/// Where the station at `node` stands among those shown.
pub fn place(node: NodeId) -> Option<usize> {
    let station = node.station()?;
    (0..SHOWN).find(|i| shown(*i) == station)
}
/// How many buckets each level keeps.
const KEPT: usize = 720;

/// What happened in one interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    /// When it ends.
    pub end: Nanos,
    /// Requests that clients wanted.
    pub arrived: u64,
    /// Answers that reached clients.
    pub answered: u64,
    /// Failures by cause.
    pub failed: [u64; CAUSES],
    /// Median, 95th and 99th percentile of latency in milliseconds, however few; none of nothing.
    pub percentiles_ms: Option<[f32; 3]>,
    /// Share of worker time used, by station, see [`place`]; NaN where there is none.
    pub utilisation: [f32; SHOWN],
    /// Mean requests waiting, by station.
    pub queue: [f32; SHOWN],
    /// What else happened, by [`Count`].
    pub counts: [u32; COUNTS],
    /// The message queue at its end.
    pub backlog: BacklogFigures,
}

/// The message queue at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BacklogFigures {
    /// Messages that wait.
    pub waiting: f32,
    /// As many as theory expects: what there was when a rate last changed, and λ − μ a second since.
    pub expected: f32,
    /// Age of the oldest that waits, in seconds.
    pub oldest_s: f32,
}

#[derive(Clone, Debug)]
struct Level {
    buckets: VecDeque<Bucket>,
    latency: Latency,
    /// The latency of the bucket that closed last.
    previous: Latency,
    totals: Totals,
    stations: [StationLoad; SHOWN],
    from: Nanos,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            buckets: VecDeque::new(),
            latency: Latency::default(),
            previous: Latency::default(),
            totals: Totals::default(),
            stations: [StationLoad::default(); SHOWN],
            from: 0,
        }
    }
}

impl Bucket {
    /// Of the requests that ended, the share whose clients gave up waiting, 0 to 1: no latency is known of them, but that it
    /// was longer. None if none ended.
    pub fn gave_up(&self) -> Option<f64> {
        let ended = self.answered + self.failed.iter().sum::<u64>();
        (ended > 0).then(|| self.failed[Cause::Timeout as usize] as f64 / ended as f64)
    }

    /// How often `count` happened.
    pub fn of(&self, count: Count) -> u32 {
        self.counts[count as usize]
    }
}

impl Level {
    fn close(&mut self, now: Nanos, totals: &Totals, stations: &[StationLoad; SHOWN], backlog: BacklogFigures) {
        let new = totals.since(&self.totals);
        let percentiles_ms = self.latency.rough_percentile_ms(0.5).map(|p50| {
            let at = |p| self.latency.rough_percentile_ms(p).unwrap_or(p50) as f32;
            [p50 as f32, at(0.95), at(0.99)]
        });
        let elapsed = (now - self.from).max(1) as f64;
        let utilisation = core::array::from_fn(|i| {
            let (a, b) = (&self.stations[i], &stations[i]);
            (b.busy_ns.saturating_sub(a.busy_ns) as f64 / b.capacity_ns.saturating_sub(a.capacity_ns) as f64) as f32
        });
        let queue = core::array::from_fn(|i| {
            (stations[i].queue_ns.saturating_sub(self.stations[i].queue_ns) as f64 / elapsed) as f32
        });
        if self.buckets.len() == KEPT {
            self.buckets.pop_front();
        }
        self.buckets.push_back(Bucket {
            end: now,
            arrived: new.arrived,
            answered: new.answered,
            failed: new.failed,
            percentiles_ms,
            utilisation,
            queue,
            counts: new.counts.map(|n| u32::try_from(n).unwrap_or(u32::MAX)),
            backlog,
        });
        self.totals = *totals;
        self.stations = *stations;
        self.from = now;
    }
}

/// Figures over time.
#[derive(Clone, Debug, Default)]
pub struct Series {
    levels: [Level; LEVELS],
    ticks: u64,
}

impl Series {
    /// Width of the buckets of `level`.
    pub fn width(level: usize) -> Nanos {
        TICK * 10u64.pow(level.min(LEVELS - 1) as u32)
    }

    /// The closed buckets of `level`, the latest last.
    pub fn buckets(&self, level: usize) -> &VecDeque<Bucket> {
        &self.levels[level.min(LEVELS - 1)].buckets
    }

    /// What has happened since the last bucket of `level` closed, if there are `totals` now.
    pub fn since(&self, level: usize, totals: &Totals) -> Totals {
        totals.since(&self.levels[level.min(LEVELS - 1)].totals)
    }

    /// The latency of the last ten to twenty buckets of `level`.
    pub fn recent(&self, level: usize) -> Latency {
        let level = level.min(LEVELS - 2);
        let mut recent = self.levels[level + 1].latency.clone();
        recent.merge(&self.levels[level + 1].previous);
        recent.merge(&self.levels[level].latency);
        recent
    }

    /// How many bytes they take on the heap.
    pub(crate) fn bytes(&self) -> usize {
        let level = |level: &Level| {
            level.buckets.capacity() * size_of::<Bucket>() + level.latency.bytes() + level.previous.bytes()
        };
        self.levels.iter().map(level).sum()
    }

    /// When the next bucket closes.
    pub(crate) fn next_tick(&self) -> Nanos {
        (self.ticks + 1) * TICK
    }

    pub(crate) fn record(&mut self, latency: Nanos) {
        self.levels[0].latency.record(latency);
    }

    pub(crate) fn tick(
        &mut self,
        now: Nanos,
        totals: &Totals,
        stations: &[StationLoad; SHOWN],
        backlog: BacklogFigures,
    ) {
        self.ticks += 1;
        let mut span = 1;
        for i in 0..LEVELS {
            if !self.ticks.is_multiple_of(span) {
                break;
            }
            self.levels[i].close(now, totals, stations, backlog);
            if self.levels[i].latency.count() > 0 {
                if let [fine, coarse, ..] = &mut self.levels[i..] {
                    coarse.latency.merge(&fine.latency);
                }
                let level = &mut self.levels[i];
                core::mem::swap(&mut level.latency, &mut level.previous);
                level.latency.clear();
            } else if self.levels[i].previous.count() > 0 {
                self.levels[i].previous.clear();
            }
            span *= 10;
        }
    }
}
