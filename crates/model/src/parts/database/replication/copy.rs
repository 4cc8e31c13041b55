//! One database machine's copy of the data.

use super::log::Log;
use crate::engine::time::{NEVER, Nanos, from_millis, from_secs};

/// How quickly writes come to a replica.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Pace {
    /// From the commit to the arrival.
    pub lag: Nanos,
    /// From the arrival, or the end of the last one, until it is applied.
    pub apply: Nanos,
}

impl Pace {
    pub fn new(lag_s: f64, apply_ms: f64) -> Self {
        Self { lag: from_secs(lag_s), apply: from_millis(apply_ms) }
    }
}

/// A copy: the version of every key, and how much of the log is in it. A replica receives each write a lag after its
/// commit and applies one after another; nothing of it needs an event, because when each was applied follows from the
/// log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Copy {
    /// By key; 0 is a key that it does not have.
    pub versions: Vec<u32>,
    /// Place in the log of the next write to apply.
    pub applied: u64,
    /// When the last one was applied.
    pub applied_at: Nanos,
    /// Nothing arrives before: it was cut off until then.
    pub open: Nanos,
    /// Nothing arrives after: it is cut off since then, or the primary is.
    pub shut: Nanos,
    /// When the log's last write will be applied, as things are.
    pub done: Nanos,
    /// It does not apply anything: it is dead since then, or being copied.
    pub still: bool,
    /// Its data is not a beginning of the log any more: it is to be copied anew.
    pub stale: bool,
}

impl Copy {
    /// A copy with every key at version `version`, at the end of `log`.
    pub fn new(keys: u32, version: u32, log: &Log) -> Self {
        let versions = vec![version; keys as usize];
        Self { versions, applied: log.end(), shut: NEVER, ..Self::default() }
    }

    /// When the write at `place` arrives, or has arrived; [`NEVER`] if it does not.
    pub fn arrival(&self, log: &Log, place: u64, pace: Pace) -> Nanos {
        let Some(write) = log.get(place) else { return NEVER };
        let at = write.commit.saturating_add(pace.lag).max(self.open);
        if at > self.shut { NEVER } else { at }
    }

    /// How far it has come by `now`: the place of the next write to apply, and when the last one was applied.
    pub fn progress(&self, log: &Log, pace: Pace, now: Nanos) -> (u64, Nanos) {
        let (mut applied, mut at) = (self.applied, self.applied_at);
        while !self.still && !self.stale && applied < log.end() {
            let done = self.arrival(log, applied, pace).max(at).saturating_add(pace.apply);
            if done > now {
                break;
            }
            (applied, at) = (applied + 1, done);
        }
        (applied, at)
    }

    /// The log has one more write.
    pub fn expect(&mut self, log: &Log, pace: Pace) {
        let arrival = self.arrival(log, log.end().saturating_sub(1), pace);
        self.done = arrival.max(self.done).max(self.applied_at).saturating_add(pace.apply);
    }

    /// The log comes to it at another pace, or again.
    pub fn expect_anew(&mut self, log: &Log, pace: Pace) {
        self.done = self.progress(log, pace, NEVER - 1).1;
    }

    /// Applies what is due up to `now`.
    pub fn settle(&mut self, log: &Log, pace: Pace, now: Nanos) {
        self.stale |= self.applied < log.first();
        let (applied, at) = self.progress(log, pace, now);
        self.catch_up(log, applied, at);
    }

    /// Place in the log of the first write that has not arrived by `now`. O(writes on the way and not applied).
    pub fn received(&self, log: &Log, pace: Pace, now: Nanos) -> u64 {
        (self.applied..log.end()).find(|place| self.arrival(log, *place, pace) > now).unwrap_or(log.end())
    }

    /// Applies all before `place`, the last one at `at`.
    pub fn catch_up(&mut self, log: &Log, place: u64, at: Nanos) {
        while self.applied < place
            && let Some(write) = log.get(self.applied)
        {
            self.versions[write.key as usize] = write.version;
            self.applied += 1;
        }
        self.applied_at = at;
    }
}
