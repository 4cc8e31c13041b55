//! The sharded database.

use crate::config::{JoinMode, ShardKey};
use crate::params::declare::{choice, linear, log, log_or_zero, one_of, param, real, switch, whole};
use crate::params::{Choice, Param, Scale, Unit};

const KEYS: [Choice; 5] = [
    choice("modulo", "user_id, modulo"),
    choice("ring", "user_id, on a ring"),
    choice("region", "region"),
    choice("sign-up", "sign-up date"),
    choice("celebrity", "user_id, celebrity apart"),
];

const JOINS: [Choice; 2] = [choice("joined", "joined over shards"), choice("denormalised", "denormalised")];

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
    param("shard.key", "Shard key", Unit::None, Scale::Choice(&KEYS), 0.0, one_of!(shards.key, ShardKey),
        "What of a row says on which shard it is.", "the first rule that comes to mind"),
    param("shard.count", "Shards", Unit::Count, linear(1.0, 16.0, 1.0), 4.0, whole!(shards.count),
        "Database servers with the same schema and different rows.", "four, the stage's example"),
    param("shard.vnodes", "Virtual nodes a shard", Unit::Count, log(1.0, 1000.0), 128.0, whole!(shards.vnodes),
        "Places of each shard on the ring.", "100 to 256 are common"),
    param("celebrity.share", "Share of a celebrity", Unit::Percent, linear(0.0, 0.9, 0.01), 0.0, real!(shards.celebrity),
        "Share of all requests that ask for one and the same user.", "none, to begin with"),
    param("shard.standby", "Standby for each shard", Unit::None, Scale::Switch, 1.0, switch!(shards.standby),
        "Whether a copy takes the place of a dead shard once that is noticed.", "on, as it should be"),
    param("shard.move_rate", "Rows moved", Unit::PerSecond, log(10.0, 5000.0), 250.0, real!(shards.move_rate),
        "Rows a second that each shard hands over while rows move.", "slow enough to be watched"),
    param("shard.capacity", "Room of a shard", Unit::Count, log(100.0, 1e6), 1e6, whole!(shards.capacity),
        "Rows that fit on a shard's disk.", "more than there are, to begin with"),
    param("shard.joins", "Pages that join", Unit::Percent, linear(0.0, 1.0, 0.01), 0.0, real!(shards.join_share),
        "Share of reading requests that need rows of several users.", "none, to begin with"),
    param("shard.fanout", "Shards asked by a join", Unit::Count, linear(1.0, 16.0, 1.0), 16.0, whole!(shards.fanout),
        "On how many shards the rows of a join are, at most.", "all of them"),
    param("shard.read", "Joins are", Unit::None, Scale::Choice(&JOINS), 0.0, one_of!(shards.join, JoinMode),
        "Looked up on every shard that has some of the rows, or read from a copy beside the user's own row.", "normalised data, to begin with"),
    param("celebrity.shards", "Shards of the celebrity alone", Unit::Count, linear(0.0, 4.0, 1.0), 0.0, whole!(shards.apart),
        "Shards that hold nobody's row but the celebrity's, which is split over them.", "none, to begin with"),
    param("shard.move_time", "Work of moving a row", Unit::Milliseconds, log(0.01, 10.0), 0.1, real!(shards.move_ms),
        "Mean time one core needs to read a row that moves, and again to write it at its new place.", "a row of a bulk copy, cheaper than a query by itself; an assumption"),
    param("shard.signups", "New users", Unit::Percent, log_or_zero(0.001, 1.0), 0.0, real!(shards.sign_ups),
        "Share of writing requests that sign a new user up, whose row is added.", "none, to begin with"),
];
