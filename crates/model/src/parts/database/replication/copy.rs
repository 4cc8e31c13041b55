//! One database machine's copy of the data.

use super::log::Log;
use crate::engine::time::{NEVER, Nanos};

/// A copy: the version of every key, and how much of the log is in it. A replica receives each write a lag after its
/// commit; when it has received which follows from the log and needs no event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Copy {
    /// By key; 0 is a key that it does not have.
    pub versions: Vec<u32>,
    /// Place in the log of the next write to apply.
    pub applied: u64,
    /// Nothing arrives before: it was cut off until then.
    pub open: Nanos,
    /// Nothing arrives after: it is cut off since then, or the primary is.
    pub shut: Nanos,
    /// It does not apply anything: it is dead, or being copied.
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

    /// When the write at `place` arrives, or has arrived; [`NEVER`] if it does not. `lag` is from the commit on.
    pub fn arrival(&self, log: &Log, place: u64, lag: Nanos) -> Nanos {
        let Some(write) = log.get(place) else { return NEVER };
        let at = write.commit.saturating_add(lag).max(self.open);
        if at > self.shut { NEVER } else { at }
    }

    /// Whether it has parted from `log`, or is so far behind that the log does not go back to where it is.
    pub fn has_parted(&self, log: &Log) -> bool {
        self.stale || self.applied < log.first()
    }

    /// When the next write that it is to apply arrives, or has arrived; [`NEVER`] if none does.
    pub fn next(&self, log: &Log, lag: Nanos) -> Nanos {
        if self.still || self.has_parted(log) { NEVER } else { self.arrival(log, self.applied, lag) }
    }

    /// Place in the log of the first write that has not arrived by `now`. O(log of the writes that it has not applied).
    pub fn received(&self, log: &Log, lag: Nanos, now: Nanos) -> u64 {
        // What was committed later does not arrive earlier.
        let (mut low, mut high) = (self.applied, log.end().max(self.applied));
        while low < high {
            let middle = low.midpoint(high);
            if self.arrival(log, middle, lag) <= now {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Applies the next write of `log`.
    pub fn apply(&mut self, log: &Log) {
        if let Some(write) = log.get(self.applied) {
            if let Some(version) = self.versions.get_mut(write.key as usize) {
                *version = write.version;
            }
            self.applied += 1;
        }
    }
}
