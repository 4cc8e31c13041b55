//! What is written in one data center comes to the others: into their database, and out of their caches.

use crate::engine::event::Event;
use crate::engine::time::{NEVER, Nanos, from_secs};
use crate::observe::count::Count;
use crate::parts::cache::Tier;
use crate::parts::data_centers::geo_replication::{Between, home};
use crate::parts::database::DatabaseTier;
use crate::sim::core::Core;
use crate::topology::node::{MAX_SITES, NodeId};
use crate::topology::site::PerSite;

/// What the data centers tell each other, and when the next message arrives.
#[derive(Clone, Debug)]
pub(crate) struct GeoReplication {
    pub between: Between,
    /// When the next message arrives, as far as it is on the event list; only the last event planned is heard.
    next: Nanos,
    epoch: u32,
}

impl Default for GeoReplication {
    fn default() -> Self {
        Self { between: Between::default(), next: NEVER, epoch: 0 }
    }
}

impl GeoReplication {
    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        self.between.bytes()
    }

    /// Data centers and what they tell each other agree with the configuration.
    pub fn fit(&mut self, core: &mut Core, databases: &mut PerSite<DatabaseTier>) {
        let config = &core.config;
        if !config.topology.sites || !config.topology.keyed() {
            if self.between.sites() > 0 {
                let between = self.between.close();
                databases[0].replication.overwrite(|key| between.newest(key).max(1), core.now);
            }
            return;
        }
        let (sites, keys) = (config.sites() as usize, config.keys());
        let (replicate, lag) = (config.sites.replicate, from_secs(config.sites.lag_s));
        let changed = self.between.set(replicate, lag);
        let changed = self.between.resize(sites, keys) || changed;
        if changed {
            self.tell_databases(core, databases);
        }
        self.fit_joined(core, databases);
        self.plan_delivery(core);
    }

    /// Each database has what its data center has.
    fn tell_databases(&self, core: &Core, databases: &mut PerSite<DatabaseTier>) {
        for (i, database) in (0..self.between.sites() as u8).zip(databases.iter_mut()) {
            database.replication.overwrite(|key| self.between.version(i, key), core.now);
        }
    }

    /// Every data center is well, and told of everything.
    pub fn mend(&mut self, core: &mut Core, databases: &mut PerSite<DatabaseTier>) {
        if self.between.sites() > 0 {
            self.between.share_all(self.between.sites());
            self.tell_databases(core, databases);
            self.fit_joined(core, databases);
        }
    }

    /// Which data centers can be reached by the others with what they have to tell: after anything that may have changed
    /// it. One that comes back is told what its database has lost.
    pub fn fit_joined(&mut self, core: &mut Core, databases: &PerSite<DatabaseTier>) {
        for site in 0..self.between.sites() as u8 {
            let node = NodeId::site(site);
            let primary = NodeId::machine_station(site, databases[site].replication.primary());
            let joined = !core.is_out(node) && !core.is_cut(node) && core.in_touch(primary);
            if joined && !self.between.is_joined(site) {
                self.own_up(core, site, &databases[site]);
            }
            self.between.join(site, joined, core.now);
        }
        self.plan_delivery(core);
    }

    /// A data center finds out what its database has lost.
    fn own_up(&mut self, core: &Core, site: u8, database: &DatabaseTier) {
        for key in 0..self.between.keys() {
            let left = database.replication.newest(key);
            if left < self.between.version(site, key) {
                self.between.forget(site, key, left, core.now);
            }
        }
    }

    /// A data center is going to be cut off: what it has written and the others do not know of yet.
    pub fn left_behind(&self, core: &mut Core, site: u8) {
        let most = (0..MAX_SITES as u8).map(|to| self.between.under_way(site, to, core.now).count()).max();
        core.accounts.add(Count::LeftBehind, most.unwrap_or(0) as u64);
    }

    /// The version of a write to `key` in data center `site`, whose database is `database`.
    pub fn next_version(&mut self, core: &mut Core, database: &DatabaseTier, site: u8, key: u32) -> u32 {
        if self.between.sites() == 0 {
            return database.replication.newest(key) + 1;
        }
        let version = self.between.write(site, key, core.now);
        self.plan_delivery(core);
        version
    }

    /// The newest version of `key` that one who asks in the data center of `database` could be given.
    #[inline]
    pub fn newest_of(&self, database: &DatabaseTier, key: u32) -> u32 {
        if self.between.replicating() { self.between.newest(key) } else { database.replication.newest(key) }
    }

    /// The key of `drawn` that is at home where its visitor is.
    pub fn key_at_home(&self, core: &Core, visitor: u32, drawn: u32) -> u32 {
        let sites = core.config.sites();
        let key = drawn - u32::from(home(drawn, sites as usize)) + u32::from(core.home_of(visitor));
        if key < self.between.keys() { key } else { key.saturating_sub(sites) }
    }

    /// Plans the next message's arrival.
    pub fn plan_delivery(&mut self, core: &mut Core) {
        let next = self.between.next_arrival().max(core.now);
        if next < self.next {
            (self.next, self.epoch) = (next, self.epoch.wrapping_add(1));
            core.events.push(next, Event::Told { epoch: self.epoch });
        }
    }

    /// Messages from other data centers arrive.
    pub fn deliver(
        &mut self,
        core: &mut Core,
        databases: &mut PerSite<DatabaseTier>,
        caches: &mut PerSite<Tier>,
        epoch: u32,
    ) {
        if self.epoch != epoch {
            return;
        }
        self.next = NEVER;
        while let Some(arrival) = self.between.arrive(core.now) {
            core.accounts.tally(Count::Shipped);
            if arrival.conflict {
                core.accounts.tally(Count::Conflict);
            }
            if !arrival.news {
                continue;
            }
            databases[arrival.site].replication.commit_as(arrival.key, arrival.version, core.now);
            let tier = &mut caches[arrival.site];
            if core.config.cache.invalidate
                && let Some(node) = tier.owner(arrival.key)
            {
                tier.remove(node, arrival.key);
            }
        }
        self.plan_delivery(core);
    }
}
