//! The database server.

use crate::params::declare::{linear, log, log_or_zero, param, real, whole};
use crate::params::{Param, Scale, Unit};
use crate::topology::machine::CORES;

#[rustfmt::skip]
pub(crate) const PARAMS: &[Param] = &[
    param("db.cores", "Database size", Unit::Cores, Scale::Steps(&CORES), 8.0, whole!(db_cores),
        "Cores of the database server; one core serves one query at a time.", "general purpose and high-memory sizes of a large cloud"),
    param("db.queries", "Queries a page", Unit::Count, linear(0.0, 20.0, 1.0), 3.0, whole!(queries),
        "Queries each request asks, one after another.", "an assumption: user, item, list"),
    param("db.read_time", "Work of a read", Unit::Milliseconds, log(0.2, 50.0), 2.0, real!(read_ms),
        "Mean time one core needs for a reading query.", "an indexed lookup with some rows"),
    param("db.write_time", "Work of a write", Unit::Milliseconds, log(0.2, 50.0), 6.0, real!(write_ms),
        "Mean time one core needs for a writing query.", "an indexed insert with a flushed log"),
    param("db.queue", "Places in the database's queue", Unit::Count, log_or_zero(1.0, 10_000.0), 4096.0, whole!(db_queue),
        "Queries that may wait at the database; more are turned away.", "as for the web servers"),
];
