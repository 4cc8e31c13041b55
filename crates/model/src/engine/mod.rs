//! What a run is made of: what is due when, and the requests in flight.

pub(crate) mod delay_line;
pub(crate) mod departures;
pub(crate) mod event;
pub(crate) mod request;
mod tournament;
mod wheel;
