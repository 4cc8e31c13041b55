//! Cache-aside: a reading query looks in the cache; if there is nothing, the database is asked and what it gave is
//! stored; a write deletes the entry of its key after its commit, or leaves it until its time is over.
//!
//! Cache and database share no transaction. A reader may take the old value from the database, be overtaken by a write
//! and its deletion, and store the old value after them.
//!
//! A miss: `Tier::ask` sends the request to the key's node, where `Tier::served` finds nothing; back at its web server
//! `looked_up` says that the database is next, `Tier::after_query` carries its answer to the node, and `Tier::served`
//! stores it there and lets those go on who waited (`waiters.rs`). `sim/router.rs` is between each two of them.

use crate::engine::luck::Purpose;
use crate::engine::time::from_secs;
use crate::observe::count::Count;
use crate::observe::journey::HopKind;
use crate::parts::cache::store::Key;
use crate::parts::cache::store::LookUp;
use crate::parts::cache::{Part, Tier};
use crate::request::{Errand, RequestKey};
use crate::sim::core::Core;
use crate::sim::next::Next;
use crate::topology::node::NodeId;
use crate::topology::site::PerSite;

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

impl Core {
    /// A request gets `version` of its key from the cache, while `newest` is the newest that there is.
    pub(crate) fn give(&mut self, key: RequestKey, version: u32, newest: u32) {
        let item = self.requests.item(key);
        (item.version, item.newest) = (version, newest);
        let item = *item;
        if version < newest {
            self.accounts.tally(Count::StaleHit);
        }
        self.count_own(item);
        if let Some(request) = self.requests.get_mut(key) {
            request.queries_left = request.queries_left.saturating_sub(1);
            request.queries_asked += 1;
        }
        self.leave_behind_as(key, HopKind::Hit);
        self.show_value(key);
    }
}

impl PerSite<Tier> {
    /// The tiers agree with the configuration.
    pub(crate) fn fit(&mut self, core: &mut Core) {
        if core.config.caches() > 0 && self[0].nodes().is_empty() {
            // What requests that know of no cache left in their places is nothing to be stored.
            core.requests.forget_misses();
        }
        for (site, tier) in (0..).zip(self.iter_mut()) {
            let there = u32::from(site) < core.config.sites();
            let nodes = if there { core.config.caches() as u8 } else { 0 };
            tier.release_nodes_from(core, nodes);
            if nodes == 0 {
                *tier = Tier::default();
                continue;
            }
            let seed = core.luck.draw(Purpose::Ring, 0, 0).below(u32::MAX);
            if tier.nodes().is_empty() {
                *tier = Tier::new(u64::from(seed));
            }
            tier.fit(&core.config);
            self::fit_ring(core, tier, site);
        }
    }
}

/// Keys belong to the nodes of `tier`, in data center `site`, that are believed to be there.
pub(crate) fn fit_ring(core: &Core, tier: &mut Tier, site: u8) {
    tier.fit_ring(|node| core.watch.believes(NodeId::cache_station(site, node)));
}

/// A request is back from the cache with what it found there, or with nothing.
pub(crate) fn looked_up(core: &mut Core, key: RequestKey) -> Next {
    if core.requests.item(key).version > 0 || !core.keyed { Next::GoOn } else { Next::Query }
}

impl Tier {
    /// A request's next query, about the key that it has drawn: a reading one looks in the cache first, unless it must
    /// see its visitor's own write.
    pub(crate) fn ask(&self, core: &mut Core, key: RequestKey) -> Next {
        let Some(request) = core.requests.get(key) else { return Next::Stay };
        let writes = request.writes_next();
        let item = *core.requests.item(key);
        let from_primary = item.own > 0 && core.config.replication.own_writes;
        if writes || from_primary || core.config.cache.ttl_s == 0.0 {
            return Next::Query;
        }
        let Some(node) = self.owner(item.key) else {
            core.accounts.tally(Count::Miss);
            return Next::Query;
        };
        core.go_to_cache(key, Errand::LookUp, node);
        Next::Stay
    }

    /// A request is back from the database: what it read is stored where it missed, what it wrote is deleted. `newest` is
    /// the newest version of a key that there is.
    pub(crate) fn after_query(&mut self, core: &mut Core, newest: impl Fn(Key) -> u32, key: RequestKey) -> Next {
        let Some(request) = core.requests.get(key) else { return Next::Stay };
        let wrote = request.write && request.queries_left == 0;
        let item = *core.requests.item(key);
        let owner = self.owner(item.key);
        // A key that has moved meanwhile is not stored where nobody will look for it.
        let home = owner.filter(|_| owner == item.missed_at() && item.version > 0 && !wrote);
        if let Some(node) = home {
            core.go_to_cache(key, Errand::Fill, node);
            return Next::Stay;
        }
        if item.leads {
            self.land(core, newest, key);
        }
        let deletes = core.config.cache.invalidate && core.config.cache.ttl_s > 0.0;
        let Some(node) = owner.filter(|_| item.version > 0 && wrote && deletes) else { return Next::GoOn };
        core.go_to_cache(key, Errand::Invalidate, node);
        Next::Stay
    }

    /// A cache node is done with a request.
    pub(crate) fn served(&mut self, core: &mut Core, newest: impl Fn(Key) -> u32, station: u8, key: RequestKey) {
        let Some(request) = core.requests.get(key) else { return };
        let (errand, node) = (request.errand, NodeId::of_station(station).cache_index().unwrap_or(0));
        let item = *core.requests.item(key);
        match errand {
            Errand::LookUp => return self.find(core, newest, key, node),
            Errand::Fill => {
                let ttl = from_secs(core.config.cache.ttl_s);
                if self.store(node, item.key, item.version, core.now, ttl).is_some() {
                    core.accounts.tally(Count::Evicted);
                }
                if item.leads {
                    self.land(core, newest, key);
                }
            }
            Errand::Invalidate => _ = self.remove(node, item.key),
            Errand::Query | Errand::Session | Errand::File => {}
            Errand::Chore(_) | Errand::Photo | Errand::Publish | Errand::Part => {}
        }
        core.leave_behind(key);
    }

    /// A cache node looks for a request's key.
    fn find(&mut self, core: &mut Core, newest: impl Fn(Key) -> u32, key: RequestKey, node: u8) {
        let about = core.requests.item(key).key;
        match self.look_up(node, about, core.now) {
            LookUp::Hit(entry) => {
                core.accounts.tally(Count::Hit);
                return core.give(key, entry.version, newest(about));
            }
            LookUp::Expired(_) => core.accounts.tally(Count::Expired),
            LookUp::Absent => {}
        }
        core.accounts.tally(Count::Miss);
        core.requests.item(key).miss_at(Some(node));
        let part = if core.config.cache.coalesce { self.flights.enter(about, node, key) } else { Part::Alone };
        match part {
            Part::Waits => core.wait_for_value(key),
            Part::Leads | Part::Alone => {
                core.requests.item(key).leads = part == Part::Leads;
                core.leave_behind_as(key, HopKind::Miss);
            }
        }
    }
}
