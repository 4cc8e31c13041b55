//! Replicas that apply the log: each by one thread, one write after another. The thread waits for a core as a query does;
//! once it has one it keeps it until nothing is left of what has arrived. Every write takes `db.apply_time` of it.

use crate::engine::event::Event;
use crate::engine::time::{MILLISECOND, NEVER, Nanos, SECOND};
use crate::parts::database::DatabaseTier;
use crate::parts::database::replication::MACHINES;
use crate::request::internal_task::{Chore, ChoreKind};
use crate::request::{Phase, RequestKey};
use crate::sim::core::Core;
use crate::topology::node::NodeId;

/// After this a thread asks again for a core where it found no place to wait.
const AGAIN: Nanos = 20 * MILLISECOND;

/// How often writers who wait for their replicas are looked after besides: a replica that is gone tells nobody.
const LOOK: Nanos = SECOND / 50;

/// What a replica's thread does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Doing {
    /// Nothing: there is nothing to apply as far as is known.
    #[default]
    Rests,
    /// The next write is on its way, and its arrival on the event list.
    Expects,
    /// It has a core, or waits for one.
    Applies,
}

/// The thread that applies the log at a replica.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Applier {
    doing: Doing,
    /// Only the last event planned is heard.
    epoch: u32,
}

impl DatabaseTier {
    /// Replicas that rest are woken when the next write arrives; this is the database of data center `site`. After
    /// anything by which a write may come to a replica.
    pub fn wake_replicas(&mut self, core: &mut Core, site: u8) {
        for machine in 0..self.replication.machines() {
            if self.appliers[usize::from(machine)].doing == Doing::Rests {
                let next = self.replication.next(machine);
                self.expect(core, site, machine, next);
            }
        }
    }

    /// As [`DatabaseTier::wake_replicas`], where the next write may come sooner than it was expected.
    pub fn wake_replicas_anew(&mut self, core: &mut Core, site: u8) {
        for applier in self.appliers.iter_mut().filter(|applier| applier.doing == Doing::Expects) {
            applier.doing = Doing::Rests;
        }
        self.wake_replicas(core, site);
    }

    /// The thread of `machine` goes on at `next`, if ever.
    fn expect(&mut self, core: &mut Core, site: u8, machine: u8, next: Nanos) {
        let applier = &mut self.appliers[usize::from(machine)];
        applier.doing = if next == NEVER { Doing::Rests } else { Doing::Expects };
        if next < NEVER {
            applier.epoch = applier.epoch.wrapping_add(1);
            let event = Event::Apply { station: NodeId::machine_station(site, machine), epoch: applier.epoch };
            core.events.push(next.max(core.now), event);
        }
    }

    /// A write has arrived at the replica at `station`, which is to apply it.
    pub fn arrived(&mut self, core: &mut Core, station: u8, epoch: u32) {
        let node = NodeId::of_station(station);
        let Some(machine) = node.database_index().filter(|machine| usize::from(*machine) < MACHINES) else { return };
        let applier = self.appliers[usize::from(machine)];
        if applier.doing != Doing::Expects || applier.epoch != epoch {
            return;
        }
        let next = self.replication.next(machine);
        if next > core.now {
            return self.expect(core, node.home(), machine, next);
        }
        self.appliers[usize::from(machine)].doing = Doing::Applies;
        let chore = Chore { kind: ChoreKind::Apply, payload: 0 };
        if !core.begin_chore_of(station, chore, core.config.replication.apply_ms) {
            self.expect(core, node.home(), machine, core.now + AGAIN);
        }
    }

    /// The replica at `station` has applied a write. Whether its thread goes on with the next one at once.
    pub fn applied(&mut self, core: &mut Core, station: u8) -> bool {
        let node = NodeId::of_station(station);
        let Some(machine) = node.database_index() else { return false };
        self.replication.apply(machine, core.now);
        if !self.waiting.is_empty() {
            self.acknowledge_those_who_wait(core);
        }
        let next = self.replication.next(machine);
        if next <= core.now {
            return true;
        }
        self.expect(core, node.home(), machine, next);
        false
    }

    /// The replica at `station` died while it applied a write, or its thread lost its core.
    pub fn stopped_applying(&mut self, station: u8) {
        if let Some(machine) = NodeId::of_station(station).database_index() {
            self.appliers[usize::from(machine)].doing = Doing::Rests;
        }
    }

    /// A writer waits until all replicas have applied the write; this is the database of data center `site`.
    pub(super) fn wait_for_replicas(&mut self, core: &mut Core, site: u8, key: RequestKey) {
        if self.waiting.is_empty() && !self.looked_after {
            self.looked_after = true;
            core.events.push(core.now + LOOK, Event::Await { site });
        }
        self.waiting.push_back(key);
    }

    /// Looks after the writers who wait, and again a little later if there are any.
    pub fn look_after_writers(&mut self, core: &mut Core, site: u8) {
        self.acknowledge_those_who_wait(core);
        self.looked_after = !self.waiting.is_empty();
        if self.looked_after {
            core.events.push(core.now + LOOK, Event::Await { site });
        }
    }

    /// Tells those writers whose write all replicas have. They wait in the order of their commits.
    fn acknowledge_those_who_wait(&mut self, core: &mut Core) {
        while let Some(key) = self.waiting.front().copied() {
            if is_waiting(core, key) {
                if !self.replicated(core, key) {
                    return;
                }
                self.acknowledge(core, key);
            }
            self.waiting.pop_front();
        }
    }

    /// Another machine is the primary: who waits at the old one is looked after one by one.
    pub fn part_from_writers(&mut self, core: &mut Core) {
        for key in core::mem::take(&mut self.waiting) {
            if is_waiting(core, key) {
                core.events.push(core.now + LOOK, Event::Reach(key));
            }
        }
    }
}

/// Whether a request still waits for the replicas.
fn is_waiting(core: &Core, key: RequestKey) -> bool {
    core.requests.get(key).is_some_and(|request| request.phase == Phase::Committing)
}
