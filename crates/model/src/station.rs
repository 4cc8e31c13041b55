//! A server: c workers, a bounded queue first come, first served, and its state of health.

use std::collections::VecDeque;

use crate::request::RequestKey;
use crate::time::Nanos;

/// A server's state of health.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    /// It works.
    Up,
    /// It works, but takes a multiple of its time.
    Slow,
    /// It refuses every connection, since the given moment.
    Down(Nanos),
    /// It starts, and will be up at the given moment.
    Booting(Nanos),
}

/// What a worker does.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// Since when.
    pub start: Nanos,
    /// Until when.
    pub end: Nanos,
    /// Whether it is for a writing request.
    pub write: bool,
    pub(crate) key: RequestKey,
}

/// What became of a request that was offered to a station.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offer {
    /// A worker takes it at once.
    Free,
    /// It waits.
    Queued,
    /// All places are taken.
    Full,
}

/// Running totals of a station; their differences over time are its utilisation, its mean queue and so on.
#[derive(Clone, Copy, Debug, Default)]
pub struct StationTotals {
    /// Worker-nanoseconds spent working.
    pub busy_ns: u128,
    /// Request-nanoseconds spent waiting, of all requests that wait.
    pub queue_ns: u128,
    /// Worker-nanoseconds that were there to be used.
    pub capacity_ns: u128,
    /// Works begun.
    pub begun: u64,
    /// Time waited by those whose work has begun, in nanoseconds.
    pub waited_ns: u128,
    /// Of those, how many waited at all.
    pub delayed: u64,
    /// Time that finished works took, in nanoseconds.
    pub worked_ns: u128,
    /// Works finished.
    pub finished: u64,
}

/// A server.
#[derive(Clone, Debug)]
pub struct Station {
    workers: u32,
    places: u32,
    health: Health,
    epoch: u32,
    slots: Vec<Option<Work>>,
    free: Vec<u64>,
    busy: u32,
    queue: VecDeque<(RequestKey, Nanos, bool)>,
    waiting: u32,
    totals: StationTotals,
    updated: Nanos,
}

impl Station {
    pub(crate) fn new(workers: u32, places: u32) -> Self {
        let mut station = Self {
            workers: 0,
            places,
            health: Health::Up,
            epoch: 0,
            slots: Vec::new(),
            free: Vec::new(),
            busy: 0,
            queue: VecDeque::new(),
            waiting: 0,
            totals: StationTotals::default(),
            updated: 0,
        };
        station.resize(0, workers, places);
        station
    }

    /// Its state of health.
    pub fn health(&self) -> Health {
        self.health
    }

    /// Whether it takes connections.
    pub fn accepts(&self) -> bool {
        matches!(self.health, Health::Up | Health::Slow)
    }

    /// How many workers it has.
    pub fn workers(&self) -> u32 {
        self.workers
    }

    /// How many of them work.
    pub fn busy(&self) -> u32 {
        self.busy
    }

    /// How many requests wait.
    pub fn waiting(&self) -> u32 {
        self.waiting
    }

    /// How many may wait.
    pub fn places(&self) -> u32 {
        self.places
    }

    /// What its workers do, by worker; workers beyond [`Station::workers`] only finish.
    pub fn works(&self) -> &[Option<Work>] {
        &self.slots
    }

    /// Whether each of the first `n` waiting requests writes. May include some whose clients have just left.
    pub fn queue_marks(&self, n: usize) -> impl Iterator<Item = bool> + '_ {
        self.queue.iter().take(n).map(|(_, _, write)| *write)
    }

    /// The running totals at `now`.
    pub fn totals(&self, now: Nanos) -> StationTotals {
        let mut totals = self.totals;
        let elapsed = u128::from(now.saturating_sub(self.updated));
        totals.busy_ns += elapsed * u128::from(self.busy);
        totals.queue_ns += elapsed * u128::from(self.waiting);
        totals.capacity_ns += elapsed * u128::from(self.workers);
        totals
    }

    pub(crate) fn epoch(&self) -> u32 {
        self.epoch
    }

    fn advance(&mut self, now: Nanos) {
        if now != self.updated {
            self.totals = self.totals(now);
            self.updated = now;
        }
    }

    /// Gives it another number of workers and places. Work in progress is finished; requests that
    /// wait beyond the new bound stay.
    pub(crate) fn resize(&mut self, now: Nanos, workers: u32, places: u32) {
        self.advance(now);
        self.places = places;
        if workers as usize > self.slots.len() {
            self.slots.resize(workers as usize, None);
        }
        self.workers = workers;
        self.free = vec![0; self.slots.len().div_ceil(64)];
        for i in 0..workers as usize {
            if self.slots[i].is_none() {
                self.free[i / 64] |= 1 << (i % 64);
            }
        }
    }

    fn free_worker(&self) -> Option<u16> {
        self.free
            .iter()
            .enumerate()
            .find(|(_, bits)| **bits != 0)
            .map(|(i, bits)| (i as u32 * 64 + bits.trailing_zeros()) as u16)
    }

    pub(crate) fn offer(&mut self, now: Nanos, key: RequestKey, write: bool) -> Offer {
        if self.waiting == 0 && self.free_worker().is_some() {
            return Offer::Free;
        }
        if self.waiting >= self.places {
            return Offer::Full;
        }
        self.advance(now);
        self.queue.push_back((key, now, write));
        self.waiting += 1;
        Offer::Queued
    }

    /// Lets a free worker begin. `arrived` is when the request came; `duration` how long it will take.
    pub(crate) fn begin(
        &mut self,
        now: Nanos,
        key: RequestKey,
        write: bool,
        arrived: Nanos,
        duration: Nanos,
    ) -> Option<u16> {
        let worker = self.free_worker()?;
        self.advance(now);
        self.free[usize::from(worker) / 64] &= !(1 << (worker % 64));
        self.slots[usize::from(worker)] = Some(Work { start: now, end: now + duration, write, key });
        self.busy += 1;
        self.totals.begun += 1;
        self.totals.waited_ns += u128::from(now - arrived);
        self.totals.delayed += u64::from(now > arrived);
        Some(worker)
    }

    /// The worker is done; the key of its request.
    pub(crate) fn finish(&mut self, now: Nanos, worker: u16) -> Option<RequestKey> {
        let work = self.slots[usize::from(worker)].take()?;
        self.advance(now);
        self.busy -= 1;
        self.totals.finished += 1;
        self.totals.worked_ns += u128::from(now - work.start);
        if u32::from(worker) < self.workers {
            self.free[usize::from(worker) / 64] |= 1 << (worker % 64);
        }
        Some(work.key)
    }

    /// The next entry of the queue if a worker is free; the caller tells by [`Station::leave_queue`]
    /// whether it was still a waiting request.
    pub(crate) fn next_in_queue(&mut self) -> Option<(RequestKey, Nanos)> {
        self.free_worker()?;
        self.queue.pop_front().map(|(key, since, _)| (key, since))
    }

    /// One request waits no longer.
    pub(crate) fn leave_queue(&mut self, now: Nanos) {
        self.advance(now);
        self.waiting -= 1;
    }

    /// Stops everything: all workers idle, nobody waits, pending departures void.
    pub(crate) fn clear(&mut self, now: Nanos, health: Health) {
        self.advance(now);
        self.epoch = self.epoch.wrapping_add(1);
        self.health = health;
        self.busy = 0;
        self.waiting = 0;
        self.queue.clear();
        self.slots.fill(None);
        self.resize(now, self.workers, self.places);
    }

    pub(crate) fn set_health(&mut self, health: Health) {
        self.health = health;
    }
}
