//! Who comes when, and what they ask for.

pub(crate) mod catalogue_params;
pub(crate) mod config;
pub(crate) mod params;
pub(crate) mod popularity;
pub(crate) mod workload;

use crate::config::Config;
use crate::engine::luck::Luck;
use crate::parts::traffic::popularity::Popularity;
use crate::parts::traffic::workload::{Arrivals, Visitors};

/// Who comes when, and what they ask for.
#[derive(Clone, Debug)]
pub(crate) struct Traffic {
    pub arrivals: Arrivals,
    pub visitors: Visitors,
    pub popularity: Popularity,
}

impl Traffic {
    /// Traffic from time zero on.
    pub fn new(luck: &Luck, config: &Config) -> Self {
        Self {
            arrivals: Arrivals::new(luck, config.arrival_rate_at(0)),
            visitors: Visitors::new(config),
            popularity: Popularity::zipf(1, 0.0),
        }
    }

    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        self.visitors.bytes() + self.popularity.bytes()
    }
}
