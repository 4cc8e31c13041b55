//! Settings of the sharded database.

use serde::Serialize;

use crate::parts::shards::{EXTRA, Layout};

/// What of a row says on which shard it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShardKey {
    /// The user's number, modulo the number of shards.
    #[default]
    Modulo,
    /// The user's number, hashed onto a ring of virtual nodes.
    Ring,
    /// Where the user lives.
    Region,
    /// When the user signed up: each shard holds a range of dates.
    SignUp,
    /// As by modulo, but the celebrity has a shard alone.
    Celebrity,
}

impl ShardKey {
    /// All of them, in the order of the registry's choice.
    pub const ALL: [Self; 5] = [Self::Modulo, Self::Ring, Self::Region, Self::SignUp, Self::Celebrity];
}

/// How a page finds rows of several users.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum JoinMode {
    /// It asks every shard that has some of them, and waits for the slowest.
    #[default]
    Joined,
    /// A copy of them lies beside the user's own row.
    Denormalised,
}

impl JoinMode {
    /// Both, in the order of the registry's choice.
    pub const ALL: [Self; 2] = [Self::Joined, Self::Denormalised];
}

/// The sharded database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ShardsConfig {
    /// What says on which shard a row is.
    pub key: ShardKey,
    /// How many shards there are, 1 to 16.
    pub count: u32,
    /// Virtual nodes of each shard on the ring.
    pub vnodes: u32,
    /// Share of all requests that ask for one celebrity, 0 to 1.
    pub celebrity: f64,
    /// Whether a standby takes the place of a dead shard.
    pub standby: bool,
    /// Rows a second that a shard hands over while rows move.
    pub move_rate: f64,
    /// Rows that a shard has room for.
    pub capacity: u32,
    /// Share of reading requests that need rows of several users, 0 to 1.
    pub join_share: f64,
    /// On how many shards these rows are, at most.
    pub fanout: u32,
    /// How such a page finds its rows.
    pub join: JoinMode,
    /// Shards that the celebrity has alone, 0 to 4.
    pub apart: u32,
    /// Work of moving one row, at the shard that it leaves and at the one it comes to, in milliseconds.
    pub move_ms: f64,
    /// Share of writing requests that sign a new user up, 0 to 1.
    pub sign_ups: f64,
    /// Shards that still have rows, a bit each: one that is no longer wanted stands until its rows have moved. No
    /// setting: the run keeps it.
    #[serde(skip)]
    pub holding: u32,
}

impl ShardsConfig {
    /// How rows are to be placed.
    pub fn layout(&self) -> Layout {
        Layout { key: self.key, count: self.count as u8, vnodes: self.vnodes, apart: self.apart as u8 }.legal()
    }

    /// Machines that are paid for: the shards that are wanted, and their standbys.
    pub fn machines(&self) -> u32 {
        let layout = self.layout();
        u32::from(layout.count + layout.apart) * if self.standby { 2 } else { 1 }
    }

    /// Whether shard `index` is wanted, or still has rows.
    pub(crate) fn stands(&self, index: u8) -> bool {
        self.wants(index) || self.holding & 1 << index != 0
    }

    /// Whether rows are to be on shard `index`.
    pub(crate) fn wants(&self, index: u8) -> bool {
        let layout = self.layout();
        index < layout.count || (EXTRA..EXTRA + layout.apart).contains(&index)
    }
}
