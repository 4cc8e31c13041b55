//! Messages on their way: published by web servers, handed out to workers, done or not.

use crate::config::QueueConfig;
use crate::engine::event::Event;
use crate::engine::time::{NEVER, Nanos, from_secs};
use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::observe::journey::{Followed, Outcome};
use crate::parts::queue::workers::Start;
use crate::parts::queue::workers_theory::Fluid;
use crate::parts::queue::{Ended, PICTURES, Queue, Taken};
use crate::request::RequestKey;
use crate::request::internal_task::{Chore, ChoreKind};
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

impl Jobs {
    /// The queue has taken an upload's message.
    pub fn enqueued(&mut self, core: &mut Core, key: RequestKey) {
        let Some(request) = core.requests.get(key) else { return };
        let (about, followed) = (request.id, request.journey.is_some());
        core.leave_behind(key);
        self.publish(core, about, followed, false);
    }

    /// A message about request `about` waits; poison kills whoever takes it.
    pub fn publish(&mut self, core: &mut Core, about: u64, followed: bool, poison: bool) {
        let message = self.queue.publish(core.now, about, poison);
        core.accounts.tally(Count::Published);
        if followed {
            self.follow_job(core, message, about);
        }
        self.hand_out(core);
    }

    /// Free workers take what waits.
    pub fn hand_out(&mut self, core: &mut Core) {
        if !core.config.topology.queue {
            return;
        }
        if core.in_touch(QUEUE) && core.in_touch(WORKERS) && core.has(NodeId::WORKERS) {
            while let Some(worker) = core.stations[usize::from(WORKERS)].free_worker() {
                let until = core.now.saturating_add(from_secs(core.config.queue.visibility_s));
                let Some(taken) = self.queue.take(until, core.config.queue.idempotent) else { break };
                self.hand_to(core, worker, &taken);
            }
        }
        if self.queue.waiting() == 0 && self.emptied.is_none() {
            self.emptied = Some(core.now);
        }
        self.plan_wake(core);
    }

    fn hand_to(&mut self, core: &mut Core, worker: u16, taken: &Taken) {
        let message = &taken.message;
        core.accounts.tally(Count::Taken);
        if taken.from == PICTURES {
            core.accounts.tally(Count::Recognised);
        }
        let part = if message.poison { FATAL } else { taken.part() };
        let work_ms = core.config.queue.work_ms * part * core.photo_stretch(message.about);
        let checked_ms = if part == 0.0 { QueueConfig::CHECK_MS } else { work_ms };
        self.has[usize::from(worker)] = taken.receipt;
        let chore = Chore { kind: ChoreKind::Job, payload: taken.receipt };
        let begun = core.begin_chore_of(WORKERS, chore, checked_ms + core.config.site_rtt_ms / 2.0);
        debug_assert!(begun, "a worker was free");
        self.show_taken(core, message.id, worker);
    }

    /// A worker is done with the attempt of this receipt; it reports to the queue. Or the message has killed it.
    pub fn job_done(&mut self, core: &mut Core, receipt: u64) {
        let Some(message) = self.queue.attempt(receipt).map(|taken| taken.message) else {
            // The queue has forgotten it, but the worker is free.
            return self.hand_out(core);
        };
        if message.poison {
            let worker = self.has.iter().position(|has| *has == receipt);
            self.crashed(core, receipt, 0.0);
            worker.into_iter().for_each(|worker| self.worker_died(core, worker as u16));
        } else {
            let arrives = core.now + core.way_inside;
            core.events.push(arrives, Event::Reported { receipt });
            if self.queue.attempt(receipt).is_some_and(Taken::is_latest) {
                self.show_report(core, message.id, arrives);
            }
        }
        self.hand_out(core);
    }

    /// The report of an attempt arrives at the queue, if that works and can be reached.
    pub fn reported(&mut self, core: &mut Core, receipt: u64) {
        let heard = core.in_touch(QUEUE) && !core.is_cut(NodeId::WORKERS);
        let Some(taken) = self.queue.attempt(receipt).copied() else { return };
        let ended = self.queue.finish(receipt, heard, core.config.queue.idempotent);
        let Some(ended) = ended else { return };
        self.count_pictures(core, &ended);
        if ended.over {
            let message = &ended.message;
            core.accounts.tally(Count::JobDone);
            self.totals.ready_ns += u128::from(core.now - message.published);
            core.note(message.about, receipt);
            self.end_job(core, message.id, Outcome::Done);
        } else if taken.is_latest() {
            self.show_hidden(core, ended.message.id, taken.until);
        }
        self.plan_wake(core);
    }

    /// The worker with the attempt of this receipt has died with its machine.
    pub fn job_lost(&mut self, core: &mut Core, receipt: u64) {
        let share = self.share_done(core, receipt);
        self.crashed(core, receipt, share);
        self.plan_wake(core);
    }

    /// The part of its present work that the worker with this receipt has done, 0 to 1.
    fn share_done(&self, core: &Core, receipt: u64) -> f64 {
        let worker = self.has.iter().position(|has| *has == receipt);
        let work = worker.and_then(|worker| *core.stations[usize::from(WORKERS)].works().get(worker)?);
        work.map_or(0.0, |work| (core.now - work.start) as f64 / (work.end - work.start).max(1) as f64)
    }

    fn crashed(&mut self, core: &mut Core, receipt: u64, share: f64) {
        self.totals.crashes += 1;
        let Some(taken) = self.queue.attempt(receipt).copied() else { return };
        let share = if taken.message.poison { 0.0 } else { share };
        let ended = self.queue.crash(receipt, share, core.config.queue.idempotent);
        let Some(ended) = ended else { return };
        self.count_pictures(core, &ended);
        if ended.over {
            core.accounts.tally(Count::LostMessage);
            self.end_job(core, ended.message.id, Outcome::Failed(NodeId::WORKERS, Cause::Cut));
        } else if taken.is_latest() {
            self.show_hidden(core, ended.message.id, taken.until);
        }
    }

    fn count_pictures(&mut self, core: &mut Core, ended: &Ended) {
        self.totals.pictures += u64::from(ended.pictures);
        core.accounts.add(Count::Duplicate, u64::from(ended.duplicates));
    }

    /// Messages whose time is over can be seen again, or are put aside.
    pub fn bring_back(&mut self, core: &mut Core) {
        let (now, tries) = (core.now, core.config.queue.tries);
        let (mut dead, mut back) = (Vec::new(), Vec::new());
        self.queue.bring_back(
            now,
            tries,
            |message, put_aside| {
                if put_aside { dead.push(message.id) } else { back.push(message.id) }
            },
        );
        core.accounts.add(Count::DeadLetter, dead.len() as u64);
        core.accounts.add(Count::Redelivered, back.len() as u64);
        back.into_iter().for_each(|id| self.show_again(core, id));
        dead.into_iter().for_each(|id| self.end_job(core, id, Outcome::PutAside));
    }

    /// The queue loses its memory.
    pub fn forget_messages(&mut self, core: &mut Core) {
        let mut gone = Vec::new();
        let before = self.queue.lost();
        self.queue.forget(|message| gone.push(message.id));
        core.accounts.add(Count::LostMessage, self.queue.lost() - before);
        gone.into_iter().for_each(|id| self.end_job(core, id, Outcome::Failed(NodeId::QUEUE, Cause::Cut)));
    }
}
