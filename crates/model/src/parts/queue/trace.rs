//! The journeys of jobs: what becomes of a followed upload's message after the answer.

use crate::engine::time::Nanos;
use crate::observe::journey::{Followed, Hop, HopKind, Outcome};
use crate::parts::queue::flow::Jobs;
use crate::sim::Sim;
use crate::topology::node::{NodeId, WORKERS};

/// Journeys of jobs have the number of their request with this bit turned over.
const JOB: u64 = 1 << 62;
/// No more jobs are followed at once: their messages may wait for long.
const FOLLOWED: usize = 256;

/// The number of the journey of the job that request `id` gave rise to.
pub fn job_of(id: u64) -> u64 {
    id ^ JOB
}

impl Jobs {
    fn journey(&self, message: u64) -> Option<Followed> {
        let place = self.followed.binary_search_by_key(&message, |(id, _)| *id).ok()?;
        Some(self.followed[place].1)
    }
}

/// A way or a stay without waiting.
fn hop(kind: HopKind, from: NodeId, to: NodeId, enter: Nanos, leave: Nanos) -> Hop {
    Hop { kind, from, to, enter, start: enter, leave, value: None }
}

impl Sim {
    /// The message of the followed request `about` waits.
    pub(crate) fn follow_job(&mut self, message: u64, about: u64) {
        if self.parts.queue.followed.len() < FOLLOWED
            && let Some(journey) = self.core.journeys.begin(job_of(about), self.core.now, false, true)
        {
            self.core.journeys.hop(journey, Hop::stay(HopKind::Wait, NodeId::QUEUE, self.core.now));
            self.parts.queue.followed.push((message, journey));
        }
    }

    /// `worker` has taken a message.
    pub(crate) fn show_taken(&mut self, message: u64, worker: u16) {
        let Some(journey) = self.parts.queue.journey(message) else { return };
        let (now, there) = (self.core.now, self.core.now + self.core.half_trip());
        if let Some(hop) = self.core.journeys.last_hop(journey) {
            (hop.start, hop.leave) = (now, now);
        }
        let end = self.core.stations[usize::from(WORKERS)].works()[usize::from(worker)].map_or(there, |work| work.end);
        let there = there.min(end);
        self.core.journeys.hop(journey, hop(HopKind::Take, NodeId::QUEUE, NodeId::WORKERS, now, there));
        self.core.journeys.hop(journey, hop(HopKind::Job, NodeId::WORKERS, NodeId::WORKERS, there, end));
    }

    /// A worker reports a message done; the queue hears it at `arrives`.
    pub(crate) fn show_report(&mut self, message: u64, arrives: Nanos) {
        if let Some(journey) = self.parts.queue.journey(message) {
            let now = self.core.now;
            self.core.journeys.hop(journey, hop(HopKind::Report, NodeId::WORKERS, NodeId::QUEUE, now, arrives));
        }
    }

    /// Nobody is at a message any more, and it is hidden until `until`.
    pub(crate) fn show_hidden(&mut self, message: u64, until: Nanos) {
        let (now, Some(journey)) = (self.core.now, self.parts.queue.journey(message)) else { return };
        if let Some(from) = self.core.journeys.cut_short(journey, now).map(|last| last.to) {
            self.core.journeys.hop(journey, hop(HopKind::Reappear, from, NodeId::QUEUE, now, until.max(now)));
        }
    }

    /// A message can be seen again, whoever still has it.
    pub(crate) fn show_again(&mut self, message: u64) {
        let (now, Some(journey)) = (self.core.now, self.parts.queue.journey(message)) else { return };
        if let Some(last) = self.core.journeys.cut_short(journey, now) {
            // It was hidden for as long as this; a report that is on its way comes too late.
            last.leave = now;
            if last.kind == HopKind::Report {
                last.kind = HopKind::Reappear;
            }
            let from = last.to;
            if from != NodeId::QUEUE {
                self.core.journeys.hop(journey, hop(HopKind::Reappear, from, NodeId::QUEUE, now, now));
            }
        }
        self.core.journeys.hop(journey, Hop::stay(HopKind::Wait, NodeId::QUEUE, now));
    }

    /// Nothing more becomes of a message.
    pub(crate) fn end_job(&mut self, message: u64, outcome: Outcome) {
        if let Ok(place) = self.parts.queue.followed.binary_search_by_key(&message, |(id, _)| *id) {
            let (_, journey) = self.parts.queue.followed.remove(place);
            self.core.journeys.end(journey, self.core.now, outcome);
        }
    }
}
