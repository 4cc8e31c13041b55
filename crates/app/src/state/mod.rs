//! What all components share, and the runs that they show.

pub mod announcements;
pub mod places;
pub mod player;
pub mod shared;
pub mod undo;
pub mod walk_run;
