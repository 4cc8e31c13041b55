//! Who comes when, and what they ask for.

pub(crate) mod catalogue_params;
pub(crate) mod config;
pub(crate) mod params;
pub(crate) mod popularity;
pub(crate) mod workload;
