//! Several data centers: what each has of its own, who is sent where, and how they tell each other what was written.

pub(crate) mod config;
pub(crate) mod flow;
pub mod geo_dns;
pub mod geo_replication;
pub(crate) mod params;
pub(crate) mod report;
