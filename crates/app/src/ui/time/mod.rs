//! The time bar.

pub mod change_buttons;
pub mod full_screen;
pub mod time_bar;
pub mod time_line;
