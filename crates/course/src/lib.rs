//! The walk through the stages: for each its configuration, controls, faults, picture, claims and prose.

pub mod address;
pub mod challenge;
pub mod claim;
pub mod curve;
pub mod effort;
pub mod incident;
pub mod job;
pub mod ladder;
pub mod page;
pub mod picture;
pub mod prose;
pub mod slices;
pub mod stage;
pub mod stages;
pub mod sweep;
pub mod trial;

pub use stage::{Break, Control, Lane, Stage, Walk};
pub use stages::STAGES;
pub use stages::millions::rules;
