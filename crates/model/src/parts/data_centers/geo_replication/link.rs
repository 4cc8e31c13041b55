//! The way from one site to another.

use std::collections::VecDeque;

use super::Seen;
use crate::engine::time::{NEVER, Nanos};

/// What a site has of a key, on its way to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// When it set out.
    pub sent: Nanos,
    /// About which key.
    pub key: u32,
    /// The newest write of each site that is in the value. The highest is its version.
    pub seen: Seen,
}

impl Told {
    /// The version of the value.
    pub fn version(&self) -> u32 {
        self.seen.into_iter().max().unwrap_or(0)
    }
}

/// One way. While it is open, messages arrive in the order in which they were sent; while it is shut, it only notes of
/// which keys there is something to tell, so that it does not grow with time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Link {
    pub open: bool,
    /// When it was shut last; 0 if never.
    pub shut_at: Nanos,
    pub opened_at: Nanos,
    pub under_way: VecDeque<Told>,
    /// Keys to be told of when it opens, a bit each.
    noted: Vec<u64>,
    /// How many these are.
    pub waiting: u32,
}

impl Link {
    pub fn new(keys: u32) -> Self {
        let mut link = Self::default();
        link.grow(keys);
        link
    }

    pub fn grow(&mut self, keys: u32) {
        self.noted.resize(keys.div_ceil(64) as usize, 0);
    }

    /// When the next message arrives; [`NEVER`] if there is none.
    #[inline]
    pub fn next(&self, lag: Nanos) -> Nanos {
        self.under_way.front().map_or(NEVER, |told| told.sent.saturating_add(lag))
    }

    /// There is something to tell of `key`.
    pub fn wait(&mut self, key: u32) {
        let Some(word) = self.noted.get_mut(key as usize / 64) else { return };
        let bit = 1 << (key % 64);
        self.waiting += u32::from(*word & bit == 0);
        *word |= bit;
    }

    /// The keys of which there was something to tell, in order.
    pub fn take_waiting(&mut self) -> Vec<u32> {
        let mut keys = Vec::with_capacity(self.waiting as usize);
        for (word, first) in self.noted.iter_mut().zip((0..).step_by(64)) {
            let mut bits = core::mem::take(word);
            while bits != 0 {
                keys.push(first + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
        self.waiting = 0;
        keys
    }

    /// Nothing goes this way any more. Gives how many messages had been on it; their keys wait.
    pub fn shut(&mut self, now: Nanos) -> u64 {
        (self.open, self.shut_at) = (false, now);
        let cut_short = core::mem::take(&mut self.under_way);
        cut_short.iter().for_each(|told| self.wait(told.key));
        cut_short.len() as u64
    }

    /// There is nothing to tell.
    pub fn clear(&mut self) {
        self.under_way.clear();
        self.noted.fill(0);
        self.waiting = 0;
    }

    pub fn bytes(&self) -> usize {
        self.under_way.capacity() * size_of::<Told>() + self.noted.capacity() * size_of::<u64>()
    }
}
