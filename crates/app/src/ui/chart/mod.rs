//! Figures over the last time.

pub mod alerts;
pub mod charts;
pub mod failures;
pub mod latency;
pub mod panel;
pub mod plot;
pub mod queue;
pub mod series;
pub mod servers;
pub mod shares;
pub mod table;
pub mod utilisation;
