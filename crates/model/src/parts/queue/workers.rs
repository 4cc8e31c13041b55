//! The workers of the queue: those that start, die and come back, and the pool that follows the backlog.

use crate::config::{Config, QueueConfig, WorkMode};
use crate::engine::event::Event;
use crate::engine::time::{NEVER, Nanos, from_secs, to_secs};
use crate::observe::series::BacklogFigures;
use crate::parts::queue::flow::Jobs;
use crate::parts::queue::workers_theory::wanted;
use crate::request::station::Health;
use crate::sim::Sim;
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

impl Sim {
    /// Workers that start.
    pub fn workers_starting(&self) -> &[Start] {
        &self.parts.queue.starting
    }

    /// Plans to wake when something is due next.
    pub(crate) fn plan_wake(&mut self) {
        // A queue that is down notices nothing.
        let up = self.core.stations[usize::from(QUEUE)].accepts();
        let returns = if up { self.parts.queue.queue.next_return() } else { NEVER };
        let ready = self.parts.queue.starting.iter().map(|start| start.ready).min().unwrap_or(NEVER);
        let next = returns.min(ready).min(self.parts.queue.look).max(self.core.now);
        if next < self.parts.queue.wake {
            self.parts.queue.epoch += 1;
            self.parts.queue.wake = next;
            self.core.events.push(next, Event::Jobs { epoch: self.parts.queue.epoch });
        }
    }

    /// Something is due.
    pub(crate) fn wake_jobs(&mut self, epoch: u32) {
        if epoch != self.parts.queue.epoch || self.parts.queue.wake == NEVER {
            return;
        }
        self.parts.queue.wake = NEVER;
        if self.core.stations[usize::from(QUEUE)].accepts() {
            self.bring_back();
        }
        let now = self.core.now;
        while let Some(place) = self.parts.queue.starting.iter().position(|start| start.ready <= now) {
            let start = self.parts.queue.starting.remove(place);
            self.core.stations[usize::from(WORKERS)].restart(start.worker);
        }
        if self.parts.queue.look <= now {
            self.parts.queue.look = now + from_secs(QueueConfig::LOOK_S);
            self.look_at_backlog();
        }
        self.hand_out();
    }

    fn begin_start(&mut self, worker: u16, length_s: f64, crashed: bool) {
        let length = from_secs(length_s);
        self.core.stations[usize::from(WORKERS)].stop(self.core.now, worker);
        self.parts.queue.starting.push(Start {
            worker,
            ready: (self.core.now + length).min(NEVER - 1),
            length,
            crashed,
        });
    }

    /// A worker dies, and starts again.
    pub(crate) fn worker_died(&mut self, worker: u16) {
        if u32::from(worker) < self.core.stations[usize::from(WORKERS)].workers() {
            self.begin_start(worker, self.core.config.boot_s, true);
        }
    }

    /// Kills what the first busy worker does, and the worker with it.
    pub(crate) fn crash_worker(&mut self) {
        let Some((worker, work)) = self.busy_worker() else { return };
        self.drop_chore(work.key, NodeId::WORKERS);
        self.core.stations[usize::from(WORKERS)].stop(self.core.now, worker);
        self.core.departures.set(WORKERS, worker, NEVER);
        self.core.stations[usize::from(WORKERS)].restart(worker);
        self.worker_died(worker);
        self.hand_out();
    }

    /// Puts a message into the queue that kills whoever takes it.
    pub(crate) fn poison(&mut self) {
        self.publish(self.parts.queue.queue.published(), false, true);
    }

    /// The machine at `station` has died.
    pub(crate) fn jobs_died(&mut self, station: u8) {
        if station == WORKERS {
            self.parts.queue.starting.clear();
        } else if station == QUEUE && !self.core.config.queue.durable {
            self.forget_messages();
        }
    }

    /// Messages and workers agree with the configuration.
    pub(crate) fn fit_jobs(&mut self) {
        let there = self.core.config.has(NodeId::WORKERS);
        let left = self.parts.queue.queue.waiting() + self.parts.queue.queue.taken().len() > 0
            || [QUEUE, WORKERS].iter().any(|station| self.core.stations[usize::from(*station)].busy() > 0);
        if !there && left {
            for station in [QUEUE, WORKERS] {
                self.kill(station);
                self.core.stations[usize::from(station)].clear(self.core.now, Health::Up);
            }
            self.parts.queue.starting.clear();
            // With its machine go the messages, whoever has them.
            self.forget_messages();
        }
        self.forget_starts();
        let looks = there && self.core.config.queue.auto;
        if !looks {
            self.parts.queue.look = NEVER;
        } else if self.parts.queue.look == NEVER {
            self.parts.queue.look = self.core.now + from_secs(QueueConfig::LOOK_S);
        }
        self.hand_out();
    }

    /// All workers are well.
    pub(crate) fn mend_workers(&mut self) {
        for start in core::mem::take(&mut self.parts.queue.starting) {
            self.core.stations[usize::from(WORKERS)].restart(start.worker);
        }
    }

    /// The pool grows or shrinks with the backlog. It cannot count what it cannot reach.
    fn look_at_backlog(&mut self) {
        if !self.core.in_touch(QUEUE) || !self.core.in_touch(WORKERS) {
            return;
        }
        let queue = &self.core.config.queue;
        let a_worker = queue.drain_s / self.core.config.job_s();
        let messages = self.parts.queue.queue.waiting() + self.parts.queue.queue.in_work();
        let (before, workers) = (queue.workers, wanted(messages, a_worker, QueueConfig::MIN, queue.max));
        if workers == before {
            return;
        }
        let boot_s = queue.boot_s;
        let mut config = self.core.config.clone();
        config.queue.workers = workers;
        self.reconfigure_workers(config);
        for worker in before..workers {
            // One that is still at its last job is kept instead.
            if self.core.stations[usize::from(WORKERS)].works()[worker as usize].is_none() {
                self.begin_start(worker as u16, boot_s, false);
            }
        }
    }

    /// As [`Sim::reconfigure`], where nothing but the number of workers changes; new ones take nothing yet.
    fn reconfigure_workers(&mut self, config: Config) {
        self.take_config(config);
        let (workers, places) = self.core.config.station(WORKERS);
        self.core.stations[usize::from(WORKERS)].resize(self.core.now, workers, places);
        self.forget_starts();
        self.core.lay_out_departures();
    }

    /// Workers that are no more need not start; those that come in their places are well.
    fn forget_starts(&mut self) {
        let machine = &mut self.core.stations[usize::from(WORKERS)];
        self.parts.queue.starting.retain(|start| {
            let stays = u32::from(start.worker) < machine.workers();
            if !stays {
                machine.restart(start.worker);
            }
            stays
        });
    }

    /// The queue at the end of a tenth of a second; the backlog in theory follows the rates.
    pub(crate) fn observe_jobs(&mut self) -> BacklogFigures {
        let well = self.core.in_touch(QUEUE) && self.core.config.has(NodeId::QUEUE);
        let servers = self.core.config.all_servers().any(|server| self.core.in_touch(server));
        let through = self.core.config.queue.mode == WorkMode::Queue && well && servers;
        let pages = self.core.config.page_share() * self.core.config.upload_share_at(self.core.now);
        let rate = if through { self.arrival_rate() * pages } else { 0.0 };
        let machine = &self.core.stations[usize::from(WORKERS)];
        let slow = if machine.health() == Health::Slow { self.core.config.slow_factor } else { 1.0 };
        let running = machine.workers() as usize - self.parts.queue.starting.len();
        let takes = well && self.core.in_touch(WORKERS);
        let capacity = if takes { running as f64 / (self.core.config.job_s() * slow) } else { 0.0 };
        let Jobs { queue, fluid, .. } = &mut self.parts.queue;
        let expected = fluid.at(self.core.now) as f32;
        fluid.observe(self.core.now, queue.waiting(), rate, capacity);
        let oldest_s = queue.oldest().map_or(0.0, |published| to_secs(self.core.now - published));
        BacklogFigures { waiting: queue.waiting() as f32, expected, oldest_s: oldest_s as f32 }
    }
}
