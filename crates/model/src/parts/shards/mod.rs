//! Rows on shards: one row a user, each really placed by a rule, so that what a change moves is counted and not
//! computed. Knows nothing of requests and machines; [`crate::Sim`] asks it who has a row, and moves rows in batches.
//!
//! A row is on exactly one shard at every instant: it changes over when the whole batch that it travels with is there.

mod batches;
pub(crate) mod config;
mod flow;
pub(crate) mod migration;
pub(crate) mod params;
mod rule;
pub(crate) mod scatter_gather;
#[cfg(test)]
mod tests;

pub use batches::{BATCH, Batch};
pub use rule::{CELEBRITY, Layout, Map};

use crate::topology::node::MAX_SHARDS;

/// The first of the shards that only a celebrity has; those with lower numbers are everybody's.
pub const EXTRA: u8 = 16;

/// The sharded database of one data center.
#[derive(Clone, Debug, Default)]
pub(crate) struct ShardTier {
    /// The rows, and the shards that they are on.
    pub rows: Shards,
    /// How they move.
    pub moves: migration::Moves,
}

impl ShardTier {
    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        self.rows.bytes()
    }
}

/// Rows on shards.
#[derive(Clone, Debug)]
pub struct Shards {
    map: Map,
    /// By row: the shard that has it.
    place: Vec<u8>,
    /// The users of those rows that were added since the beginning; before them user and row have the same number.
    signed_up: Vec<u32>,
    /// Rows at the beginning.
    first: u32,
    /// The number of the next user.
    next_user: u32,
    held: [u32; MAX_SHARDS],
    moving: batches::Moving,
}

impl Default for Shards {
    fn default() -> Self {
        Self::new(Layout::default(), 0, 0)
    }
}

impl Shards {
    /// `rows` rows where `layout` wants them; `seed` says where shards stand on a ring. O(rows).
    pub fn new(layout: Layout, rows: u32, seed: u64) -> Self {
        let map = Map::new(layout, rows, seed);
        let place: Vec<u8> = (0..rows).map(|user| map.shard_of(user)).collect();
        let mut held = [0; MAX_SHARDS];
        place.iter().for_each(|shard| held[usize::from(*shard)] += 1);
        Self {
            map,
            place,
            signed_up: Vec::new(),
            first: rows,
            next_user: rows,
            held,
            moving: batches::Moving::default(),
        }
    }

    /// The rule by which rows are placed.
    pub fn map(&self) -> &Map {
        &self.map
    }

    /// How many rows there are.
    pub fn rows(&self) -> u32 {
        self.place.len() as u32
    }

    /// How many rows there were at the beginning.
    pub fn rows_at_first(&self) -> u32 {
        self.first
    }

    /// How many rows `shard` has.
    pub fn held(&self, shard: u8) -> u32 {
        self.held.get(usize::from(shard)).copied().unwrap_or(0)
    }

    /// The shard that has `row`; that of the last row for one that there is not.
    pub fn shard_of(&self, row: u32) -> u8 {
        self.place.get(row as usize).or(self.place.last()).copied().unwrap_or(0)
    }

    /// The user whose row it is.
    pub fn user_of(&self, row: u32) -> u32 {
        match row.checked_sub(self.first) {
            Some(later) => self.signed_up.get(later as usize).copied().unwrap_or(row),
            None => row,
        }
    }

    /// The shard that `row` belongs on, wherever it is.
    pub fn goal(&self, row: u32) -> u8 {
        self.map.shard_of(self.user_of(row))
    }

    /// The shards that have rows, a bit each.
    pub fn holding(&self) -> u32 {
        (0..).zip(self.held).filter(|(_, held)| *held > 0).fold(0, |all, (i, _): (u32, u32)| all | 1 << i)
    }

    /// How many parts the celebrity's row is split into: reads and writes are about one of them.
    pub fn parts(&self) -> u8 {
        self.map.layout().apart.max(1)
    }

    /// The shard that has part `part` of the celebrity's row. The first is the row itself, the others stand on shards
    /// of their own.
    pub fn shard_of_part(&self, part: u8) -> u8 {
        match part {
            1.. if part < self.parts() => EXTRA + part,
            _ => self.shard_of(CELEBRITY),
        }
    }

    /// A new user comes: the user's number, and the shard that the row is to be on.
    pub fn welcome(&mut self) -> (u32, u8) {
        let user = self.next_user;
        self.next_user = self.next_user.wrapping_add(1);
        (user, self.map.shard_of(user))
    }

    /// Adds the row of a user who was welcomed, on `shard`, which has room for `capacity` rows. Its number; none if
    /// the shard is full.
    pub fn sign_up(&mut self, user: u32, shard: u8, capacity: u32) -> Option<u32> {
        let held = self.held.get_mut(usize::from(shard)).filter(|held| **held < capacity)?;
        *held += 1;
        let row = self.place.len() as u32;
        self.place.push(shard);
        self.signed_up.push(user);
        if self.map.shard_of(user) != shard {
            self.moving.leave(shard);
        }
        Some(row)
    }

    /// Rows are to be placed otherwise from now on. Those that belong elsewhere are where they are until they have been
    /// moved. How many that are; O(rows).
    pub fn set_layout(&mut self, layout: Layout) -> u32 {
        if layout.legal() == self.map.layout() {
            return self.leaving();
        }
        self.map.change(layout, self.next_user);
        self.moving.begin();
        for row in 0..self.rows() {
            let (shard, goal) = (self.shard_of(row), self.goal(row));
            if shard != goal {
                self.moving.leave(shard);
            }
        }
        self.leaving()
    }

    /// How many bytes it takes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        self.place.capacity() + self.signed_up.capacity() * size_of::<u32>() + self.map.bytes() + self.moving.bytes()
    }
}
