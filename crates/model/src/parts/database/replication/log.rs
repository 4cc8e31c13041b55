//! The primary's log: every write in the order of its commit.

use std::collections::VecDeque;

use crate::engine::time::Nanos;

/// One write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// When the primary committed it.
    pub commit: Nanos,
    /// Which key.
    pub key: u32,
    /// The value's version.
    pub version: u32,
    /// Whether the writer was told.
    pub acknowledged: bool,
}

/// Writes kept for replicas that are behind; one that is further behind copies everything anew.
const KEPT: usize = 1 << 18;

/// The log. Places in it count from 0 and are never used twice, but for those of writes that were lost.
#[derive(Clone, Debug, Default)]
pub struct Log {
    first: u64,
    entries: VecDeque<Written>,
}

impl Log {
    /// The oldest place that is kept.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// The place of the next write.
    pub fn end(&self) -> u64 {
        self.first + self.entries.len() as u64
    }

    /// The write at `place`, if it is kept.
    pub fn get(&self, place: u64) -> Option<&Written> {
        self.entries.get(place.checked_sub(self.first)? as usize)
    }

    /// The writes from `place` on.
    pub fn from(&self, place: u64) -> impl Iterator<Item = &Written> {
        self.entries.iter().skip(place.saturating_sub(self.first) as usize)
    }

    pub(crate) fn get_mut(&mut self, place: u64) -> Option<&mut Written> {
        self.entries.get_mut(place.checked_sub(self.first)? as usize)
    }

    pub(crate) fn push(&mut self, write: Written) {
        if self.entries.len() == KEPT {
            self.entries.pop_front();
            self.first += 1;
        }
        self.entries.push_back(write);
    }

    /// Forgets what lies before `place`.
    pub(crate) fn trim(&mut self, place: u64) {
        while self.first < place && self.entries.pop_front().is_some() {
            self.first += 1;
        }
    }

    /// Takes off all from `place` on.
    pub(crate) fn cut_off(&mut self, place: u64) -> impl Iterator<Item = Written> {
        self.entries.split_off((place.saturating_sub(self.first) as usize).min(self.entries.len())).into_iter()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Written>()
    }
}
