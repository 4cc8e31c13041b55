//! Files, and the edge locations of a CDN that keep them near the users.
//!
//! The client asks the edge location that is nearest of those that are up: all announce the same address, and the
//! network's routes lead to the nearest (anycast). A route that ends is withdrawn at once here; in truth that takes
//! seconds. An edge location that is only cut off still announces its route, and what is sent there is lost.

pub(crate) mod config;
mod cost;
pub(crate) mod flow;
pub(crate) mod params;
mod steady_state;

use crate::config::Config;
use crate::engine::popularity::Popularity;
use crate::engine::time::Nanos;
use crate::parts::cache::store::{Cache, LookUp, Policy};

/// The files of the site and what each edge location keeps of them. A deploy puts a new version of every file on the
/// site.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    pub popularity: Popularity,
    /// Which version is on the site; versions count from 1.
    pub version: u32,
    edges: Vec<Cache>,
    /// How often each was asked, and had the file.
    asked: Vec<EdgeCounts>,
}

/// What an edge location was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EdgeCounts {
    /// How often it had the file.
    pub hits: u64,
    /// How often it had to ask the site.
    pub misses: u64,
}

impl Default for Files {
    fn default() -> Self {
        Self { popularity: Popularity::zipf(1, 0.0), version: 1, edges: Vec::new(), asked: Vec::new() }
    }
}

impl Files {
    /// Agrees with the configuration; what edge locations keep stays.
    pub fn fit(&mut self, config: &Config) {
        if !config.topology.regions {
            *self = Self::default();
            return;
        }
        let (files, skew) = (config.cdn.files, config.catalogue.skew);
        if self.popularity.keys() != files || self.popularity.skew() != skew {
            self.popularity = Popularity::zipf(files, skew);
        }
        // An edge location has room for all files: nothing has to go before its time.
        self.edges.resize_with(config.edges() as usize, || Cache::new(Policy::Fifo, files, files));
        self.asked.resize(self.edges.len(), EdgeCounts::default());
        for edge in &mut self.edges {
            edge.grow(files);
            edge.set_capacity(edge.keys());
        }
    }

    /// How many bytes they take on the heap.
    pub fn bytes(&self) -> usize {
        let kept: usize = self.edges.iter().map(Cache::bytes).sum();
        let counts = self.asked.capacity() * size_of::<EdgeCounts>();
        self.popularity.bytes() + kept + counts + self.edges.capacity() * size_of::<Cache>()
    }

    /// What an edge location keeps.
    pub fn edge(&self, edge: usize) -> Option<&Cache> {
        self.edges.get(edge)
    }

    /// The files that an edge location has and would hand out now, and how many of these are not the site's version.
    pub fn fresh(&self, edge: usize, now: Nanos) -> (u32, u32) {
        let good = self.edge(edge).into_iter().flat_map(Cache::iter).filter(|entry| now < entry.expires);
        good.fold((0, 0), |(all, old), entry| (all + 1, old + u32::from(entry.version < self.version)))
    }

    /// What an edge location was asked since it was rented.
    pub fn asked_at(&self, edge: usize) -> EdgeCounts {
        self.asked.get(edge).copied().unwrap_or_default()
    }

    /// Which version of `file` the edge location has and gives to somebody who wants `wanted` at least.
    fn look_up(&mut self, edge: usize, file: u32, wanted: u32, now: Nanos) -> Option<u32> {
        let cache = self.edges.get_mut(edge).filter(|cache| file < cache.keys())?;
        let found = match cache.look_up(file, now) {
            LookUp::Hit(entry) if entry.version >= wanted => Some(entry.version),
            _ => None,
        };
        if let Some(asked) = self.asked.get_mut(edge) {
            asked.hits += u64::from(found.is_some());
            asked.misses += u64::from(found.is_none());
        }
        found
    }

    /// The edge location keeps a file for `ttl`, unless it has a newer one by now.
    fn store(&mut self, edge: usize, file: u32, version: u32, now: Nanos, ttl: Nanos) {
        let Some(cache) = self.edges.get_mut(edge).filter(|cache| file < cache.keys()) else { return };
        if cache.peek(file).is_none_or(|entry| entry.version <= version) {
            cache.store(file, version, now, ttl);
        }
    }

    /// The edge location forgets all it has.
    pub fn empty(&mut self, edge: usize) {
        self.edges.get_mut(edge).into_iter().for_each(Cache::clear);
    }
}

impl Config {
    /// Whether the CDN serves `file`. Files count from the most popular on; of the less popular half it serves the more
    /// popular part.
    pub fn cdn_serves(&self, file: u32) -> bool {
        let half = self.cdn.files / 2;
        let rare = f64::from(self.cdn.files - half) * self.cdn.rare_share;
        f64::from(file) < f64::from(half) + rare
    }
}
