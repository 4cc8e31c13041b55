//! Queries about keys: which machine is asked, what it finds, and when a write is acknowledged.

use crate::config::{ReadFrom, ReplicationMode};
use crate::engine::event::Event;
use crate::engine::luck::Purpose;
use crate::engine::time::{Nanos, SECOND, from_secs};
use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::observe::journey::{Hop, HopKind};
use crate::parts::database::DatabaseTier;
use crate::parts::database::replication::{MACHINES, Replication, Role};
use crate::parts::shards::ShardTier;
use crate::request::service;
use crate::request::{Errand, Item, Phase, RequestKey};
use crate::sim::core::Core;
use crate::sim::next::Next;
use crate::topology::node::{NodeId, NodeKind};
use crate::topology::site::PerSite;

/// How long the primary waits before it looks again whether its replicas have a write that should be there by now.
const AGAIN: Nanos = SECOND / 50;

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

impl PerSite<DatabaseTier> {
    /// Versions and machines agree with the configuration; `told` is how many keys other data centers may tell of.
    pub(crate) fn fit(&mut self, core: &mut Core, told: u32) {
        let config = &core.config;
        let keyed = config.topology.keyed();
        let keys = if keyed { config.keys() } else { 1 };
        let lag = from_secs(config.replication.lag_s);
        let machines = 1 + config.replicas();
        // Keys of a catalogue that has shrunk are kept.
        let keys = keys.max(told);
        let sites = if keyed { config.sites() as usize } else { 0 };
        if keyed && self[0].replication.role(0).is_none() {
            // What requests under way have to do with keys is left over from another database.
            core.requests.forget_items();
        }
        for (i, database) in self.iter_mut().enumerate() {
            let replication = &mut database.replication;
            if i >= sites {
                *replication = Replication::default();
            } else if replication.role(0).is_none() {
                *replication = Replication::new(machines, keys, lag);
            } else {
                replication.grow(keys);
                replication.set_lag(lag);
                replication.resize(machines, core.now);
            }
            database.wake_replicas_anew(core, i as u8);
        }
    }

    /// Whether the machine at `node` takes a request's query: only the primary takes writes.
    pub(crate) fn takes(&self, core: &Core, key: RequestKey, node: NodeId) -> bool {
        let writes = core.requests.get(key).is_some_and(|request| request.writes_next());
        debug_assert!(matches!(node.kind(), NodeKind::Database | NodeKind::Replica | NodeKind::Shard));
        !core.keyed
            || !writes
            || node.kind() == NodeKind::Shard
            || node.database_index() == Some(self[core.config.site_of(node)].replication.primary())
    }

    /// A database machine begins with a query: a read sees the data of this moment. `newest` is the newest version that one
    /// who asks a database could be given.
    pub(crate) fn begin(
        &mut self,
        core: &mut Core,
        newest: impl Fn(&DatabaseTier, u32) -> u32,
        station: u8,
        key: RequestKey,
    ) {
        let node = NodeId::of_station(station);
        // Shards have but one of each row.
        let Some(machine) = node.database_index().or(node.shard_index().map(|_| 0)) else { return };
        let about = core.requests.item(key).key;
        let database = &mut self[node.home()];
        let version = database.replication.version(machine, about);
        let newest = newest(database, about);
        let item = core.requests.item(key);
        (item.version, item.newest) = (version, newest);
    }
}

impl DatabaseTier {
    /// Sends a request's query to the machine that is to answer it.
    pub fn send(&mut self, core: &mut Core, key: RequestKey) {
        let Some(request) = core.requests.get(key) else { return };
        let (writes, id, visit) = (request.writes_next(), request.id, u32::from(request.queries_asked));
        let own = core.requests.item(key).own > 0 && core.config.replication.own_writes;
        let site = core.site_with(key);
        let machine = if writes || own { self.replication.primary() } else { self.reader(core, site) };
        let stretch = service::stretch(&core.config, &core.luck, Purpose::DatabaseWork, id, visit);
        if let Some(request) = core.requests.get_mut(key) {
            request.stretch = stretch;
        }
        core.go_behind(key, Errand::Query, NodeId::database_at(site, machine));
    }

    /// Which machine answers the next reading query: the replicas that are believed to be there in turn, or else the
    /// primary.
    fn reader(&mut self, core: &Core, site: u8) -> u8 {
        let primary = self.replication.primary();
        if core.config.replication.read_from == ReadFrom::Primary {
            return primary;
        }
        for step in 1..=MACHINES as u8 {
            let machine = (self.turn + step) % MACHINES as u8;
            let follows = self.replication.role(machine) == Some(Role::Replica);
            if follows && core.watch.believes(NodeId::machine_station(site, machine)) {
                self.turn = machine;
                return machine;
            }
        }
        primary
    }

    /// A machine, at `node`, is done with a query. A write is committed next; where there are `several` data centers, only
    /// that of a row which is here.
    pub fn served(
        &mut self,
        core: &mut Core,
        shards: &mut ShardTier,
        several: bool,
        node: NodeId,
        key: RequestKey,
    ) -> Next {
        let Some(request) = core.requests.get(key) else { return Next::Stay };
        let writes = request.writes_next();
        let shard = node.kind() == NodeKind::Shard;
        if shard && shards.goes_on(core, key, node) {
            return Next::Stay;
        }
        if !writes {
            if core.requests.item(key).version == 0 {
                return Next::Fail { place: node, cause: Cause::NotFound };
            }
            core.count_read(key);
            core.leave_behind(key);
            core.show_value(key);
            return Next::Stay;
        }
        if !shard && node.database_index() != Some(self.replication.primary()) {
            // Another was promoted while it worked, cut off.
            return Next::Fail { place: node, cause: Cause::Database };
        }
        if shard {
            match shards.make_room(core, key, node) {
                Ok(Some(rows)) => self.replication.grow(rows),
                Ok(None) => {}
                Err(cause) => return Next::Fail { place: node, cause },
            }
        }
        if several && self.replication.newest(core.requests.item(key).key) == 0 {
            // The row is in another data center.
            return Next::Fail { place: node, cause: Cause::NotFound };
        }
        Next::Commit { node }
    }

    /// The machine at `node` commits a write as `version`; it is acknowledged now or when its replicas have it.
    pub fn commit(&mut self, core: &mut Core, key: RequestKey, node: NodeId, version: u32) -> Next {
        let about = core.requests.item(key).key;
        let (lsn, version) = self.replication.commit_as(about, version, core.now);
        let item = core.requests.item(key);
        (item.lsn, item.version, item.newest) = (lsn, version, version);
        core.accounts.tally(Count::Write);
        let (site, mode) = (core.config.site_of(node), core.config.replication.mode);
        self.wake_replicas(core, site);
        if mode == ReplicationMode::Asynchronous || self.replicated(core, key) {
            self.acknowledge(core, key);
            return Next::Stay;
        }
        let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
        request.phase = Phase::Committing;
        if let Some(followed) = request.journey {
            core.journeys.hop(followed, Hop { start: core.now, ..Hop::stay(HopKind::Commit, node, core.now) });
        }
        if mode == ReplicationMode::Synchronous {
            self.wait_for_replicas(core, site, key);
        } else {
            core.events.push(core.now.saturating_add(self.replication.lag()), Event::Reach(key));
        }
        Next::Stay
    }

    /// All parts of a request are there: it goes on as after a query. `newest` is the newest version that one who asks a
    /// database could be given.
    pub fn gather(&mut self, core: &mut Core, newest: impl Fn(&Self, u32) -> u32, key: RequestKey) -> Next {
        let site = core.site_with(key);
        let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
        let (writes, followed) = (request.writes_next(), request.journey);
        request.phase = Phase::AtWeb;
        request.queries_left = request.queries_left.saturating_sub(1);
        request.queries_asked += 1;
        if let Some(hop) = followed.and_then(|followed| core.journeys.last_hop(followed)) {
            (hop.start, hop.leave) = (core.now, core.now);
        }
        let about = core.requests.item(key).key;
        if self.replication.newest(about) == 0 {
            // The row is in another data center.
            let home = core.requests.get(key).map_or(NodeId::shard_at(site, 0), |request| request.address);
            return Next::Fail { place: home, cause: Cause::NotFound };
        }
        if writes {
            return Next::CommitGathered;
        }
        let version = self.replication.newest(about);
        let newest = newest(self, about);
        let item = core.requests.item(key);
        (item.version, item.newest) = (version, newest);
        core.count_read(key);
        Next::ComeBack
    }

    /// All shards that a request wrote to have it; it is committed as `version`.
    pub fn commit_gathered(&mut self, core: &mut Core, key: RequestKey, version: u32) -> Next {
        let about = core.requests.item(key).key;
        let (_, version) = self.replication.commit_as(about, version, core.now);
        let item = core.requests.item(key);
        (item.version, item.newest) = (version, version);
        core.accounts.tally(Count::Write);
        core.accounts.tally(Count::Acknowledged);
        self.wake_replicas(core, core.site_with(key));
        Next::ComeBack
    }

    /// Whether the replicas have a request's write, as the mode asks.
    pub(super) fn replicated(&self, core: &mut Core, key: RequestKey) -> bool {
        let lsn = core.requests.item(key).lsn;
        let members = core.watch.machines(core.site_with(key));
        self.replication.may_acknowledge(lsn, core.config.replication.mode, members, core.now)
    }

    /// The replicas of a waiting write should have it by now.
    pub fn await_replicas(&mut self, core: &mut Core, key: RequestKey) {
        if self.replicated(core, key) {
            return self.acknowledge(core, key);
        }
        core.events.push(core.now + AGAIN, Event::Reach(key));
    }

    /// The writer is told.
    pub(super) fn acknowledge(&mut self, core: &mut Core, key: RequestKey) {
        let Some(request) = core.requests.get(key) else { return };
        let (followed, node) = (request.journey, request.address);
        if let Some(hop) = followed.and_then(|followed| core.journeys.last_hop(followed))
            && hop.kind == HopKind::Commit
        {
            hop.leave = core.now;
        }
        if core.cut[node.index()] {
            // The answer is lost, and with it the promise.
            core.leave_behind(key);
            return;
        }
        let lsn = core.requests.item(key).lsn;
        self.replication.acknowledge(lsn, core.config.replication.mode);
        core.accounts.tally(Count::Acknowledged);
        core.leave_behind(key);
        core.show_value(key);
    }
}
