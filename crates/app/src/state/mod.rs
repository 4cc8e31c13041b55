//! What all components share, and the runs that they show.

pub mod player;
pub mod shared;
pub mod undo;
pub mod walk_run;
