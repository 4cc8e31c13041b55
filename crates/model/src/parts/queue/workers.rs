//! The workers of the queue: those that start, die and come back, and the pool that follows the backlog.

use crate::config::{QueueConfig, WorkMode};
use crate::engine::event::Event;
use crate::engine::time::{NEVER, Nanos, from_secs, to_secs};
use crate::observe::series::BacklogFigures;
use crate::parts::queue::flow::Jobs;
use crate::parts::queue::workers_theory::wanted;
use crate::request::station::{Health, Work};
use crate::sim::core::Core;
use crate::topology::node::{NodeId, QUEUE, WORKERS};

/// A worker that starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Its number, from 0.
    pub worker: u16,
    /// When it will be ready.
    pub ready: Nanos,
    /// How long it takes to start.
    pub length: Nanos,
    /// It has died, and is no new one.
    pub crashed: bool,
}

impl Core {
    /// The first worker that has something to do, and what.
    pub(crate) fn busy_worker(&self) -> Option<(u16, Work)> {
        let works = self.stations[usize::from(WORKERS)].works();
        works.iter().enumerate().find_map(|(i, work)| Some((i as u16, (*work)?)))
    }
}

impl Jobs {
    /// Plans to wake when something is due next.
    pub fn plan_wake(&mut self, core: &mut Core) {
        // A queue that is down notices nothing.
        let up = core.stations[usize::from(QUEUE)].accepts();
        let returns = if up { self.queue.next_return() } else { NEVER };
        let ready = self.starting.iter().map(|start| start.ready).min().unwrap_or(NEVER);
        let next = returns.min(ready).min(self.look).max(core.now);
        if next < self.wake {
            self.epoch += 1;
            self.wake = next;
            core.events.push(next, Event::Jobs { epoch: self.epoch });
        }
    }

    /// Whether the wake with this number is still wanted.
    pub fn awaits(&self, epoch: u32) -> bool {
        epoch == self.epoch && self.wake != NEVER
    }

    /// Something is due. How many workers there are to be, if the pool looks at its backlog now and finds them too few
    /// or too many; free ones are to take what waits after that.
    pub fn wake_up(&mut self, core: &mut Core) -> Option<u32> {
        self.wake = NEVER;
        if core.stations[usize::from(QUEUE)].accepts() {
            self.bring_back(core);
        }
        let now = core.now;
        while let Some(place) = self.starting.iter().position(|start| start.ready <= now) {
            let start = self.starting.remove(place);
            core.stations[usize::from(WORKERS)].restart(start.worker);
        }
        if self.look > now {
            return None;
        }
        self.look = now + from_secs(QueueConfig::LOOK_S);
        self.look_at_backlog(core)
    }

    fn begin_start(&mut self, core: &mut Core, worker: u16, length_s: f64, crashed: bool) {
        let length = from_secs(length_s);
        core.stations[usize::from(WORKERS)].stop(core.now, worker);
        self.starting.push(Start { worker, ready: (core.now + length).min(NEVER - 1), length, crashed });
    }

    /// A worker dies, and starts again.
    pub fn worker_died(&mut self, core: &mut Core, worker: u16) {
        if u32::from(worker) < core.stations[usize::from(WORKERS)].workers() {
            let boot_s = core.config.boot_s;
            self.begin_start(core, worker, boot_s, true);
        }
    }

    /// Kills what the first busy worker does, and the worker with it.
    pub fn crash_worker(&mut self, core: &mut Core) {
        let Some((worker, work)) = core.busy_worker() else { return };
        if let Some((_, job)) = core.drop_chore(work.key, NodeId::WORKERS) {
            self.job_lost(core, job.payload);
        }
        core.stations[usize::from(WORKERS)].stop(core.now, worker);
        core.departures.set(WORKERS, worker, NEVER);
        core.stations[usize::from(WORKERS)].restart(worker);
        self.worker_died(core, worker);
        self.hand_out(core);
    }

    /// Puts a message into the queue that kills whoever takes it.
    pub fn poison(&mut self, core: &mut Core) {
        self.publish(core, self.queue.published(), false, true);
    }

    /// The machine at `station` has died.
    pub fn died(&mut self, core: &mut Core, station: u8) {
        if station == WORKERS {
            self.starting.clear();
        } else if station == QUEUE && !core.config.queue.durable && !core.has_spare(QUEUE) {
            self.forget_messages(core);
        }
    }

    /// Whether messages or work are left of a queue that is there no more.
    pub fn is_left_over(&self, core: &Core) -> bool {
        let left = self.queue.waiting() + self.queue.taken().len() > 0
            || [QUEUE, WORKERS].iter().any(|station| core.stations[usize::from(*station)].busy() > 0);
        !core.config.has(NodeId::WORKERS) && left
    }

    /// The machines are taken away. With the queue's go the messages, whoever has them.
    pub fn taken_away(&mut self, core: &mut Core) {
        self.starting.clear();
        self.forget_messages(core);
    }

    /// Messages and workers agree with the configuration.
    pub fn fit(&mut self, core: &mut Core) {
        self.forget_starts(core);
        let looks = core.config.has(NodeId::WORKERS) && core.config.queue.auto;
        if !looks {
            self.look = NEVER;
        } else if self.look == NEVER {
            self.look = core.now + from_secs(QueueConfig::LOOK_S);
        }
        self.hand_out(core);
    }

    /// All workers are well.
    pub fn mend_workers(&mut self, core: &mut Core) {
        for start in core::mem::take(&mut self.starting) {
            core.stations[usize::from(WORKERS)].restart(start.worker);
        }
    }

    /// How many workers the backlog wants, if not as many as there are. The pool cannot count what it cannot reach.
    fn look_at_backlog(&self, core: &Core) -> Option<u32> {
        if !core.in_touch(QUEUE) || !core.in_touch(WORKERS) {
            return None;
        }
        let queue = &core.config.queue;
        let a_worker = queue.drain_s / core.config.job_s();
        let messages = self.queue.waiting() + self.queue.in_work();
        let workers = wanted(messages, a_worker, QueueConfig::MIN, queue.max);
        (workers != queue.workers).then_some(workers)
    }

    /// There were `before` workers until now. New ones start, and take nothing yet.
    pub fn resized(&mut self, core: &mut Core, before: u32) {
        let (workers, places) = core.config.station(WORKERS);
        core.stations[usize::from(WORKERS)].resize(core.now, workers, places);
        self.forget_starts(core);
        core.lay_out_departures();
        let (workers, boot_s) = (core.config.queue.workers, core.config.queue.boot_s);
        for worker in before..workers {
            // One that is still at its last job is kept instead.
            if core.stations[usize::from(WORKERS)].works()[worker as usize].is_none() {
                self.begin_start(core, worker as u16, boot_s, false);
            }
        }
    }

    /// Workers that are no more need not start; those that come in their places are well.
    fn forget_starts(&mut self, core: &mut Core) {
        let machine = &mut core.stations[usize::from(WORKERS)];
        self.starting.retain(|start| {
            let stays = u32::from(start.worker) < machine.workers();
            if !stays {
                machine.restart(start.worker);
            }
            stays
        });
    }

    /// The queue at the end of a tenth of a second; the backlog in theory follows the rates.
    pub fn observe(&mut self, core: &Core) -> BacklogFigures {
        let well = core.in_touch(QUEUE) && core.config.has(NodeId::QUEUE);
        let servers = core.config.all_servers().any(|server| core.in_touch(server));
        let through = core.config.queue.mode == WorkMode::Queue && well && servers;
        let pages = core.config.page_share() * core.config.upload_share_at(core.now);
        let rate = if through { core.config.arrival_rate_at(core.now) * pages } else { 0.0 };
        let machine = &core.stations[usize::from(WORKERS)];
        let slow = if machine.health() == Health::Slow { core.config.slow_factor } else { 1.0 };
        let running = machine.workers() as usize - self.starting.len();
        let takes = well && core.in_touch(WORKERS);
        let capacity = if takes { running as f64 / (core.config.job_s() * slow) } else { 0.0 };
        let Jobs { queue, fluid, .. } = self;
        let expected = fluid.at(core.now) as f32;
        fluid.observe(core.now, queue.waiting(), rate, capacity);
        let oldest_s = queue.oldest().map_or(0.0, |published| to_secs(core.now - published));
        BacklogFigures { waiting: queue.waiting() as f32, expected, oldest_s: oldest_s as f32 }
    }
}
