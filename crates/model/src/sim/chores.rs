//! Chores that are done, or dropped by a machine that died: whoever began one is told.

use crate::parts::Parts;
use crate::request::RequestKey;
use crate::request::internal_task::{Chore, ChoreKind};
use crate::sim::Sim;
use crate::topology::node::NodeId;

impl Sim {
    /// A replica has applied a write. Whether the worker that did goes on with the next one.
    pub(crate) fn applied(&mut self, station: u8, worker: u16, key: RequestKey) -> bool {
        let site = NodeId::of_station(station).home();
        if self.parts.databases[site].applied(&mut self.core, station) {
            if self.core.stations[usize::from(station)].keeps(worker) {
                if let Some(chore) = self.core.requests.get_mut(key) {
                    // A reader may have changed it.
                    chore.distance = self.core.config.replication.apply_ms;
                }
                self.begin(station, Some(worker), key, self.core.now);
                return true;
            }
            // The core is taken away.
            self.parts.databases[site].stopped_applying(station);
            self.parts.databases[site].wake_replicas(&mut self.core, site);
        }
        self.core.end_chore(key);
        self.caught_up(station);
        false
    }

    /// A worker of `station` is done with a chore.
    pub(crate) fn chore_served(&mut self, station: u8, key: RequestKey) {
        match self.core.end_chore(key) {
            Some(Chore { kind: ChoreKind::Job, payload }) => self.parts.queue.job_done(&mut self.core, payload),
            Some(Chore { kind: ChoreKind::Move, payload }) => {
                self.parts.shards.carried(&mut self.core, station, payload);
            }
            Some(Chore { kind: ChoreKind::ApplyFar, payload }) => {
                let Parts { geo_replication, databases, caches, .. } = &mut self.parts;
                geo_replication.applied(&mut self.core, databases, caches, payload);
            }
            Some(Chore { kind: ChoreKind::Delete, payload }) => {
                let node = NodeId::of_station(station);
                if let Some(index) = node.cache_index() {
                    self.parts.caches[node.home()].remove(index, payload as u32);
                }
            }
            Some(Chore { kind: ChoreKind::Apply, .. }) => {
                self.parts.databases[NodeId::of_station(station).home()].stopped_applying(station);
            }
            None => {}
        }
    }

    /// The machine at `place` dies with a chore inside.
    #[cold]
    pub(crate) fn drop_chore(&mut self, key: RequestKey, place: NodeId) {
        match self.core.drop_chore(key, place) {
            Some((_, Chore { kind: ChoreKind::Job, payload })) => self.parts.queue.job_lost(&mut self.core, payload),
            Some((station, Chore { kind: ChoreKind::Move, payload })) => {
                self.parts.shards.dropped(&mut self.core, station, payload);
            }
            Some((station, Chore { kind: ChoreKind::Apply, .. })) => {
                self.parts.databases[NodeId::of_station(station).home()].stopped_applying(station);
            }
            Some((_, Chore { kind: ChoreKind::ApplyFar, payload })) => {
                self.parts.geo_replication.dropped(&mut self.core, payload);
            }
            Some((_, Chore { kind: ChoreKind::Delete, .. })) | None => {}
        }
    }
}
