//! The text of a stage, and what is live in it.

pub mod claim;
pub mod drag;
pub mod figure;
pub mod text;
