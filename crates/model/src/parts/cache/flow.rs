//! Cache-aside: a reading query looks in the cache; if there is nothing, the database is asked and what it gave is
//! stored; a write deletes the entry of its key after its commit, or leaves it until its time is over.
//!
//! Cache and database share no transaction. A reader may take the old value from the database, be overtaken by a write
//! and its deletion, and store the old value after them.

use crate::engine::luck::Purpose;
use crate::engine::time::from_secs;
use crate::observe::count::Count;
use crate::observe::journey::HopKind;
use crate::parts::cache::store::LookUp;
use crate::parts::cache::{Part, Tier};
use crate::request::{Errand, RequestKey};
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::node::{MAX_SITES, NodeId};

impl Core {
    /// A web server sends a request to a cache node.
    pub(crate) fn go_to_cache(&mut self, key: RequestKey, errand: Errand, node: u8) {
        let Some(request) = self.requests.get(key) else { return };
        // Up to three visits belong to a query.
        let visit = 4 * u32::from(request.queries_asked) + errand.number();
        let stretch = crate::request::service::stretch(&self.config, &self.luck, Purpose::CacheWork, request.id, visit);
        if let Some(request) = self.requests.get_mut(key) {
            request.stretch = stretch;
        }
        let site = self.site_with(key);
        self.go_behind(key, errand, NodeId::cache_at(site, node));
        if errand != Errand::LookUp {
            self.show_value(key);
        }
    }
}

impl Sim {
    /// The cache tier and what it keeps.
    pub fn cache_tier(&self) -> &Tier {
        &self.parts.caches[0]
    }

    /// The cache tier of data center `site` and what it keeps.
    pub fn cache_tier_at(&self, site: u8) -> &Tier {
        &self.parts.caches[site]
    }

    /// The tier agrees with the configuration.
    pub(crate) fn fit_tier(&mut self) {
        if self.core.config.caches() > 0 && self.parts.caches[0].nodes().is_empty() {
            // What requests that know of no cache left in their places is nothing to be stored.
            self.core.requests.forget_misses();
        }
        for site in 0..MAX_SITES as u8 {
            let there = u32::from(site) < self.core.config.sites();
            let nodes = if there { self.core.config.caches() as u8 } else { 0 };
            self.release_nodes_from(site, nodes);
            if nodes == 0 {
                self.parts.caches[site] = Tier::default();
                continue;
            }
            let seed = self.core.luck.draw(Purpose::Ring, 0, 0).below(u32::MAX);
            let tier = &mut self.parts.caches[site];
            if tier.nodes().is_empty() {
                *tier = Tier::new(u64::from(seed));
            }
            tier.fit(&self.core.config);
            self.fit_ring(site);
        }
    }

    /// Keys belong to the nodes of data center `site` that are believed to be there.
    pub(crate) fn fit_ring(&mut self, site: u8) {
        let watch = &self.core.watch;
        let tier = &mut self.parts.caches[site];
        tier.fit_ring(|node| watch.believes(NodeId::cache_station(site, node)));
    }

    fn tier_of(&mut self, key: RequestKey) -> &mut Tier {
        let site = self.core.site_with(key);
        &mut self.parts.caches[site]
    }

    /// A request's next query, about the key that it has drawn: a reading one looks in the cache first, unless it must
    /// see its visitor's own write.
    pub(crate) fn look_up(&mut self, key: RequestKey) {
        let Some(request) = self.core.requests.get(key) else { return };
        let writes = request.writes_next();
        let item = *self.core.requests.item(key);
        let from_primary = item.own > 0 && self.core.config.replication.own_writes;
        if writes || from_primary || self.core.config.cache.ttl_s == 0.0 {
            return self.query(key);
        }
        match self.tier_of(key).owner(item.key) {
            Some(node) => self.core.go_to_cache(key, Errand::LookUp, node),
            None => {
                self.core.accounts.tally(Count::Miss);
                self.query(key);
            }
        }
    }

    /// A request is back from the cache with what it found there, or with nothing.
    pub(crate) fn looked_up(&mut self, key: RequestKey) {
        if self.core.requests.item(key).version > 0 || !self.core.config.topology.keyed() {
            return self.ask_or_answer(key);
        }
        self.query(key);
    }

    /// A request is back from the database: what it read is stored where it missed, what it wrote is deleted.
    pub(crate) fn after_query(&mut self, key: RequestKey) {
        let Some(request) = self.core.requests.get(key) else { return };
        let wrote = request.write && request.queries_left == 0;
        let item = *self.core.requests.item(key);
        let owner = self.tier_of(key).owner(item.key);
        // A key that has moved meanwhile is not stored where nobody will look for it.
        let home = owner.filter(|_| owner == item.missed_at && item.version > 0 && !wrote);
        if let Some(node) = home {
            return self.core.go_to_cache(key, Errand::Fill, node);
        }
        if item.leads {
            self.land(key);
        }
        let deletes = self.core.config.cache.invalidate && self.core.config.cache.ttl_s > 0.0;
        match owner.filter(|_| item.version > 0 && wrote && deletes) {
            Some(node) => self.core.go_to_cache(key, Errand::Invalidate, node),
            None => self.ask_or_answer(key),
        }
    }

    /// A cache node is done with a request.
    pub(crate) fn cached(&mut self, station: u8, key: RequestKey) {
        let Some(request) = self.core.requests.get(key) else { return };
        let (errand, node) = (request.errand, NodeId::of_station(station).cache_index().unwrap_or(0));
        let item = *self.core.requests.item(key);
        match errand {
            Errand::LookUp => return self.find(key, node),
            Errand::Fill => {
                let ttl = from_secs(self.core.config.cache.ttl_s);
                let now = self.core.now;
                if self.tier_of(key).store(node, item.key, item.version, now, ttl).is_some() {
                    self.core.accounts.tally(Count::Evicted);
                }
                if item.leads {
                    self.land(key);
                }
            }
            Errand::Invalidate => _ = self.tier_of(key).remove(node, item.key),
            Errand::Query | Errand::Session | Errand::File => {}
            Errand::Chore(_) | Errand::Photo | Errand::Publish | Errand::Part => {}
        }
        self.core.leave_behind(key);
    }

    /// A cache node looks for a request's key.
    fn find(&mut self, key: RequestKey, node: u8) {
        let about = self.core.requests.item(key).key;
        let now = self.core.now;
        match self.tier_of(key).look_up(node, about, now) {
            LookUp::Hit(entry) => {
                self.core.accounts.tally(Count::Hit);
                return self.give(key, entry.version);
            }
            LookUp::Expired(_) => self.core.accounts.tally(Count::Expired),
            LookUp::Absent => {}
        }
        self.core.accounts.tally(Count::Miss);
        self.core.requests.item(key).missed_at = Some(node);
        let part = if self.core.config.cache.coalesce {
            self.tier_of(key).flights.enter(about, node, key)
        } else {
            Part::Alone
        };
        match part {
            Part::Waits => self.core.wait_for_value(key),
            Part::Leads | Part::Alone => {
                self.core.requests.item(key).leads = part == Part::Leads;
                self.core.leave_behind_as(key, HopKind::Miss);
            }
        }
    }

    /// A request gets `version` of its key from the cache.
    pub(crate) fn give(&mut self, key: RequestKey, version: u32) {
        let about = self.core.requests.item(key).key;
        let newest = self.newest_of(self.core.site_with(key), about);
        let item = self.core.requests.item(key);
        (item.version, item.newest) = (version, newest);
        let item = *item;
        if version < newest {
            self.core.accounts.tally(Count::StaleHit);
        }
        self.core.count_own(item);
        if let Some(request) = self.core.requests.get_mut(key) {
            request.queries_left = request.queries_left.saturating_sub(1);
            request.queries_asked += 1;
        }
        self.core.leave_behind_as(key, HopKind::Hit);
        self.core.show_value(key);
    }
}
