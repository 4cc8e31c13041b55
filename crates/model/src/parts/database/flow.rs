//! Queries about keys: which machine is asked, what it finds, and when a write is acknowledged.

use crate::config::{ReadFrom, ReplicationMode};
use crate::engine::event::Event;
use crate::engine::luck::{Draw, Purpose};
use crate::engine::time::{Nanos, SECOND};
use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::observe::journey::{Hop, HopKind};
use crate::parts::database::replication::{MACHINES, Pace, Replication, Role};
use crate::parts::traffic::popularity::Popularity;
use crate::request::admit::FIRST_BY_HAND;
use crate::request::{Errand, Item, Phase, RequestKey};
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::node::{NodeId, NodeKind};

/// How long the primary waits before it looks again whether its replicas have a write that should be there by now.
const AGAIN: Nanos = SECOND / 50;

/// The longest that it waits for a first look: as things are the write may never arrive.
const PATIENCE: Nanos = 60 * SECOND;

impl Core {
    /// The database has given a value, new or old.
    pub(crate) fn count_read(&mut self, key: RequestKey) {
        let item = *self.requests.item(key);
        self.accounts.tally(Count::Read);
        if item.version < item.newest {
            self.accounts.tally(Count::StaleRead);
        }
        self.count_own(item);
    }

    /// Whether a visitor sees what they wrote.
    pub(crate) fn count_own(&mut self, item: Item) {
        if item.own > 0 {
            self.accounts.tally(Count::OwnRead);
            if item.version < item.own {
                self.accounts.tally(Count::StaleOwnRead);
            }
        }
    }
}

impl Sim {
    /// Keys, versions and machines agree with the configuration.
    pub(crate) fn fit_keys(&mut self) {
        let (config, now) = (&self.core.config, self.core.now);
        let catalogue = &config.catalogue;
        let keyed = config.topology.keyed();
        let keys = if keyed { config.keys() } else { 1 };
        if self.parts.traffic.popularity.keys() != keys || self.parts.traffic.popularity.skew() != catalogue.skew {
            self.parts.traffic.popularity = Popularity::zipf(keys, catalogue.skew);
        }
        self.parts.traffic.visitors.keep_writes(keyed);
        let pace = Pace::new(config.replication.lag_s, config.replication.apply_ms);
        let machines = 1 + config.replicas();
        // What the others may tell of: keys of a catalogue that has shrunk are kept.
        let keys = keys.max(self.parts.geo_replication.keys());
        if keyed && self.parts.databases[0].replication.role(0).is_none() {
            // What requests under way have to do with keys is left over from another database.
            self.core.requests.forget_items();
        }
        let sites = if keyed { self.core.config.sites() as usize } else { 0 };
        for (i, database) in self.parts.databases.iter_mut().enumerate() {
            let replication = &mut database.replication;
            if i >= sites {
                *replication = Replication::default();
            } else if replication.role(0).is_none() {
                *replication = Replication::new(machines, keys, pace);
            } else {
                replication.grow(keys);
                replication.set_pace(pace, now);
                replication.resize(machines, now);
            }
        }
        self.fit_shards();
        self.fit_tier();
        self.fit_between();
    }

    /// A web server asks the database.
    pub(crate) fn ask(&mut self, key: RequestKey) {
        if !self.core.config.topology.keyed() {
            return self.core.go_behind(key, Errand::Query, NodeId::database_at(self.core.site_with(key), 0));
        }
        self.choose_key(key);
        if self.core.config.topology.cache { self.look_up(key) } else { self.query(key) }
    }

    /// Draws the key that a request's next query is about.
    pub(crate) fn choose_key(&mut self, key: RequestKey) {
        let Some(request) = self.core.requests.get(key) else { return };
        let (id, visit, visitor) = (request.id, u32::from(request.queries_asked), request.visitor);
        let write = request.write;
        let item = self.core.requests.item(key);
        if item.asked_for && id >= FIRST_BY_HAND {
            *item = Item { key: item.key, asked_for: true, ..Item::default() };
            return;
        }
        let own = if visit == 0 && !write { self.parts.traffic.visitors.take_write(visitor) } else { None };
        // What somebody wrote in a larger database than this is nowhere to be found.
        let known = |written: &(u32, u32)| {
            self.parts.geo_replication.sites() == 0 || written.0 < self.parts.traffic.popularity.keys()
        };
        let own = own.filter(known);
        let mut dice = self.core.luck.draw(Purpose::Key, id, visit);
        let drawn = self.parts.traffic.popularity.draw(&mut dice);
        let (about, own) = own.unwrap_or_else(|| (self.key_of_rank(drawn), 0));
        let shared =
            |dice: &mut Draw| self.parts.geo_replication.replicating() && dice.unit() < self.core.config.sites.shared;
        let about = if self.core.config.topology.sites && own == 0 && !shared(&mut dice) {
            self.key_at_home(visitor, about)
        } else {
            about
        };
        *self.core.requests.item(key) = Item { key: about, own, ..Item::default() };
        if own == 0 && self.core.config.shards() > 0 {
            self.choose_row(key);
        }
    }

    /// The key that has the popularity of `rank` now, from 0.
    pub fn key_of_rank(&self, rank: u32) -> u32 {
        let drift = self.core.config.catalogue.drift;
        if drift == 0.0 {
            return rank;
        }
        let keys = self.parts.traffic.popularity.keys();
        let come = (self.core.now as f64 * 1e-9 * drift) as u64 % u64::from(keys);
        ((u64::from(rank) + u64::from(keys) - come) % u64::from(keys)) as u32
    }

    /// Sends a request's query to the machine that is to answer it.
    pub(crate) fn query(&mut self, key: RequestKey) {
        if self.core.config.shards() > 0 {
            return self.ask_shard(key);
        }
        let Some(request) = self.core.requests.get(key) else { return };
        let (writes, id, visit) = (request.writes_next(), request.id, u32::from(request.queries_asked));
        let own = self.core.requests.item(key).own > 0 && self.core.config.replication.own_writes;
        let site = self.core.site_with(key);
        let machine = if writes || own { self.parts.databases[site].replication.primary() } else { self.reader(site) };
        let stretch =
            crate::request::service::stretch(&self.core.config, &self.core.luck, Purpose::DatabaseWork, id, visit);
        if let Some(request) = self.core.requests.get_mut(key) {
            request.stretch = stretch;
        }
        self.core.go_behind(key, Errand::Query, NodeId::database_at(site, machine));
    }

    /// Which machine answers the next reading query: the replicas that are believed to be there in turn, or else the
    /// primary.
    fn reader(&mut self, site: u8) -> u8 {
        let primary = self.parts.databases[site].replication.primary();
        if self.core.config.replication.read_from == ReadFrom::Primary {
            return primary;
        }
        for step in 1..=MACHINES as u8 {
            let machine = (self.parts.databases[site].turn + step) % MACHINES as u8;
            let follows = self.parts.databases[site].replication.role(machine) == Some(Role::Replica);
            if follows && self.core.watch.believes(NodeId::machine_station(site, machine)) {
                self.parts.databases[site].turn = machine;
                return machine;
            }
        }
        primary
    }

    /// A database machine begins with a query: a read sees the data of this moment.
    pub(crate) fn begin_with_key(&mut self, station: u8, key: RequestKey) {
        let node = NodeId::of_station(station);
        // Shards have but one of each row.
        let Some(machine) = node.database_index().or(node.shard_index().map(|_| 0)) else { return };
        let about = self.core.requests.item(key).key;
        let now = self.core.now;
        let site = node.home();
        let version = self.parts.databases[site].replication.read(machine, about, now);
        let newest = self.newest_of(site, about);
        let item = self.core.requests.item(key);
        (item.version, item.newest) = (version, newest);
    }

    /// A database machine is done with a query.
    pub(crate) fn queried(&mut self, station: u8, key: RequestKey) {
        let Some(request) = self.core.requests.get(key) else { return };
        let node = NodeId::of_station(station);
        let writes = request.writes_next();
        if node.kind() == NodeKind::Shard && self.goes_on(key, node) {
            return;
        }
        if writes {
            return self.commit(node, key);
        }
        if self.core.requests.item(key).version == 0 {
            return self.fail(key, node, Cause::NotFound);
        }
        self.core.count_read(key);
        self.core.leave_behind(key);
        self.core.show_value(key);
    }

    /// The primary commits a write; it is acknowledged now or when its replicas have it.
    fn commit(&mut self, node: NodeId, key: RequestKey) {
        let site = self.core.config.site_of(node);
        let shard = node.kind() == NodeKind::Shard;
        if !shard && node.database_index() != Some(self.parts.databases[site].replication.primary()) {
            // Another was promoted while it worked, cut off.
            return self.fail(key, node, Cause::Database);
        }
        if shard && !self.make_room(key, node) {
            return;
        }
        let about = self.core.requests.item(key).key;
        let now = self.core.now;
        if self.parts.geo_replication.sites() > 0 && self.parts.databases[site].replication.newest(about) == 0 {
            // The row is in another data center.
            return self.fail(key, node, Cause::NotFound);
        }
        let version = self.next_version(site, about);
        let (lsn, version) = self.parts.databases[site].replication.commit_as(about, version, now);
        let item = self.core.requests.item(key);
        (item.lsn, item.version, item.newest) = (lsn, version, version);
        self.core.accounts.tally(Count::Write);
        let mode = self.core.config.replication.mode;
        if mode == ReplicationMode::Asynchronous || self.replicated(key) {
            return self.acknowledge(key);
        }
        let members = self.core.watch.machines(site);
        let due =
            self.parts.databases[site].replication.due(mode, members, self.core.now).min(self.core.now + PATIENCE);
        let Some(request) = self.core.requests.get_mut(key) else { return };
        request.phase = Phase::Committing;
        if let Some(followed) = request.journey {
            self.core
                .journeys
                .hop(followed, Hop { start: self.core.now, ..Hop::stay(HopKind::Commit, node, self.core.now) });
        }
        self.core.events.push(due, Event::Reach(key));
    }

    /// Whether the replicas have a request's write, as the mode asks.
    fn replicated(&mut self, key: RequestKey) -> bool {
        let lsn = self.core.requests.item(key).lsn;
        let site = self.core.site_with(key);
        let members = self.core.watch.machines(site);
        let (mode, now) = (self.core.config.replication.mode, self.core.now);
        self.parts.databases[site].replication.may_acknowledge(lsn, mode, members, now)
    }

    /// The replicas of a waiting write should have it by now.
    pub(crate) fn await_replicas(&mut self, key: RequestKey) {
        if self.replicated(key) {
            return self.acknowledge(key);
        }
        self.core.events.push(self.core.now + AGAIN, Event::Reach(key));
    }

    /// The writer is told.
    fn acknowledge(&mut self, key: RequestKey) {
        let Some(request) = self.core.requests.get(key) else { return };
        let (followed, node) = (request.journey, request.address);
        if let Some(hop) = followed.and_then(|followed| self.core.journeys.last_hop(followed))
            && hop.kind == HopKind::Commit
        {
            hop.leave = self.core.now;
        }
        if self.core.cut[node.index()] {
            // The answer is lost, and with it the promise.
            self.core.leave_behind(key);
            return;
        }
        let lsn = self.core.requests.item(key).lsn;
        let (site, mode) = (self.core.config.site_of(node), self.core.config.replication.mode);
        self.parts.databases[site].replication.acknowledge(lsn, mode);
        self.core.accounts.tally(Count::Acknowledged);
        self.core.leave_behind(key);
        self.core.show_value(key);
    }
}
