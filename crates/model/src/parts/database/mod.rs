//! The database on machines of its own: queries, and replicas that follow the primary.

pub(crate) mod config;
mod flow;
pub(crate) mod params;
pub mod replication;
