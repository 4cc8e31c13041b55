//! Messages on their way: published by web servers, handed out to workers, done or not.

use crate::config::QueueConfig;
use crate::engine::event::Event;
use crate::engine::time::{NEVER, Nanos, from_millis, from_secs};
use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::observe::journey::{Followed, Outcome};
use crate::parts::queue::workers::Start;
use crate::parts::queue::workers_theory::Fluid;
use crate::parts::queue::{Ended, PICTURES, Queue, Taken};
use crate::request::RequestKey;
use crate::request::internal_task::{Chore, ChoreKind};
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::node::{NodeId, QUEUE, WORKERS};

/// The queue, and what is known of those who work for it.
#[derive(Clone, Debug)]
pub(crate) struct Jobs {
    pub queue: Queue,
    /// By worker: the receipt of what it has, or had last.
    pub has: [u64; QueueConfig::MOST_WORKERS as usize],
    /// Workers that start.
    pub starting: Vec<Start>,
    /// The backlog in theory.
    pub fluid: Fluid,
    /// When something is due, or [`NEVER`]; only the last wake planned is heard.
    pub wake: Nanos,
    pub epoch: u32,
    /// When the backlog is looked at next; [`NEVER`] if nobody looks.
    pub look: Nanos,
    pub totals: JobTotals,
    /// When the queue was empty for the first time since measuring began.
    pub emptied: Option<Nanos>,
    /// Messages whose jobs are followed, by number.
    pub followed: Vec<(u64, Followed)>,
}

/// Running totals of jobs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct JobTotals {
    /// Uploads answered, and how long they took in all.
    pub uploads: u64,
    pub upload_ns: u128,
    /// Time from publishing to being done, of all messages done.
    pub ready_ns: u128,
    /// Pictures saved.
    pub pictures: u64,
    /// Workers that died with a job in hand.
    pub crashes: u64,
}

impl Default for Jobs {
    fn default() -> Self {
        Self {
            queue: Queue::default(),
            has: [0; QueueConfig::MOST_WORKERS as usize],
            starting: Vec::new(),
            fluid: Fluid::default(),
            wake: NEVER,
            epoch: 0,
            look: NEVER,
            totals: JobTotals::default(),
            emptied: None,
            followed: Vec::new(),
        }
    }
}

impl Jobs {
    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        self.queue.bytes()
            + self.starting.capacity() * size_of::<Start>()
            + self.followed.capacity() * size_of::<(u64, Followed)>()
    }
}

/// A poison message kills its worker after this part of the job.
const FATAL: f64 = 1.0 / 3.0;

impl Core {
    pub(crate) fn half_trip(&self) -> Nanos {
        from_millis(self.config.site_rtt_ms / 2.0)
    }
}

impl Sim {
    /// The message queue.
    pub fn queue(&self) -> &Queue {
        &self.parts.queue.queue
    }

    /// The queue has taken an upload's message.
    pub(crate) fn enqueued(&mut self, key: RequestKey) {
        let Some(request) = self.core.requests.get(key) else { return };
        let (about, followed) = (request.id, request.journey.is_some());
        self.core.leave_behind(key);
        self.publish(about, followed, false);
    }

    pub(crate) fn publish(&mut self, about: u64, followed: bool, poison: bool) {
        let message = self.parts.queue.queue.publish(self.core.now, about, poison);
        self.core.accounts.tally(Count::Published);
        if followed {
            self.follow_job(message, about);
        }
        self.hand_out();
    }

    /// Free workers take what waits.
    pub(crate) fn hand_out(&mut self) {
        if !self.core.config.topology.queue {
            return;
        }
        if self.core.in_touch(QUEUE) && self.core.in_touch(WORKERS) && self.core.config.has(NodeId::WORKERS) {
            while let Some(worker) = self.core.stations[usize::from(WORKERS)].free_worker() {
                let until = self.core.now.saturating_add(from_secs(self.core.config.queue.visibility_s));
                let Some(taken) = self.parts.queue.queue.take(until, self.core.config.queue.idempotent) else { break };
                self.hand_to(worker, &taken);
            }
        }
        if self.parts.queue.queue.waiting() == 0 && self.parts.queue.emptied.is_none() {
            self.parts.queue.emptied = Some(self.core.now);
        }
        self.plan_wake();
    }

    fn hand_to(&mut self, worker: u16, taken: &Taken) {
        let message = &taken.message;
        self.core.accounts.tally(Count::Taken);
        if taken.from == PICTURES {
            self.core.accounts.tally(Count::Recognised);
        }
        let part = if message.poison { FATAL } else { taken.part() };
        let work_ms = self.core.config.queue.work_ms * part * self.core.photo_stretch(message.about);
        let checked_ms = if part == 0.0 { QueueConfig::CHECK_MS } else { work_ms };
        self.parts.queue.has[usize::from(worker)] = taken.receipt;
        let chore = Chore { kind: ChoreKind::Job, payload: taken.receipt };
        let begun = self.core.begin_chore_of(WORKERS, chore, checked_ms + self.core.config.site_rtt_ms / 2.0);
        debug_assert!(begun, "a worker was free");
        self.show_taken(message.id, worker);
    }

    /// A worker is done with the attempt of this receipt; it reports to the queue. Or the message has killed it.
    pub(crate) fn job_done(&mut self, receipt: u64) {
        let Some(message) = self.parts.queue.queue.attempt(receipt).map(|taken| taken.message) else {
            // The queue has forgotten it, but the worker is free.
            return self.hand_out();
        };
        if message.poison {
            let worker = self.parts.queue.has.iter().position(|has| *has == receipt);
            self.crashed(receipt, 0.0);
            worker.into_iter().for_each(|worker| self.worker_died(worker as u16));
        } else {
            let arrives = self.core.now + self.core.half_trip();
            self.core.events.push(arrives, Event::Reported { receipt });
            if self.parts.queue.queue.attempt(receipt).is_some_and(Taken::is_latest) {
                self.show_report(message.id, arrives);
            }
        }
        self.hand_out();
    }

    /// The report of an attempt arrives at the queue, if that works and can be reached.
    pub(crate) fn reported(&mut self, receipt: u64) {
        let heard = self.core.in_touch(QUEUE) && !self.core.is_cut(NodeId::WORKERS);
        let Some(taken) = self.parts.queue.queue.attempt(receipt).copied() else { return };
        let ended = self.parts.queue.queue.finish(receipt, heard, self.core.config.queue.idempotent);
        let Some(ended) = ended else { return };
        self.count_pictures(&ended);
        if ended.over {
            let message = &ended.message;
            self.core.accounts.tally(Count::JobDone);
            self.parts.queue.totals.ready_ns += u128::from(self.core.now - message.published);
            self.core.note(message.about, receipt);
            self.end_job(message.id, Outcome::Done);
        } else if taken.is_latest() {
            self.show_hidden(ended.message.id, taken.until);
        }
        self.plan_wake();
    }

    /// The worker with the attempt of this receipt has died with its machine.
    pub(crate) fn job_lost(&mut self, receipt: u64) {
        let share = self.share_done(receipt);
        self.crashed(receipt, share);
        self.plan_wake();
    }

    /// The part of its present work that the worker with this receipt has done, 0 to 1.
    fn share_done(&self, receipt: u64) -> f64 {
        let worker = self.parts.queue.has.iter().position(|has| *has == receipt);
        let work = worker.and_then(|worker| *self.core.stations[usize::from(WORKERS)].works().get(worker)?);
        work.map_or(0.0, |work| (self.core.now - work.start) as f64 / (work.end - work.start).max(1) as f64)
    }

    fn crashed(&mut self, receipt: u64, share: f64) {
        self.parts.queue.totals.crashes += 1;
        let Some(taken) = self.parts.queue.queue.attempt(receipt).copied() else { return };
        let share = if taken.message.poison { 0.0 } else { share };
        let ended = self.parts.queue.queue.crash(receipt, share, self.core.config.queue.idempotent);
        let Some(ended) = ended else { return };
        self.count_pictures(&ended);
        if ended.over {
            self.core.accounts.tally(Count::LostMessage);
            self.end_job(ended.message.id, Outcome::Failed(NodeId::WORKERS, Cause::Cut));
        } else if taken.is_latest() {
            self.show_hidden(ended.message.id, taken.until);
        }
    }

    fn count_pictures(&mut self, ended: &Ended) {
        self.parts.queue.totals.pictures += u64::from(ended.pictures);
        self.core.accounts.add(Count::Duplicate, u64::from(ended.duplicates));
    }

    /// Messages whose time is over can be seen again, or are put aside.
    pub(crate) fn bring_back(&mut self) {
        let (now, tries) = (self.core.now, self.core.config.queue.tries);
        let (mut dead, mut back) = (Vec::new(), Vec::new());
        self.parts.queue.queue.bring_back(now, tries, |message, put_aside| {
            if put_aside { dead.push(message.id) } else { back.push(message.id) }
        });
        self.core.accounts.add(Count::DeadLetter, dead.len() as u64);
        self.core.accounts.add(Count::Redelivered, back.len() as u64);
        back.into_iter().for_each(|id| self.show_again(id));
        dead.into_iter().for_each(|id| self.end_job(id, Outcome::PutAside));
    }

    /// The queue loses its memory.
    pub(crate) fn forget_messages(&mut self) {
        let mut gone = Vec::new();
        let before = self.parts.queue.queue.lost();
        self.parts.queue.queue.forget(|message| gone.push(message.id));
        self.core.accounts.add(Count::LostMessage, self.parts.queue.queue.lost() - before);
        gone.into_iter().for_each(|id| self.end_job(id, Outcome::Failed(NodeId::QUEUE, Cause::Cut)));
    }
}
