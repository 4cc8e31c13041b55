//! Settings of the sharded database.

use serde::Serialize;

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
}

impl ShardKey {
    /// All of them, in the order of the registry's choice.
    pub const ALL: [Self; 4] = [Self::Modulo, Self::Ring, Self::Region, Self::SignUp];
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
}
