//! What is written in one data center comes to the others: into their database, and out of their caches. Both is work:
//! the machine that has the row applies the write in its turn, `db.apply_time` on one of its cores, and then a cache node
//! deletes its entry, `cache.time` on one of its own. Their ways inside the data center are left out.

use crate::engine::event::Event;
use crate::engine::luck::Purpose;
use crate::engine::time::{NEVER, Nanos, SECOND, from_secs};
use crate::observe::count::Count;
use crate::parts::cache::Tier;
use crate::parts::data_centers::geo_replication::{Between, Received, home};
use crate::parts::database::DatabaseTier;
use crate::parts::shards::{CELEBRITY, ShardTier};
use crate::request::internal_task::{Chore, ChoreKind};
use crate::request::service;
use crate::sim::core::Core;
use crate::topology::node::{MAX_SITES, NodeId};
use crate::topology::site::PerSite;

/// After this a data center is told again what it could not take.
const AGAIN: Nanos = SECOND / 2;

/// The dice of a deletion are those of a key and a version, which no request has.
const FROM_AFAR: u64 = 1 << 62;

/// What the data centers tell each other, and when the next message arrives.
#[derive(Clone, Debug)]
pub(crate) struct GeoReplication {
    pub between: Between,
    /// What machines work at: each a chore, which names its place.
    in_work: Vec<Option<Received>>,
    /// Places that are free.
    free: Vec<u32>,
    /// Chores that were begun before the last change of it are void.
    works: u32,
    /// Whether something is to be told again.
    again: bool,
    /// When the next message arrives, as far as it is on the event list; only the last event planned is heard.
    next: Nanos,
    epoch: u32,
}

impl Default for GeoReplication {
    fn default() -> Self {
        Self {
            between: Between::default(),
            in_work: Vec::new(),
            free: Vec::new(),
            works: 0,
            again: false,
            next: NEVER,
            epoch: 0,
        }
    }
}

impl GeoReplication {
    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        self.between.bytes()
            + self.in_work.capacity() * size_of::<Option<Received>>()
            + self.free.capacity() * size_of::<u32>()
    }

    /// Data centers and what they tell each other agree with the configuration.
    pub fn fit(&mut self, core: &mut Core, databases: &mut PerSite<DatabaseTier>) {
        let config = &core.config;
        if !config.topology.sites || !config.topology.keyed() {
            if self.between.sites() > 0 {
                let between = self.between.close();
                self.forget_works();
                databases[0].replication.overwrite(|key| between.newest(key).max(1));
            }
            return;
        }
        let (sites, keys) = (config.sites() as usize, config.keys());
        let (replicate, lag) = (config.sites.replicate, from_secs(config.sites.lag_s));
        let changed = self.between.set(replicate, lag);
        let changed = self.between.resize(sites, keys) || changed;
        if changed {
            self.tell_databases(databases);
        }
        self.fit_joined(core, databases);
        self.plan_delivery(core);
    }

    /// What machines work at is known to everybody by other means.
    fn forget_works(&mut self) {
        self.in_work.clear();
        self.free.clear();
        self.works = self.works.wrapping_add(1);
    }

    /// Each database has what its data center has.
    fn tell_databases(&mut self, databases: &mut PerSite<DatabaseTier>) {
        self.forget_works();
        for (i, database) in (0..self.between.sites() as u8).zip(databases.iter_mut()) {
            database.replication.overwrite(|key| self.between.version(i, key));
        }
    }

    /// Every data center is well, and told of everything.
    pub fn mend(&mut self, core: &mut Core, databases: &mut PerSite<DatabaseTier>) {
        if self.between.sites() > 0 {
            self.between.share_all(self.between.sites());
            self.tell_databases(databases);
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
        databases: &PerSite<DatabaseTier>,
        shards: &PerSite<ShardTier>,
        epoch: u32,
    ) {
        if self.epoch != epoch {
            return;
        }
        self.next = NEVER;
        while let Some(received) = self.between.receive(core.now) {
            let station = station_of(core, databases, shards, &received);
            if core.in_touch(station) && self.begin(core, station, received) {
                core.accounts.tally(Count::Shipped);
            } else {
                self.between.turn_away(&received);
                self.plan_again(core);
            }
        }
        self.plan_delivery(core);
    }

    /// The machine at `station` is to apply what was received. Whether it takes that on.
    fn begin(&mut self, core: &mut Core, station: u8, received: Received) -> bool {
        let place = self.free.last().copied().unwrap_or(self.in_work.len() as u32);
        let payload = u64::from(place) | u64::from(self.works) << 32;
        let chore = Chore { kind: ChoreKind::ApplyFar, payload };
        if !core.begin_chore_of(station, chore, core.config.replication.apply_ms) {
            return false;
        }
        if self.free.pop().is_some() {
            self.in_work[place as usize] = Some(received);
        } else {
            self.in_work.push(Some(received));
        }
        true
    }

    /// What a chore was about; none if it is void.
    fn end(&mut self, payload: u64) -> Option<Received> {
        if (payload >> 32) as u32 != self.works {
            return None;
        }
        let received = self.in_work.get_mut(payload as u32 as usize)?.take()?;
        self.free.push(payload as u32);
        Some(received)
    }

    /// A machine has applied a write from another data center.
    pub fn applied(
        &mut self,
        core: &mut Core,
        databases: &mut PerSite<DatabaseTier>,
        caches: &PerSite<Tier>,
        payload: u64,
    ) {
        let Some(received) = self.end(payload) else { return };
        let arrival = self.between.take(&received, core.now);
        if arrival.conflict {
            core.accounts.tally(Count::Conflict);
        }
        if arrival.news {
            let database = &mut databases[arrival.site];
            database.replication.commit_as(arrival.key, arrival.version, core.now);
            database.wake_replicas(core, arrival.site);
            delete(core, &caches[arrival.site], arrival.site, arrival.key, arrival.version);
        }
        // It may have had something to tell itself.
        self.plan_delivery(core);
    }

    /// A machine died before it had applied a write from another data center.
    pub fn dropped(&mut self, core: &mut Core, payload: u64) {
        if let Some(received) = self.end(payload) {
            self.between.lose(&received);
            self.plan_again(core);
        }
    }

    fn plan_again(&mut self, core: &mut Core) {
        if !core::mem::replace(&mut self.again, true) {
            core.events.push(core.now + AGAIN, Event::TellAgain);
        }
    }

    /// What could not be taken is told again.
    pub fn tell_again(&mut self, core: &mut Core) {
        self.again = false;
        self.between.tell_all_waiting(core.now);
        self.plan_delivery(core);
    }
}

/// The station that has the row of what was received, or is the primary of that data center.
fn station_of(core: &Core, databases: &PerSite<DatabaseTier>, shards: &PerSite<ShardTier>, received: &Received) -> u8 {
    let Received { site, told, .. } = received;
    if core.config.shards() == 0 {
        return NodeId::machine_station(*site, databases[*site].replication.primary());
    }
    let rows = &shards[*site].rows;
    let shard = match told.key {
        CELEBRITY => rows.shard_of_part((told.version() % u32::from(rows.parts().max(1))) as u8),
        row => rows.shard_of(row),
    };
    NodeId::shard_at(*site, shard).station().unwrap_or(0)
}

/// The node of `tier`, in data center `site`, that keeps `key` is to delete it, now that `version` is written.
fn delete(core: &mut Core, tier: &Tier, site: u8, key: u32, version: u32) {
    if !core.config.cache.invalidate || core.config.cache.ttl_s == 0.0 {
        return;
    }
    let Some(node) = tier.owner(key) else { return };
    let station = NodeId::cache_station(site, node);
    let id = FROM_AFAR | u64::from(site) << 32 | u64::from(key);
    let stretch = service::stretch(&core.config, &core.luck, Purpose::CacheWork, id, version);
    if core.in_touch(station) {
        let chore = Chore { kind: ChoreKind::Delete, payload: u64::from(key) };
        core.begin_chore_of(station, chore, core.config.cache.op_ms * stretch);
    }
}
