//! Who comes when, and what they ask for.

pub(crate) mod catalogue_params;
pub(crate) mod config;
pub(crate) mod params;
mod visitors;

use crate::config::Config;
use crate::engine::arrivals::Arrivals;
use crate::engine::luck::Luck;
use crate::engine::luck::{Draw, Purpose};
use crate::engine::popularity::Popularity;
use crate::parts::data_centers::geo_replication::flow::GeoReplication;
use crate::request::FIRST_BY_HAND;
use crate::request::{Item, RequestKey};
use crate::sim::core::Core;

/// Who comes when, and what they ask for.
#[derive(Clone, Debug)]
pub(crate) struct Traffic {
    pub arrivals: Arrivals,
    pub popularity: Popularity,
}

impl Traffic {
    /// Traffic from time zero on.
    pub fn new(luck: &Luck, config: &Config) -> Self {
        Self { arrivals: Arrivals::new(luck, config.arrival_rate_at(0)), popularity: Popularity::zipf(1, 0.0) }
    }

    /// The rate of arrivals follows the wave, in steps of a tenth of a second.
    pub fn fit_rate(&mut self, core: &Core) {
        let rate = core.config.arrival_rate_at(core.now);
        self.arrivals.set_rate(&core.luck, core.now, rate);
    }

    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        self.popularity.bytes()
    }

    /// What people ask for, and whether they remember what they wrote, agrees with the configuration.
    pub fn fit_keys(&mut self, core: &mut Core) {
        let (config, keyed) = (&core.config, core.keyed);
        let (keys, skew) = (if keyed { config.keys() } else { 1 }, config.catalogue.skew);
        if self.popularity.keys() != keys || self.popularity.skew() != skew {
            self.popularity = Popularity::zipf(keys, skew);
        }
        if !keyed {
            core.visitors.forget_writes();
        }
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

    /// Draws the key that a request's next query is about. Whether it is one of the catalogue as drawn, and neither what was
    /// asked for by hand nor what its visitor wrote.
    pub fn choose_key(&mut self, core: &mut Core, geo_replication: &GeoReplication, key: RequestKey) -> bool {
        let Some(request) = core.requests.get(key) else { return false };
        let (id, visit, visitor) = (request.id, u32::from(request.queries_asked), request.visitor);
        let write = request.write;
        let item = core.requests.item(key);
        if item.asked_for && id >= FIRST_BY_HAND {
            *item = Item { key: item.key, asked_for: true, ..Item::default() };
            return false;
        }
        let between = &geo_replication.between;
        let own = if visit == 0 && !write { core.visitors.take_write(visitor) } else { None };
        // What somebody wrote in a larger database than this is nowhere to be found.
        let several = core.config.topology.sites;
        let own = own.filter(|written| !several || between.sites() == 0 || written.0 < self.popularity.keys());
        let mut dice = core.luck.draw(Purpose::Key, id, visit);
        let drawn = self.popularity.draw(&mut dice);
        let (about, own) = own.unwrap_or_else(|| (self.key_of_rank(core, drawn), 0));
        let shared = |dice: &mut Draw| between.replicating() && dice.unit() < core.config.sites.shared;
        let about = if several && own == 0 && !shared(&mut dice) {
            geo_replication.key_at_home(core, visitor, about)
        } else {
            about
        };
        *core.requests.item(key) = Item { key: about, own, ..Item::default() };
        own == 0
    }
}
