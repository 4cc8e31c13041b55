//! What components of all kinds are made with: words, signs, numbers, and the state that only they share.

pub mod format;
pub mod icons;
pub mod names;
pub mod node_names;
pub mod run;
pub mod ui;
