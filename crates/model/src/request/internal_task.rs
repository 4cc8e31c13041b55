//! Work inside the system that is no client's request: it waits for and takes a worker of a machine behind the web
//! servers as a request does, and is counted by whoever began it.

use crate::engine::luck::Purpose;
use crate::request::service;
use crate::request::station::Offer;
use crate::request::{Errand, Phase, Request, RequestKey};
use crate::sim::core::Core;
use crate::topology::node::NodeId;

/// What a chore is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChoreKind {
    /// A message of the queue is worked on.
    Job,
    /// A shard reads or writes a batch of rows that move.
    Move,
    /// A replica applies the next write of the log.
    Apply,
    /// A database machine applies a write from another data center.
    ApplyFar,
    /// A cache node deletes the entry of a key that was written in another data center.
    Delete,
}

impl ChoreKind {
    /// Whether a database machine's data is another when it is done: that takes effect before the machine begins with
    /// what is next.
    pub fn writes(self) -> bool {
        matches!(self, Self::Apply | Self::ApplyFar)
    }
}

/// A chore, and what those who began it know it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chore {
    pub kind: ChoreKind,
    pub payload: u64,
}

/// The number of chores: no luck of a request is theirs.
const CHORE: u64 = 3 << 62;

impl Core {
    /// Offers a chore of `work_ms` in the mean to a station behind the web servers. Whether it was taken, or waits; its
    /// end is told to the part that began it.
    pub(crate) fn begin_chore(&mut self, station: u8, chore: Chore, work_ms: f64) -> bool {
        let stretch = service::stretch(&self.config, &self.luck, Purpose::Chore, self.chores_drawn, 0);
        let begun = self.begin_chore_of(station, chore, work_ms * stretch);
        self.chores_drawn += u64::from(begun);
        begun
    }

    /// As [`Core::begin_chore`], of exactly `work_ms` on a machine that is not slow.
    pub(crate) fn begin_chore_of(&mut self, station: u8, chore: Chore, work_ms: f64) -> bool {
        if !self.stations[usize::from(station)].accepts() {
            return false;
        }
        let node = NodeId::of_station(station);
        let key = self.requests.insert(Request {
            phase: Phase::AtBack,
            address: node,
            back: Some(node),
            errand: Errand::Chore(chore.kind),
            write: chore.kind.writes(),
            // Nobody is far away: here it is the work.
            distance: work_ms,
            ..Request::new(CHORE, self.now, 0)
        });
        self.requests.item(key).lsn = chore.payload;
        match self.stations[usize::from(station)].offer(self.now, key, chore.kind.writes()) {
            Offer::Full => {
                self.requests.remove(key);
                return false;
            }
            Offer::Queued => self.requests.get_mut(key).into_iter().for_each(|request| request.queued = true),
            Offer::Free => {
                let sees_a_key = self.begin_rarely(station, key);
                debug_assert!(!sees_a_key, "a chore is no query");
            }
        }
        self.chores += 1;
        true
    }

    /// What a chore is, if it is one.
    pub(crate) fn chore(&mut self, key: RequestKey) -> Option<Chore> {
        let Errand::Chore(kind) = self.requests.get(key)?.errand else { return None };
        Some(Chore { kind, payload: self.requests.item(key).lsn })
    }

    /// A worker is done with a chore: takes it away.
    pub(crate) fn end_chore(&mut self, key: RequestKey) -> Option<Chore> {
        let chore = self.chore(key)?;
        self.requests.remove(key);
        self.chores -= 1;
        Some(chore)
    }

    /// The machine at `place` dies with a chore inside: takes it away.
    #[cold]
    pub(crate) fn drop_chore(&mut self, key: RequestKey, place: NodeId) -> Option<(u8, Chore)> {
        let chore = self.chore(key)?;
        let request = self.requests.remove(key)?;
        self.chores -= 1;
        let station = place.station()?;
        if request.queued {
            self.stations[usize::from(station)].leave_queue(self.now);
        }
        Some((station, chore))
    }
}
