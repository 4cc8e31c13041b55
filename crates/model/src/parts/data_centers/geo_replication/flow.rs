//! What is written in one data center comes to the others: into their database, and out of their caches.

use crate::engine::event::Event;
use crate::engine::time::{NEVER, Nanos, from_secs};
use crate::observe::count::Count;
use crate::parts::data_centers::geo_replication::{Between, home};
use crate::sim::Sim;
use crate::topology::node::{MAX_SITES, NodeId};

/// When the next message arrives, as far as it is on the event list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Post {
    at: Nanos,
    epoch: u32,
}

impl Default for Post {
    fn default() -> Self {
        Self { at: NEVER, epoch: 0 }
    }
}

impl Sim {
    /// What the data centers tell each other.
    pub fn between(&self) -> &Between {
        &self.parts.geo_replication
    }

    /// Data centers and what they tell each other agree with the configuration.
    pub(crate) fn fit_between(&mut self) {
        let config = &self.core.config;
        if !config.topology.sites || !config.topology.keyed() {
            if self.parts.geo_replication.sites() > 0 {
                let between = self.parts.geo_replication.close();
                let now = self.core.now;
                self.parts.databases[0].replication.overwrite(|key| between.newest(key).max(1), now);
            }
            return;
        }
        let (sites, keys) = (config.sites() as usize, config.keys());
        let (replicate, lag) = (config.sites.replicate, from_secs(config.sites.lag_s));
        let changed = self.parts.geo_replication.set(replicate, lag);
        let changed = self.parts.geo_replication.resize(sites, keys) || changed;
        if changed {
            self.tell_databases();
        }
        self.fit_joined();
        self.plan_post();
    }

    /// Each database has what its data center has.
    pub(crate) fn tell_databases(&mut self) {
        let (between, now) = (&self.parts.geo_replication, self.core.now);
        for (i, database) in (0..between.sites() as u8).zip(self.parts.databases.iter_mut()) {
            database.replication.overwrite(|key| between.version(i, key), now);
        }
    }

    /// Every data center is well, and told of everything.
    pub(crate) fn mend_between(&mut self) {
        if self.parts.geo_replication.sites() > 0 {
            self.parts.geo_replication.share_all(self.parts.geo_replication.sites());
            self.tell_databases();
            self.fit_joined();
        }
    }

    /// Which data centers can be reached by the others with what they have to tell: after anything that may have changed
    /// it. One that comes back is told what its database has lost.
    pub(crate) fn fit_joined(&mut self) {
        let now = self.core.now;
        for site in 0..self.parts.geo_replication.sites() as u8 {
            let node = NodeId::site(site);
            let primary = NodeId::machine_station(site, self.parts.databases[site].replication.primary());
            let joined = !self.core.is_out(node) && !self.core.is_cut(node) && self.core.in_touch(primary);
            if joined && !self.parts.geo_replication.is_joined(site) {
                self.own_up(site);
            }
            self.parts.geo_replication.join(site, joined, now);
        }
        self.plan_post();
    }

    /// A data center finds out what its database has lost.
    fn own_up(&mut self, site: u8) {
        let now = self.core.now;
        for key in 0..self.parts.geo_replication.keys() {
            let left = self.parts.databases[site].replication.newest(key);
            if left < self.parts.geo_replication.version(site, key) {
                self.parts.geo_replication.forget(site, key, left, now);
            }
        }
    }

    /// A data center is going to be cut off: what it has written and the others do not know of yet.
    pub(crate) fn left_behind(&mut self, site: u8) {
        let most =
            (0..MAX_SITES as u8).map(|to| self.parts.geo_replication.under_way(site, to, self.core.now).count()).max();
        self.core.accounts.add(Count::LeftBehind, most.unwrap_or(0) as u64);
    }

    /// The version of a write to `key` in data center `site`.
    pub(crate) fn next_version(&mut self, site: u8, key: u32) -> u32 {
        if self.parts.geo_replication.sites() == 0 {
            return self.parts.databases[site].replication.newest(key) + 1;
        }
        let version = self.parts.geo_replication.write(site, key, self.core.now);
        self.plan_post();
        version
    }

    /// The newest version of `key` that one who asks in data center `site` could be given.
    #[inline]
    pub fn newest_of(&self, site: u8, key: u32) -> u32 {
        if self.parts.geo_replication.replicating() {
            self.parts.geo_replication.newest(key)
        } else {
            self.parts.databases[site].replication.newest(key)
        }
    }

    /// The key of `drawn` that is at home where its visitor is.
    pub(crate) fn key_at_home(&self, visitor: u32, drawn: u32) -> u32 {
        let sites = self.core.config.sites();
        let key = drawn - u32::from(home(drawn, sites as usize)) + u32::from(self.core.home_of(visitor));
        if key < self.parts.geo_replication.keys() { key } else { key.saturating_sub(sites) }
    }

    pub(crate) fn plan_post(&mut self) {
        let next = self.parts.geo_replication.next_arrival().max(self.core.now);
        if next < self.parts.post.at {
            self.parts.post = Post { at: next, epoch: self.parts.post.epoch.wrapping_add(1) };
            self.core.events.push(next, Event::Told { epoch: self.parts.post.epoch });
        }
    }

    /// Messages from other data centers arrive.
    pub(crate) fn told(&mut self, epoch: u32) {
        if self.parts.post.epoch != epoch {
            return;
        }
        self.parts.post.at = NEVER;
        let now = self.core.now;
        while let Some(arrival) = self.parts.geo_replication.arrive(now) {
            self.core.accounts.tally(Count::Shipped);
            if arrival.conflict {
                self.core.accounts.tally(Count::Conflict);
            }
            if !arrival.news {
                continue;
            }
            self.parts.databases[arrival.site].replication.commit_as(arrival.key, arrival.version, now);
            let tier = &mut self.parts.caches[arrival.site];
            if self.core.config.cache.invalidate
                && let Some(node) = tier.owner(arrival.key)
            {
                tier.remove(node, arrival.key);
            }
        }
        self.plan_post();
    }
}
