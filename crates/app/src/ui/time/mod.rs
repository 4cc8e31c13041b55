//! The time bar.

pub mod time_bar;
pub mod time_line;
