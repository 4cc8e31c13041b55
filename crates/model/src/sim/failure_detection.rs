//! Machines behind the web servers that die, are cut off, are found out, replaced, or come back.

use crate::config::Config;
use crate::engine::event::Event;
use crate::engine::time::{Nanos, from_secs};
use crate::observe::count::Count;
use crate::parts::cache;
use crate::parts::database::replication::{MACHINES, Role};
use crate::request::station::Health;
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::node::{DATABASE, MAX_SITES, NodeId, NodeKind, STATIONS};

/// What the web servers believe of the machines behind them.
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    /// By station: it was noticed that it is gone.
    gone: [bool; STATIONS],
    /// By station: how often it came and went.
    epochs: [u32; STATIONS],
    /// By station: from when on its standby is ready, if it has one.
    spare_from: [Nanos; STATIONS],
}

impl Default for Watch {
    fn default() -> Self {
        Self { gone: [false; STATIONS], epochs: [0; STATIONS], spare_from: [0; STATIONS] }
    }
}

impl Watch {
    /// Whether `station` is believed to be there.
    pub fn believes(&self, station: u8) -> bool {
        !self.gone[usize::from(station)]
    }

    /// The database machines of data center `site` that are believed to be there, a bit each.
    pub fn machines(&self, site: u8) -> u16 {
        let believed = |machine: &u8| self.believes(NodeId::machine_station(site, *machine));
        (0..MACHINES as u8).filter(believed).fold(0, |all, i| all | 1 << i)
    }

    /// A new machine stands at `station`.
    pub fn welcome(&mut self, station: u8) {
        self.turn_over(station);
        self.gone[usize::from(station)] = false;
    }

    pub fn turn_over(&mut self, station: u8) -> u32 {
        let epoch = &mut self.epochs[usize::from(station)];
        *epoch += 1;
        *epoch
    }
}

impl Core {
    /// Whether the station works and can be reached.
    pub(crate) fn in_touch(&self, station: u8) -> bool {
        self.stations[usize::from(station)].accepts() && !self.cut[NodeId::of_station(station).index()]
    }

    /// Whether a standby of the machine at `station` is ready. That of a data center dies with it.
    pub(crate) fn has_spare(&self, station: u8) -> bool {
        let node = NodeId::of_station(station);
        let ready = self.watch.spare_from[usize::from(station)] <= self.now;
        ready && self.config.has_standby(node) && !self.in_dead_site(node)
    }

    /// Another machine, which is well and can be reached, takes the place of the one at `station`.
    fn replace_machine(&mut self, station: u8) {
        if !self.stations[usize::from(station)].accepts() {
            self.stations[usize::from(station)].clear(self.now, Health::Up);
            self.departures.clear(station);
        }
        self.set_cut(NodeId::of_station(station), false);
        self.watch.welcome(station);
    }

    /// The database machines of data center `site` that work and can be reached, a bit each.
    pub(crate) fn reachable(&self, site: u8) -> u16 {
        let there = |machine: &u8| self.in_touch(NodeId::machine_station(site, *machine));
        (0..MACHINES as u8).filter(there).fold(0, |all, i| all | 1 << i)
    }

    pub(crate) fn set_cut(&mut self, node: NodeId, cut: bool) {
        self.cut[node.index()] = cut;
        self.any_cut = self.cut.contains(&true);
    }
}

impl Sim {
    /// Whether the web servers still count on the machine at `node`.
    pub fn is_believed(&self, node: NodeId) -> bool {
        node.station().is_none_or(|station| self.core.watch.believes(station))
    }

    /// Whether the machine at `node` is to be promoted, once it has applied what it has received.
    pub fn takes_over(&self, node: NodeId) -> bool {
        let (site, replication) = (node.home(), &self.parts.databases[node.home()].replication);
        let missed = !self.core.watch.believes(NodeId::machine_station(site, replication.primary()));
        let candidates = self.core.reachable(site) & self.core.watch.machines(site);
        let heir = || replication.heir(candidates, self.core.now).map(|(machine, _)| machine);
        node.database_index().is_some_and(|machine| missed && heir() == Some(machine))
    }

    /// `station` has died or was cut off just now.
    pub(crate) fn lost_touch(&mut self, station: u8, died: bool) {
        let lone = station == DATABASE && !self.core.keyed;
        if station < DATABASE || lone {
            return;
        }
        let (node, now) = (NodeId::of_station(station), self.core.now);
        if let Some(machine) = node.database_index() {
            self.parts.databases[node.home()].replication.lost_touch(machine, died, now);
            self.fit_joined();
        }
        let epoch = self.core.watch.turn_over(station);
        let at = self.core.now + from_secs(self.core.config.replication.detect_s);
        self.core.events.push(at, Event::Noticed { station, epoch });
    }

    /// `station` works again, or can be reached again.
    pub(crate) fn back_in_touch(&mut self, station: u8) {
        if station < DATABASE || !self.core.in_touch(station) {
            return;
        }
        let node = NodeId::of_station(station);
        if matches!(node.kind(), NodeKind::Queue | NodeKind::Workers) {
            self.core.watch.welcome(station);
            return self.parts.queue.hand_out(&mut self.core);
        }
        let site = node.home();
        if let Some(cache) = node.cache_index() {
            // While its keys were elsewhere, others changed them.
            if !self.core.watch.believes(station) {
                self.parts.caches[site].clear(cache);
            }
            self.core.watch.welcome(station);
            return self.fit_ring(site);
        }
        self.core.watch.welcome(station);
        let Some(machine) = node.database_index() else { return };
        let (reachable, now) = (self.core.reachable(site), self.core.now);
        let replication = &mut self.parts.databases[site].replication;
        replication.back_in_touch(machine, reachable, now);
        if replication.must_copy(machine) {
            self.copy_anew(station);
        }
        self.parts.databases[site].wake_replicas(&mut self.core, site);
        // Now there may be someone to promote.
        let primary = NodeId::machine_station(site, self.parts.databases[site].replication.primary());
        if !self.core.watch.believes(primary) {
            self.take_over(primary);
        }
        self.fit_joined();
    }

    /// It is noticed that `station` is gone.
    pub(crate) fn noticed(&mut self, station: u8, epoch: u32) {
        if self.core.watch.epochs[usize::from(station)] != epoch || !self.core.config.has(NodeId::of_station(station)) {
            return;
        }
        self.core.watch.gone[usize::from(station)] = true;
        let node = NodeId::of_station(station);
        match node.kind() {
            NodeKind::Cache => return self.fit_ring(node.home()),
            NodeKind::Shard | NodeKind::Sessions | NodeKind::Queue => return self.stand_in(station),
            _ => {}
        }
        let Some(machine) = node.database_index() else { return };
        let primary = self.parts.databases[node.home()].replication.primary();
        if machine == primary {
            self.take_over(station);
            self.fit_joined();
            return;
        }
        self.copy_anew(station);
        // It may have been the one that was to take over.
        self.take_over_if_missed(NodeId::machine_station(node.home(), primary));
    }

    /// A replica takes over from the primary at `station`, if that is known to be gone.
    fn take_over_if_missed(&mut self, station: u8) {
        if !self.core.watch.believes(station) {
            self.take_over(station);
            self.fit_joined();
        }
    }

    /// The replica at `station` has applied all that has arrived, or is so far behind that the log has left it.
    pub(crate) fn caught_up(&mut self, station: u8) {
        let node = NodeId::of_station(station);
        let Some(machine) = node.database_index() else { return };
        let replication = &self.parts.databases[node.home()].replication;
        let primary = NodeId::machine_station(node.home(), replication.primary());
        if replication.must_copy(machine) && replication.role(machine) == Some(Role::Parted) {
            self.copy_anew(station);
        }
        self.take_over_if_missed(primary);
    }

    /// The standby of the machine at `station`, which is missed, takes its place, if there is one. The next standby is
    /// ready as late as a new replica would be.
    fn stand_in(&mut self, station: u8) {
        let core = &mut self.core;
        let node = NodeId::of_station(station);
        if !core.config.has_standby(node) || core.in_dead_site(node) {
            return;
        }
        let replace = from_secs(core.config.replication.replace_s);
        let spare = &mut core.watch.spare_from[usize::from(station)];
        if *spare > core.now {
            let at = *spare;
            let epoch = core.watch.turn_over(station);
            return core.events.push(at, Event::Replaced { station, epoch });
        }
        *spare = core.now + replace;
        core.replace_machine(station);
        core.accounts.tally(Count::Promotion);
        if node.kind() == NodeKind::Queue {
            self.parts.queue.hand_out(core);
        }
    }

    /// Standbys that there are now, and were not in `old`, stand in for machines that are missed.
    pub(crate) fn fit_standbys(&mut self, old: &Config) {
        for node in NodeId::all() {
            if let Some(station) = node.station()
                && self.core.config.has_standby(node)
                && !old.has_standby(node)
                && !self.core.watch.believes(station)
            {
                self.stand_in(station);
            }
        }
    }

    /// A replica takes over from the primary at `station`, which a new machine is to replace.
    fn take_over(&mut self, station: u8) {
        if self.promote(NodeId::of_station(station).home()) {
            self.copy_anew(station);
        }
    }

    /// Promotes a replica. Whether there was one.
    fn promote(&mut self, site: u8) -> bool {
        let (reachable, now) = (self.core.reachable(site), self.core.now);
        let candidates = reachable & self.core.watch.machines(site);
        let database = &mut self.parts.databases[site];
        let Some(lost) = database.replication.promote(candidates, reachable, now) else {
            // What a replica has received it applies first.
            return false;
        };
        database.part_from_writers(&mut self.core);
        database.wake_replicas(&mut self.core, site);
        self.core.accounts.tally(Count::Promotion);
        self.core.accounts.total.counts[Count::Lost as usize] += lost;
        true
    }

    /// A new machine at `station`, or one whose data has parted from the log, copies all of it.
    fn copy_anew(&mut self, station: u8) {
        let node = NodeId::of_station(station);
        let Some(machine) = node.database_index() else { return };
        let ready = self.core.now + from_secs(self.core.config.replication.replace_s);
        self.parts.databases[node.home()].replication.begin_copying(machine, ready);
        let epoch = self.core.watch.turn_over(station);
        self.core.events.push(ready, Event::Replaced { station, epoch });
    }

    /// A new machine has copied the data and takes the place of `station`.
    pub(crate) fn replaced(&mut self, station: u8, epoch: u32) {
        let node = NodeId::of_station(station);
        if self.core.watch.epochs[usize::from(station)] != epoch || !self.core.config.has(node) {
            return;
        }
        if self.core.config.has_standby(node) {
            return self.stand_in(station);
        }
        let Some(machine) = node.database_index() else { return };
        let site = node.home();
        if !self.core.in_touch(NodeId::machine_station(site, self.parts.databases[site].replication.primary())) {
            // There is nobody to copy from.
            let again = self.core.now + from_secs(1.0);
            self.core.events.push(again, Event::Replaced { station, epoch });
            return;
        }
        self.core.replace_machine(station);
        let now = self.core.now;
        let database = &mut self.parts.databases[site];
        database.replication.copied(machine, now);
        database.wake_replicas(&mut self.core, site);
    }

    /// Every machine behind the web servers is well and known to be.
    pub(crate) fn mend_behind(&mut self) {
        for station in DATABASE..STATIONS as u8 {
            self.core.watch.welcome(station);
        }
        self.core.watch.spare_from = [0; STATIONS];
        let now = self.core.now;
        for site in 0..MAX_SITES as u8 {
            self.parts.databases[site].replication.mend(now);
            self.parts.databases[site].wake_replicas(&mut self.core, site);
            self.fit_ring(site);
        }
        self.parts.geo_replication.mend(&mut self.core, &mut self.parts.databases);
    }

    /// Keys belong to the cache nodes of data center `site` that are believed to be there.
    fn fit_ring(&mut self, site: u8) {
        cache::flow::fit_ring(&self.core, &mut self.parts.caches[site], site);
    }
}
