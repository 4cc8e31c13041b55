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
use crate::sim::core::Core;

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

    /// The rate of arrivals follows the wave, in steps of a tenth of a second.
    pub fn fit_rate(&mut self, core: &Core) {
        let rate = core.config.arrival_rate_at(core.now);
        self.arrivals.set_rate(&core.luck, core.now, rate);
    }

    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        self.visitors.bytes() + self.popularity.bytes()
    }

    /// The key that has the popularity of `rank` now, from 0.
    pub fn key_of_rank(&self, core: &Core, rank: u32) -> u32 {
        let drift = core.config.catalogue.drift;
        if drift == 0.0 {
            return rank;
        }
        let keys = self.popularity.keys();
        let come = (core.now as f64 * 1e-9 * drift) as u64 % u64::from(keys);
        ((u64::from(rank) + u64::from(keys) - come) % u64::from(keys)) as u32
    }
}
