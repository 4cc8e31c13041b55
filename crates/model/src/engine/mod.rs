//! What any simulation of discrete events is made of: time, luck, what is due when, and estimates from what was seen.

pub(crate) mod arrivals;
pub(crate) mod delay_line;
pub(crate) mod departures;
pub mod estimate;
pub(crate) mod event;
pub(crate) mod latency;
pub(crate) mod luck;
pub(crate) mod popularity;
pub mod time;
mod tournament;
mod wheel;
