//! "Which store?": six small workloads on five kinds of store, each simulated as a database of this stage.
//!
//! A query is a round trip from the web server to the store (`db.queries`) and the store's work on it
//! (`db.read_time`, `db.write_time`). A store that joins answers with one; a store that cannot is asked again
//! where an answer says what to ask next, each time for all that is known by then: every family has a query of many
//! keys at once. The work rests on a few assumptions, in milliseconds:
//! reading by key 0.5, a whole document 1, an indexed row with SQL or a vertex with its fields 2; every further
//! table of a join or step over links 1 or less; a transaction with a flushed log 6 (the model's defaults are
//! 2 to read and 6 to write).

use scalewalk_model::{Config, Send};

use crate::claim::{Outcome, Trial};
use crate::stage::with;
use crate::stages::database;

/// A kind of store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Tables, joins, transactions.
    Relational,
    /// A value for a key.
    KeyValue,
    /// Values with fields inside.
    Document,
    /// Rows grouped by a key and kept in order.
    Column,
    /// Things and links.
    Graph,
}

impl Family {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 5] = [Self::Relational, Self::KeyValue, Self::Document, Self::Column, Self::Graph];

    /// Its name in message files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Relational => "relational",
            Self::KeyValue => "key_value",
            Self::Document => "document",
            Self::Column => "column",
            Self::Graph => "graph",
        }
    }
}

/// What one store needs for one workload.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need {
    /// Round trips to the store, one after another.
    pub round_trips: u32,
    /// Mean work of each that reads, in milliseconds.
    pub read_ms: f64,
    /// Work of the one that writes, in milliseconds.
    pub write_ms: f64,
}

/// A small workload.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Workload {
    /// Its name in the content file.
    pub id: &'static str,
    /// Share of requests that only read.
    pub reads: f64,
    /// What each store needs, in the order of [`Family::ALL`].
    pub needs: [Need; 5],
}

const fn reads(round_trips: u32, read_ms: f64) -> Need {
    Need { round_trips, read_ms, write_ms: 6.0 }
}

const fn moves(read_ms: f64, write_ms: f64) -> Need {
    Need { round_trips: 1, read_ms, write_ms }
}

/// The workloads, in the order of the page.
pub const WORKLOADS: [Workload; 6] = [
    // One user by id.
    Workload {
        id: "profile-page",
        reads: 1.0,
        needs: [reads(1, 2.0), reads(1, 0.5), reads(1, 1.0), reads(1, 1.0), reads(1, 2.0)],
    },
    // Read and written whole, half and half. Tables change several rows in one transaction.
    Workload {
        id: "cart",
        reads: 0.5,
        needs: [moves(2.0, 6.0), moves(0.5, 1.5), moves(1.0, 2.0), moves(1.0, 2.0), moves(2.0, 6.0)],
    },
    // The order, its customer, its five lines: 2 + 1 + 1 for a join of three tables; elsewhere order, customer and
    // all products at once, 0.5 + 0.5 + 5 × 0.5 or 1 + 1 + 5 × 1 over three questions; a graph follows six links.
    Workload {
        id: "order-page",
        reads: 1.0,
        needs: [reads(1, 4.0), reads(3, 3.5 / 3.0), reads(3, 7.0 / 3.0), reads(3, 7.0 / 3.0), reads(1, 5.0)],
    },
    // Fifteen friends. Tables join the list of friendships with itself; without joins the person, then all friends at
    // once: 0.5 + 15 × 0.5 or 1 + 15 × 1 over two questions.
    Workload {
        id: "friends-of-friends",
        reads: 1.0,
        needs: [reads(1, 12.0), reads(2, 4.0), reads(2, 8.0), reads(2, 8.0), reads(1, 6.0)],
    },
    // Twelve readings of one day: a stretch, rows here and there by an index, or twelve keys in one question.
    Workload {
        id: "sensor-readings",
        reads: 1.0,
        needs: [reads(1, 6.0), reads(1, 6.0), reads(1, 5.0), reads(1, 2.0), reads(1, 12.0)],
    },
    // A product with all its fields: one whole value, or a join over the product and its attributes.
    Workload {
        id: "product-document",
        reads: 1.0,
        needs: [reads(1, 3.0), reads(1, 1.0), reads(1, 1.0), reads(1, 1.5), reads(1, 3.0)],
    },
];

/// The workload named `id`.
pub fn workload(id: &str) -> Option<&'static Workload> {
    WORKLOADS.iter().find(|w| w.id == id)
}

impl Workload {
    /// What a store of `family` needs for it.
    pub fn need(&self, family: Family) -> Need {
        self.needs[family as usize]
    }

    /// The system of this stage with that store, lightly loaded, and every request with its mean work: the
    /// differences are the stores' alone.
    pub fn config(&self, family: Family) -> Config {
        let need = self.need(family);
        with(
            database::config(),
            &[
                ("users", 50_000.0),
                ("work.spread", 0.0),
                ("reads", self.reads),
                ("db.queries", f64::from(need.round_trips)),
                ("db.read_time", need.read_ms),
                ("db.write_time", need.write_ms),
            ],
        )
    }

    /// A run of it, with one request sent by hand to look at.
    pub fn trial(&self, family: Family, seed: u64) -> Trial {
        Trial::new(family as usize, self.config(family), seed, 2.0, 10.0).send(5.0, Send::default())
    }
}

/// Mean time in which a request had its data, in milliseconds: the way there and back, the wait and the
/// work of each of its round trips.
pub fn data_ms(outcome: &Outcome) -> f64 {
    let Some(store) = outcome.report.stations.get("database") else { return f64::NAN };
    let one = store.mean_wait_ms.unwrap_or(f64::NAN) + store.mean_work_ms.unwrap_or(f64::NAN);
    f64::from(outcome.config.queries) * (outcome.config.site_rtt_ms + one)
}
