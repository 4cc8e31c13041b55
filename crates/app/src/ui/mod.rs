//! The parts of the page, one component a file.

pub mod challenge;
pub mod chart;
pub mod control;
pub mod curve;
pub mod deferred;
pub mod experiment;
pub mod frame;
pub mod kit;
pub mod panel;
pub mod prose;
pub mod time;
pub mod walk;

pub use frame::stage_page::StagePage;
