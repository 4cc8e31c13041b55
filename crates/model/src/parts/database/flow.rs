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
use crate::topology::node::{NodeId, NodeKind};

/// How long the primary waits before it looks again whether its replicas have a write that should be there by now.
const AGAIN: Nanos = SECOND / 50;

/// The longest that it waits for a first look: as things are the write may never arrive.
const PATIENCE: Nanos = 60 * SECOND;

impl Sim {
    /// Keys, versions and machines agree with the configuration.
    pub(crate) fn fit_keys(&mut self) {
        let (config, now) = (&self.config, self.now);
        let catalogue = &config.catalogue;
        let keyed = config.topology.keyed();
        let keys = if keyed { config.keys() } else { 1 };
        if self.popularity.keys() != keys || self.popularity.skew() != catalogue.skew {
            self.popularity = Popularity::zipf(keys, catalogue.skew);
        }
        self.visitors.keep_writes(keyed);
        let pace = Pace::new(config.replication.lag_s, config.replication.apply_ms);
        let machines = 1 + config.replicas();
        // What the others may tell of: keys of a catalogue that has shrunk are kept.
        let keys = keys.max(self.between.keys());
        if keyed && self.sites[0].replication.role(0).is_none() {
            // What requests under way have to do with keys is left over from another database.
            self.requests.forget_items();
        }
        let sites = if keyed { self.config.sites() as usize } else { 0 };
        for (i, site) in self.sites.iter_mut().enumerate() {
            let replication = &mut site.replication;
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
        if !self.config.topology.keyed() {
            return self.go_behind(key, Errand::Query, NodeId::database_at(self.site_with(key), 0));
        }
        self.choose_key(key);
        if self.config.topology.cache { self.look_up(key) } else { self.query(key) }
    }

    /// Draws the key that a request's next query is about.
    pub(crate) fn choose_key(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        let (id, visit, visitor) = (request.id, u32::from(request.queries_asked), request.visitor);
        let write = request.write;
        let item = self.requests.item(key);
        if item.asked_for && id >= FIRST_BY_HAND {
            *item = Item { key: item.key, asked_for: true, ..Item::default() };
            return;
        }
        let own = if visit == 0 && !write { self.visitors.take_write(visitor) } else { None };
        // What somebody wrote in a larger database than this is nowhere to be found.
        let known = |written: &(u32, u32)| self.between.sites() == 0 || written.0 < self.popularity.keys();
        let own = own.filter(known);
        let mut dice = self.luck.draw(Purpose::Key, id, visit);
        let drawn = self.popularity.draw(&mut dice);
        let (about, own) = own.unwrap_or_else(|| (self.key_of_rank(drawn), 0));
        let shared = |dice: &mut Draw| self.between.replicating() && dice.unit() < self.config.sites.shared;
        let about = if self.config.topology.sites && own == 0 && !shared(&mut dice) {
            self.key_at_home(visitor, about)
        } else {
            about
        };
        *self.requests.item(key) = Item { key: about, own, ..Item::default() };
        if own == 0 && self.config.shards() > 0 {
            self.choose_row(key);
        }
    }

    /// The key that has the popularity of `rank` now, from 0.
    pub fn key_of_rank(&self, rank: u32) -> u32 {
        let drift = self.config.catalogue.drift;
        if drift == 0.0 {
            return rank;
        }
        let keys = self.popularity.keys();
        let come = (self.now as f64 * 1e-9 * drift) as u64 % u64::from(keys);
        ((u64::from(rank) + u64::from(keys) - come) % u64::from(keys)) as u32
    }

    /// Sends a request's query to the machine that is to answer it.
    pub(crate) fn query(&mut self, key: RequestKey) {
        if self.config.shards() > 0 {
            return self.ask_shard(key);
        }
        let Some(request) = self.requests.get(key) else { return };
        let (writes, id, visit) = (request.writes_next(), request.id, u32::from(request.queries_asked));
        let own = self.requests.item(key).own > 0 && self.config.replication.own_writes;
        let site = self.site_with(key);
        let machine = if writes || own { self.site(site).replication.primary() } else { self.reader(site) };
        let stretch = crate::request::service::stretch(&self.config, &self.luck, Purpose::DatabaseWork, id, visit);
        if let Some(request) = self.requests.get_mut(key) {
            request.stretch = stretch;
        }
        self.go_behind(key, Errand::Query, NodeId::database_at(site, machine));
    }

    /// Which machine answers the next reading query: the replicas that are believed to be there in turn, or else the
    /// primary.
    fn reader(&mut self, site: u8) -> u8 {
        let primary = self.site(site).replication.primary();
        if self.config.replication.read_from == ReadFrom::Primary {
            return primary;
        }
        for step in 1..=MACHINES as u8 {
            let machine = (self.site(site).turn + step) % MACHINES as u8;
            let follows = self.site(site).replication.role(machine) == Some(Role::Replica);
            if follows && self.watch.believes(NodeId::machine_station(site, machine)) {
                self.site_mut(site).turn = machine;
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
        let about = self.requests.item(key).key;
        let now = self.now;
        let site = node.home();
        let version = self.site_mut(site).replication.read(machine, about, now);
        let newest = self.newest_of(site, about);
        let item = self.requests.item(key);
        (item.version, item.newest) = (version, newest);
    }

    /// A database machine is done with a query.
    pub(crate) fn queried(&mut self, station: u8, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        let node = NodeId::of_station(station);
        let writes = request.writes_next();
        if node.kind() == NodeKind::Shard && self.goes_on(key, node) {
            return;
        }
        if writes {
            return self.commit(node, key);
        }
        if self.requests.item(key).version == 0 {
            return self.fail(key, node, Cause::NotFound);
        }
        self.count_read(key);
        self.leave_behind(key);
        self.show_value(key);
    }

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

    /// The primary commits a write; it is acknowledged now or when its replicas have it.
    fn commit(&mut self, node: NodeId, key: RequestKey) {
        let site = self.config.site_of(node);
        let shard = node.kind() == NodeKind::Shard;
        if !shard && node.database_index() != Some(self.site(site).replication.primary()) {
            // Another was promoted while it worked, cut off.
            return self.fail(key, node, Cause::Database);
        }
        if shard && !self.make_room(key, node) {
            return;
        }
        let about = self.requests.item(key).key;
        let now = self.now;
        if self.between.sites() > 0 && self.site(site).replication.newest(about) == 0 {
            // The row is in another data center.
            return self.fail(key, node, Cause::NotFound);
        }
        let version = self.next_version(site, about);
        let (lsn, version) = self.site_mut(site).replication.commit_as(about, version, now);
        let item = self.requests.item(key);
        (item.lsn, item.version, item.newest) = (lsn, version, version);
        self.accounts.tally(Count::Write);
        let mode = self.config.replication.mode;
        if mode == ReplicationMode::Asynchronous || self.replicated(key) {
            return self.acknowledge(key);
        }
        let members = self.watch.machines(site);
        let due = self.site(site).replication.due(mode, members, self.now).min(self.now + PATIENCE);
        let Some(request) = self.requests.get_mut(key) else { return };
        request.phase = Phase::Committing;
        if let Some(followed) = request.journey {
            self.journeys.hop(followed, Hop { start: self.now, ..Hop::stay(HopKind::Commit, node, self.now) });
        }
        self.events.push(due, Event::Reach(key));
    }

    /// Whether the replicas have a request's write, as the mode asks.
    fn replicated(&mut self, key: RequestKey) -> bool {
        let lsn = self.requests.item(key).lsn;
        let site = self.site_with(key);
        let members = self.watch.machines(site);
        let (mode, now) = (self.config.replication.mode, self.now);
        self.site_mut(site).replication.may_acknowledge(lsn, mode, members, now)
    }

    /// The replicas of a waiting write should have it by now.
    pub(crate) fn await_replicas(&mut self, key: RequestKey) {
        if self.replicated(key) {
            return self.acknowledge(key);
        }
        self.events.push(self.now + AGAIN, Event::Reach(key));
    }

    /// The writer is told.
    fn acknowledge(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        let (followed, node) = (request.journey, request.address);
        if let Some(hop) = followed.and_then(|followed| self.journeys.last_hop(followed))
            && hop.kind == HopKind::Commit
        {
            hop.leave = self.now;
        }
        if self.cut[node.index()] {
            // The answer is lost, and with it the promise.
            self.leave_behind(key);
            return;
        }
        let lsn = self.requests.item(key).lsn;
        let (site, mode) = (self.config.site_of(node), self.config.replication.mode);
        self.site_mut(site).replication.acknowledge(lsn, mode);
        self.accounts.tally(Count::Acknowledged);
        self.leave_behind(key);
        self.show_value(key);
    }
}
