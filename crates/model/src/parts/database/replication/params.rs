//! Replicas of the database.

use crate::config::{ReadFrom, ReplicationMode};
use crate::params::declare::{choice, linear, log, log_or_zero, one_of, param, real, switch, whole};
use crate::params::{Choice, Param, Scale, Unit};
use crate::topology::node::MAX_REPLICAS;

const MODES: [Choice; 3] =
    [choice("async", "asynchronous"), choice("semi-sync", "semi-synchronous"), choice("sync", "synchronous")];

const SOURCES: [Choice; 2] = [choice("replicas", "the replicas"), choice("primary", "the primary")];

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
    param("db.replicas", "Replicas", Unit::Count, linear(0.0, MAX_REPLICAS as f64, 1.0), 2.0, whole!(replication.replicas),
        "Further database servers that hold a copy.", "one to read from and one to spare"),
    param("db.mode", "Replication", Unit::None, Scale::Choice(&MODES), 0.0, one_of!(replication.mode, ReplicationMode),
        "When a write is acknowledged: at once, when one replica has received it, or when all have applied it.", "asynchronous is the default of MySQL and PostgreSQL"),
    param("db.lag", "Replication delay", Unit::Seconds, log_or_zero(0.001, 10.0), 0.1, real!(replication.lag_s),
        "Time from a write's commit at the primary to its arrival at a replica.", "tens to hundreds of milliseconds on a busy asynchronous replica; an assumption"),
    param("db.apply_time", "Work of applying a write", Unit::Milliseconds, log(0.1, 50.0), 1.0, real!(replication.apply_ms),
        "Time a core needs to apply one write that was made elsewhere; a replica applies one after another.", "a row change without parsing, planning or locking; an assumption"),
    param("db.read_from", "Reads go to", Unit::None, Scale::Choice(&SOURCES), 0.0, one_of!(replication.read_from, ReadFrom),
        "Who answers reading queries.", "the reason to have replicas"),
    param("db.own_writes", "Own writes from the primary", Unit::None, Scale::Switch, 0.0, switch!(replication.own_writes),
        "Whether visitors read what they have just written from the primary.", "off, to show what is missing"),
    param("db.detect", "A dead machine is noticed after", Unit::Seconds, log(0.1, 60.0), 5.0, real!(replication.detect_s),
        "Time until a dead database or cache machine is taken out, and a replica promoted if it was the primary, or the standby of a shard, session store or queue.", "a few missed heartbeats, one a second"),
    param("db.replace", "A new replica is ready after", Unit::Seconds, log(1.0, 600.0), 30.0, real!(replication.replace_s),
        "Time from then on until a new machine has copied the data and stands in for the dead one.", "minutes to hours in practice; shortened, so that it can be watched"),
];
