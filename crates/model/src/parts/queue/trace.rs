//! The journeys of jobs: what becomes of a followed upload's message after the answer.

use crate::engine::time::Nanos;
use crate::observe::journey::{Followed, Hop, HopKind, Outcome};
use crate::parts::queue::flow::Jobs;
use crate::sim::core::Core;
use crate::topology::node::{NodeId, WORKERS};

/// Journeys of jobs have the number of their request with this bit turned over.
const JOB: u64 = 1 << 62;
/// No more jobs are followed at once: their messages may wait for long.
const FOLLOWED: usize = 256;

/// The number of the journey of the job that request `id` gave rise to.
pub fn job_of(id: u64) -> u64 {
    id ^ JOB
}

/// A way or a stay without waiting.
fn hop(kind: HopKind, from: NodeId, to: NodeId, enter: Nanos, leave: Nanos) -> Hop {
    Hop { kind, from, to, enter, start: enter, leave, value: None }
}

impl Jobs {
    fn journey(&self, message: u64) -> Option<Followed> {
        let place = self.followed.binary_search_by_key(&message, |(id, _)| *id).ok()?;
        Some(self.followed[place].1)
    }

    /// The message of the followed request `about` waits.
    pub fn follow_job(&mut self, core: &mut Core, message: u64, about: u64) {
        if self.followed.len() < FOLLOWED
            && let Some(journey) = core.journeys.begin(job_of(about), core.now, false, true)
        {
            core.journeys.hop(journey, Hop::stay(HopKind::Wait, NodeId::QUEUE, core.now));
            self.followed.push((message, journey));
        }
    }

    /// `worker` has taken a message.
    pub fn show_taken(&mut self, core: &mut Core, message: u64, worker: u16) {
        let Some(journey) = self.journey(message) else { return };
        let (now, there) = (core.now, core.now + core.way_inside);
        if let Some(hop) = core.journeys.last_hop(journey) {
            (hop.start, hop.leave) = (now, now);
        }
        let end = core.stations[usize::from(WORKERS)].works()[usize::from(worker)].map_or(there, |work| work.end);
        let there = there.min(end);
        core.journeys.hop(journey, hop(HopKind::Take, NodeId::QUEUE, NodeId::WORKERS, now, there));
        core.journeys.hop(journey, hop(HopKind::Job, NodeId::WORKERS, NodeId::WORKERS, there, end));
    }

    /// A worker reports a message done; the queue hears it at `arrives`.
    pub fn show_report(&mut self, core: &mut Core, message: u64, arrives: Nanos) {
        if let Some(journey) = self.journey(message) {
            let now = core.now;
            core.journeys.hop(journey, hop(HopKind::Report, NodeId::WORKERS, NodeId::QUEUE, now, arrives));
        }
    }

    /// Nobody is at a message any more, and it is hidden until `until`.
    pub fn show_hidden(&mut self, core: &mut Core, message: u64, until: Nanos) {
        let (now, Some(journey)) = (core.now, self.journey(message)) else { return };
        if let Some(from) = core.journeys.cut_short(journey, now).map(|last| last.to) {
            core.journeys.hop(journey, hop(HopKind::Reappear, from, NodeId::QUEUE, now, until.max(now)));
        }
    }

    /// A message can be seen again, whoever still has it.
    pub fn show_again(&mut self, core: &mut Core, message: u64) {
        let (now, Some(journey)) = (core.now, self.journey(message)) else { return };
        if let Some(last) = core.journeys.cut_short(journey, now) {
            // It was hidden for as long as this; a report that is on its way comes too late.
            last.leave = now;
            if last.kind == HopKind::Report {
                last.kind = HopKind::Reappear;
            }
            let from = last.to;
            if from != NodeId::QUEUE {
                core.journeys.hop(journey, hop(HopKind::Reappear, from, NodeId::QUEUE, now, now));
            }
        }
        core.journeys.hop(journey, Hop::stay(HopKind::Wait, NodeId::QUEUE, now));
    }

    /// Nothing more becomes of a message.
    pub fn end_job(&mut self, core: &mut Core, message: u64, outcome: Outcome) {
        if let Ok(place) = self.followed.binary_search_by_key(&message, |(id, _)| *id) {
            let (_, journey) = self.followed.remove(place);
            core.journeys.end(journey, core.now, outcome);
        }
    }
}
