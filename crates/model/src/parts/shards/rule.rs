//! The rule by which rows are placed: what the shard key is, and what follows from it.

use super::EXTRA;
use crate::config::ShardKey;
use crate::placement::{Placement, Rule};
use crate::topology::node::MAX_SHARDS;
use crate::topology::world::region_of;

/// The user whom everybody asks for.
pub const CELEBRITY: u32 = 42;

/// How rows are to be placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// What says where.
    pub key: ShardKey,
    /// Shards for everybody, 1 to 16.
    pub count: u8,
    /// Points of each shard on the ring.
    pub vnodes: u32,
    /// Shards that the celebrity has alone, 0 to 4.
    pub apart: u8,
}

impl Default for Layout {
    fn default() -> Self {
        Self { key: ShardKey::Modulo, count: 1, vnodes: 1, apart: 0 }
    }
}

impl Layout {
    /// The same within bounds; the celebrity apart has a shard at least.
    pub(crate) fn legal(self) -> Self {
        let least = u8::from(self.key == ShardKey::Celebrity);
        Self {
            count: self.count.clamp(1, EXTRA),
            vnodes: self.vnodes.max(1),
            apart: self.apart.clamp(least, MAX_SHARDS as u8 - EXTRA),
            ..self
        }
    }
}

/// From users to shards.
#[derive(Clone, Debug)]
pub struct Map {
    layout: Layout,
    seed: u64,
    /// By modulo or on the ring; without nodes for other keys.
    placement: Placement,
    /// By date: the first user of each shard but the first, ascending.
    bounds: Vec<u32>,
}

impl Map {
    /// A map as `layout` says. By date, the `users` that there are fill all shards alike.
    pub(crate) fn new(layout: Layout, users: u32, seed: u64) -> Self {
        let layout = layout.legal();
        let mut map = Self { layout, seed, placement: Placement::new(Rule::Modulo, seed, &[]), bounds: Vec::new() };
        map.lay_out();
        if layout.key == ShardKey::SignUp {
            let bound = |shard: u64| (u64::from(users) * shard / u64::from(layout.count)) as u32;
            map.bounds = (1..u64::from(layout.count)).map(bound).collect();
        }
        map
    }

    /// Other shards or another rule from now on; there have been `users` users so far. By date a new shard takes those
    /// who sign up from now on, and one that goes leaves its dates to the one before.
    pub(crate) fn change(&mut self, layout: Layout, users: u32) {
        let before = self.layout;
        if before.key != ShardKey::SignUp || layout.key != ShardKey::SignUp {
            *self = Self::new(layout, users, self.seed);
            return;
        }
        self.layout = layout.legal();
        self.bounds.truncate(usize::from(self.layout.count) - 1);
        self.bounds.resize(usize::from(self.layout.count) - 1, users);
    }

    fn lay_out(&mut self) {
        let nodes: Vec<u16> = (0..u16::from(self.layout.count)).collect();
        let vnodes = self.layout.vnodes;
        self.placement = match self.layout.key {
            ShardKey::Modulo | ShardKey::Celebrity => Placement::new(Rule::Modulo, self.seed, &nodes),
            ShardKey::Ring => Placement::new(Rule::Ring { vnodes }, self.seed, &nodes),
            ShardKey::Region | ShardKey::SignUp => Placement::new(Rule::Modulo, self.seed, &[]),
        };
    }

    /// How rows are to be placed.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The ring, or what takes turns; without nodes where neither says where rows are.
    pub fn placement(&self) -> &Placement {
        &self.placement
    }

    /// The first user of each shard but the first, by date; else empty.
    pub fn bounds(&self) -> &[u32] {
        &self.bounds
    }

    /// The shard for the row of `user`. O(1), O(log nV) on a ring of V points a shard, O(log n) by date.
    pub fn shard_of(&self, user: u32) -> u8 {
        if user == CELEBRITY && self.layout.apart > 0 {
            return EXTRA;
        }
        match self.layout.key {
            // The number itself serves as its hash: everybody can see where it leads.
            ShardKey::Modulo | ShardKey::Celebrity => self.placement.owner_at(u64::from(user)).unwrap_or(0) as u8,
            ShardKey::Ring => self.placement.owner(u64::from(user)).unwrap_or(0) as u8,
            ShardKey::Region => (region_of(user) % usize::from(self.layout.count)) as u8,
            ShardKey::SignUp => self.bounds.partition_point(|bound| *bound <= user) as u8,
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.placement.bytes() + self.bounds.capacity() * size_of::<u32>()
    }
}
