//! The response curve over the range of one slider.

pub mod panel;
pub mod plot;
pub mod run;
