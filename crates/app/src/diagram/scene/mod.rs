//! Where everything is at a moment, and the ways between.

pub mod path;
pub mod queue_path;
pub mod transition;
