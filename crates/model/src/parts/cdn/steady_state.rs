//! What edge locations keep in the long run.

use super::Files;
use crate::config::Config;
use crate::engine::luck::{Luck, Purpose};
use crate::engine::popularity::Popularity;
use crate::engine::time::from_secs;
use crate::parts::cache::store::Entry;
use crate::theory::ttl_hit_ratio;
use crate::topology::world::{self, REGIONS, WORLD};

impl Config {
    /// Requests a second for files at each edge location when all are up; 0 where there is none.
    pub fn edge_rates(&self) -> [f64; REGIONS] {
        let mut rates = [0.0; REGIONS];
        for (region, of) in WORLD.iter().enumerate() {
            if let Some(edge) = world::nearest_edge(region, |edge| (edge as u32) < self.edges()) {
                rates[edge] += 0.01 * f64::from(of.percent) * self.arrival_rate() * self.cdn.static_share;
            }
        }
        rates
    }

    /// Share of the requests for files that edge locations answer by themselves in the long run, all being up and files
    /// fetched in no time: each file of each edge location is a cache of its own with a time to live
    /// ([`ttl_hit_ratio`]). 0 without a CDN. O(files × edge locations).
    pub fn edge_hit_ratio(&self) -> f64 {
        let popularity = Popularity::zipf(self.cdn.files, self.catalogue.skew);
        let rates = self.edge_rates();
        let served = popularity.probabilities().iter().enumerate().filter(|(file, _)| self.cdn_serves(*file as u32));
        let hits = served.flat_map(|(_, p)| rates.map(|rate| p * rate * ttl_hit_ratio(p * rate, self.cdn.ttl_s)));
        let asked = self.arrival_rate() * self.cdn.static_share;
        if asked > 0.0 { hits.sum::<f64>() / asked } else { 0.0 }
    }
}

impl Files {
    /// The edge locations of a site that has been visited for long: each has a file with the probability with which a
    /// request would find it, and what is left of its time is anything between nothing and all, evenly spread.
    pub fn warm(&mut self, config: &Config, luck: &Luck) {
        let (rates, ttl_s) = (config.edge_rates(), config.cdn.ttl_s);
        for (edge, cache) in self.edges.iter_mut().enumerate() {
            for file in (0..config.cdn.files).filter(|file| config.cdn_serves(*file)) {
                let mut draw = luck.draw(Purpose::File, (edge as u64) << 32 | u64::from(file), 1);
                let there = ttl_hit_ratio(self.popularity.probability(file) * rates[edge], ttl_s);
                if draw.unit() < there {
                    cache.store(file, self.version, 0, from_secs(draw.unit() * ttl_s));
                }
            }
        }
    }

    /// The time to live is another now: what is left of each file's is longer or shorter in proportion, so that the new
    /// one shows at once.
    pub fn stretch(&mut self, old: &Config, new: &Config, now: crate::engine::time::Nanos) {
        let by = new.cdn.ttl_s / old.cdn.ttl_s;
        if by == 1.0 || !by.is_finite() {
            return;
        }
        for cache in &mut self.edges {
            let left = |entry: &Entry| entry.expires.saturating_sub(now) as f64;
            cache.retime(|entry| now.saturating_add((left(entry) * by) as u64));
        }
    }
}
