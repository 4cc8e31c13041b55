//! Work inside the system that is no client's request: it waits for and takes a worker of a machine behind the web
//! servers as a request does, and is counted by whoever began it.

use crate::engine::luck::Purpose;
use crate::request::service;
use crate::request::station::Offer;
use crate::request::{Errand, Phase, Request, RequestKey};
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::node::NodeId;

/// What a chore is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChoreKind {
    /// A message of the queue is worked on.
    Job,
    /// A shard reads or writes a batch of rows that move.
    Move,
}

/// A chore, and what those who began it know it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chore {
    pub kind: ChoreKind,
    pub payload: u64,
}

/// Chores are numbered from here.
const FIRST_CHORE: u64 = 3 << 62;

impl Core {
    /// What a chore is, if it is one.
    pub(crate) fn chore(&mut self, key: RequestKey) -> Option<Chore> {
        let Errand::Chore(kind) = self.requests.get(key)?.errand else { return None };
        Some(Chore { kind, payload: self.requests.item(key).lsn })
    }
}

impl Sim {
    /// Offers a chore of `work_ms` in the mean to a station behind the web servers. Whether it was taken, or waits; its
    /// end is told to [`Sim::chore_done`] or [`Sim::chore_lost`].
    pub(crate) fn begin_chore(&mut self, station: u8, chore: Chore, work_ms: f64) -> bool {
        let stretch = service::stretch(&self.core.config, &self.core.luck, Purpose::Chore, self.core.chores_begun, 0);
        self.begin_chore_of(station, chore, work_ms * stretch)
    }

    /// As [`Sim::begin_chore`], of exactly `work_ms` on a machine that is not slow.
    pub(crate) fn begin_chore_of(&mut self, station: u8, chore: Chore, work_ms: f64) -> bool {
        if !self.core.stations[usize::from(station)].accepts() {
            return false;
        }
        let number = self.core.chores_begun;
        let node = NodeId::of_station(station);
        let key = self.core.requests.insert(Request {
            phase: Phase::AtBack,
            address: node,
            back: Some(node),
            errand: Errand::Chore(chore.kind),
            // Nobody is far away: here it is the work.
            distance: work_ms,
            ..Request::new(FIRST_CHORE + number, self.core.now, 0)
        });
        self.core.requests.item(key).lsn = chore.payload;
        match self.core.stations[usize::from(station)].offer(self.core.now, key, false) {
            Offer::Full => {
                self.core.requests.remove(key);
                return false;
            }
            Offer::Queued => self.core.requests.get_mut(key).into_iter().for_each(|request| request.queued = true),
            Offer::Free => self.begin(station, None, key, self.core.now),
        }
        self.core.chores += 1;
        self.core.chores_begun += 1;
        true
    }

    /// A worker of `station` is done with a chore.
    #[cold]
    pub(crate) fn chore_served(&mut self, station: u8, key: RequestKey) {
        let Some(chore) = self.core.chore(key) else { return };
        self.core.requests.remove(key);
        self.core.chores -= 1;
        self.chore_done(station, chore);
    }

    /// The machine at `place` dies with a chore inside.
    #[cold]
    pub(crate) fn drop_chore(&mut self, key: RequestKey, place: NodeId) {
        let Some(chore) = self.core.chore(key) else { return };
        let Some(request) = self.core.requests.remove(key) else { return };
        self.core.chores -= 1;
        let Some(station) = place.station() else { return };
        if request.queued {
            self.core.stations[usize::from(station)].leave_queue(self.core.now);
        }
        self.chore_lost(station, chore);
    }

    fn chore_done(&mut self, station: u8, chore: Chore) {
        match chore.kind {
            ChoreKind::Job => self.job_done(chore.payload),
            ChoreKind::Move => self.carried(station, chore.payload),
        }
    }

    fn chore_lost(&mut self, station: u8, chore: Chore) {
        match chore.kind {
            ChoreKind::Job => self.job_lost(chore.payload),
            ChoreKind::Move => self.dropped(station, chore.payload),
        }
    }
}
