//! Figures over time, at five resolutions: what the charts draw. Never influences the run.

use std::collections::VecDeque;

use crate::measure::accounts::{CAUSES, Totals};
use crate::measure::latency::Latency;
use crate::station::StationLoad;
use crate::time::{MILLISECOND, Nanos};

/// Width of the finest buckets; each further level's are ten times as wide.
pub const TICK: Nanos = 100 * MILLISECOND;
/// How many levels there are: 0.1 s, 1 s, 10 s, 100 s and 1,000 s.
pub const LEVELS: usize = 5;
/// How many stations are shown over time: twelve web servers and the database.
pub const STATIONS: usize = 13;
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
    /// Share of worker time used, by station: twelve web servers, then the database; NaN where there is none.
    pub utilisation: [f32; STATIONS],
    /// Mean requests waiting, by station.
    pub queue: [f32; STATIONS],
}

#[derive(Clone, Debug, Default)]
struct Level {
    buckets: VecDeque<Bucket>,
    latency: Latency,
    /// The latency of the bucket that closed last.
    previous: Latency,
    totals: Totals,
    stations: [StationLoad; STATIONS],
    from: Nanos,
}

impl Level {
    fn close(&mut self, now: Nanos, totals: &Totals, stations: &[StationLoad; STATIONS]) {
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

    pub(crate) fn tick(&mut self, now: Nanos, totals: &Totals, stations: &[StationLoad; STATIONS]) {
        self.ticks += 1;
        let mut span = 1;
        for i in 0..LEVELS {
            if !self.ticks.is_multiple_of(span) {
                break;
            }
            self.levels[i].close(now, totals, stations);
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
