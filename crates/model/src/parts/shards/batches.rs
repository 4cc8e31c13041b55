//! Rows that move to where they belong, batch after batch: one at a time leaves each shard.

use super::Shards;
use crate::topology::node::MAX_SHARDS;

/// The most rows of a batch.
pub const BATCH: usize = 25;

/// Rows of other shards than the batch's that are passed by in search of more rows for it.
const PASSED: usize = 100;

/// Rows on their way from one shard to another. Until they are there they are where they were.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// To which shard.
    pub to: u8,
    /// Which rows; none if nothing is on its way.
    pub rows: Vec<u32>,
}

/// What moves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moving {
    /// By shard: rows that belong elsewhere.
    leaving: [u32; MAX_SHARDS],
    /// By shard: where to look for the next of them. No row before it belongs elsewhere.
    next: [u32; MAX_SHARDS],
    /// By shard: what leaves it now.
    batches: [Batch; MAX_SHARDS],
    /// Rows that have moved since the beginning.
    moved: u64,
}

impl Moving {
    /// Begins anew; what was on its way stays where it was.
    pub fn begin(&mut self) {
        self.leaving = [0; MAX_SHARDS];
        self.next = [0; MAX_SHARDS];
        self.batches.iter_mut().for_each(|batch| batch.rows.clear());
    }

    /// One more row of `shard` belongs elsewhere.
    pub fn leave(&mut self, shard: u8) {
        self.leaving[usize::from(shard)] += 1;
    }

    pub fn bytes(&self) -> usize {
        self.batches.iter().map(|batch| batch.rows.capacity() * size_of::<u32>()).sum()
    }
}

impl Shards {
    /// Rows that are still to be moved.
    pub fn leaving(&self) -> u32 {
        self.moving.leaving.iter().sum()
    }

    /// Rows that are still to be moved away from `shard`.
    pub fn leaving_from(&self, shard: u8) -> u32 {
        self.moving.leaving.get(usize::from(shard)).copied().unwrap_or(0)
    }

    /// Rows that have moved since the beginning.
    pub fn moved(&self) -> u64 {
        self.moving.moved
    }

    /// What leaves `shard` now.
    pub fn batch(&self, shard: u8) -> Option<&Batch> {
        self.moving.batches.get(usize::from(shard)).filter(|batch| !batch.rows.is_empty())
    }

    /// Puts the next batch of rows that leave `shard` together, all for one other shard, unless one is on its way. That
    /// shard, and how many rows; none if no row is left to move.
    pub fn begin_batch(&mut self, shard: u8) -> Option<(u8, u32)> {
        let from = usize::from(shard);
        if self.leaving_from(shard) == 0 || self.batch(shard).is_some() {
            return None;
        }
        let mut rows = core::mem::take(&mut self.moving.batches[from].rows);
        rows.clear();
        let (mut to, mut passed, mut resume) = (None, 0, None);
        let mut row = self.moving.next[from];
        while row < self.rows() && rows.len() < BATCH && passed < PASSED {
            let goal = if self.place[row as usize] == shard { self.goal(row) } else { shard };
            if goal != shard {
                if *to.get_or_insert(goal) == goal {
                    rows.push(row);
                } else {
                    resume = resume.or(Some(row));
                    passed += 1;
                }
            }
            row += 1;
        }
        let count = rows.len() as u32;
        // Those of the batch may have to be found again, should it be lost.
        self.moving.next[from] = rows.first().copied().unwrap_or(0).min(resume.unwrap_or(u32::MAX));
        self.moving.batches[from] = Batch { to: to.unwrap_or(shard), rows };
        to.map(|to| (to, count))
    }

    /// The batch that leaves `shard` has arrived. How many rows have moved.
    pub fn batch_arrived(&mut self, shard: u8) -> u32 {
        let from = usize::from(shard);
        let Some(batch) = self.moving.batches.get_mut(from) else { return 0 };
        let (to, mut rows) = (batch.to, core::mem::take(&mut batch.rows));
        let count = rows.len() as u32;
        for row in &rows {
            self.place[*row as usize] = to;
        }
        self.held[from] -= count;
        self.held[usize::from(to)] += count;
        self.moving.leaving[from] -= count;
        self.moving.moved += u64::from(count);
        rows.clear();
        self.moving.batches[from].rows = rows;
        count
    }

    /// The batch that leaves `shard` is lost on its way: its rows are where they were.
    pub fn batch_lost(&mut self, shard: u8) {
        if let Some(batch) = self.moving.batches.get_mut(usize::from(shard)) {
            batch.rows.clear();
        }
    }
}
