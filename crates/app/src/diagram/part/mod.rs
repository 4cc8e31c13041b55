//! How the parts of the system look, a file a part.

pub mod cache;
pub mod data_centers;
pub mod queue;
pub mod replication;
pub mod sessions;
pub mod telemetry;
pub mod world;
