//! Figures of a run as plain data, copied ten times a second for the page to show.

pub mod node;
pub mod readout;
pub mod site;
pub mod watch;
pub mod world;
