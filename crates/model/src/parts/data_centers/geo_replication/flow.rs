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
        &self.between
    }

    /// Data centers and what they tell each other agree with the configuration.
    pub(crate) fn fit_between(&mut self) {
        let config = &self.config;
        if !config.topology.sites || !config.topology.keyed() {
            if self.between.sites() > 0 {
                let between = self.between.close();
                let now = self.now;
                self.site_mut(0).replication.overwrite(|key| between.newest(key).max(1), now);
            }
            return;
        }
        let (sites, keys) = (config.sites() as usize, config.keys());
        let (replicate, lag) = (config.sites.replicate, from_secs(config.sites.lag_s));
        let changed = self.between.set(replicate, lag);
        let changed = self.between.resize(sites, keys) || changed;
        if changed {
            self.tell_databases();
        }
        self.fit_joined();
        self.plan_post();
    }

    /// Each database has what its data center has.
    pub(crate) fn tell_databases(&mut self) {
        let (between, now) = (&self.between, self.now);
        for (i, site) in (0..between.sites() as u8).zip(&mut self.sites) {
            site.replication.overwrite(|key| between.version(i, key), now);
        }
    }

    /// Every data center is well, and told of everything.
    pub(crate) fn mend_between(&mut self) {
        if self.between.sites() > 0 {
            self.between.share_all(self.between.sites());
            self.tell_databases();
            self.fit_joined();
        }
    }

    /// Which data centers can be reached by the others with what they have to tell: after anything that may have changed
    /// it. One that comes back is told what its database has lost.
    pub(crate) fn fit_joined(&mut self) {
        let now = self.now;
        for site in 0..self.between.sites() as u8 {
            let node = NodeId::site(site);
            let primary = NodeId::machine_station(site, self.site(site).replication.primary());
            let joined = !self.is_out(node) && !self.is_cut(node) && self.in_touch(primary);
            if joined && !self.between.is_joined(site) {
                self.own_up(site);
            }
            self.between.join(site, joined, now);
        }
        self.plan_post();
    }

    /// A data center finds out what its database has lost.
    fn own_up(&mut self, site: u8) {
        let now = self.now;
        for key in 0..self.between.keys() {
            let left = self.sites[usize::from(site)].replication.newest(key);
            if left < self.between.version(site, key) {
                self.between.forget(site, key, left, now);
            }
        }
    }

    /// A data center is going to be cut off: what it has written and the others do not know of yet.
    pub(crate) fn left_behind(&mut self, site: u8) {
        let most = (0..MAX_SITES as u8).map(|to| self.between.under_way(site, to, self.now).count()).max();
        self.accounts.add(Count::LeftBehind, most.unwrap_or(0) as u64);
    }

    /// The version of a write to `key` in data center `site`.
    pub(crate) fn next_version(&mut self, site: u8, key: u32) -> u32 {
        if self.between.sites() == 0 {
            return self.site(site).replication.newest(key) + 1;
        }
        let version = self.between.write(site, key, self.now);
        self.plan_post();
        version
    }

    /// The newest version of `key` that one who asks in data center `site` could be given.
    #[inline]
    pub fn newest_of(&self, site: u8, key: u32) -> u32 {
        if self.between.replicating() { self.between.newest(key) } else { self.site(site).replication.newest(key) }
    }

    /// The key of `drawn` that is at home where its visitor is.
    pub(crate) fn key_at_home(&self, visitor: u32, drawn: u32) -> u32 {
        let sites = self.config.sites();
        let key = drawn - u32::from(home(drawn, sites as usize)) + u32::from(self.home_of(visitor));
        if key < self.between.keys() { key } else { key.saturating_sub(sites) }
    }

    pub(crate) fn plan_post(&mut self) {
        let next = self.between.next_arrival().max(self.now);
        if next < self.post.at {
            self.post = Post { at: next, epoch: self.post.epoch.wrapping_add(1) };
            self.events.push(next, Event::Told { epoch: self.post.epoch });
        }
    }

    /// Messages from other data centers arrive.
    pub(crate) fn told(&mut self, epoch: u32) {
        if self.post.epoch != epoch {
            return;
        }
        self.post.at = NEVER;
        let now = self.now;
        while let Some(arrival) = self.between.arrive(now) {
            self.accounts.tally(Count::Shipped);
            if arrival.conflict {
                self.accounts.tally(Count::Conflict);
            }
            if !arrival.news {
                continue;
            }
            let site = &mut self.sites[usize::from(arrival.site)];
            site.replication.commit_as(arrival.key, arrival.version, now);
            if self.config.cache.invalidate
                && let Some(node) = site.tier.owner(arrival.key)
            {
                site.tier.remove(node, arrival.key);
            }
        }
        self.plan_post();
    }
}
