//! What is seen of a run: counts, latency, figures over time, journeys. Looking changes nothing.

pub(crate) mod accounts;
pub(crate) mod census;
pub(crate) mod count;
pub(crate) mod journey;
pub(crate) mod mark;
pub(crate) mod report;
pub mod series;
pub(crate) mod station_report;
