//! A server: c workers, a bounded queue first come, first served, and its state of health.

use std::collections::VecDeque;

use crate::engine::time::Nanos;
use crate::request::RequestKey;

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

/// What the figures over time need of a station's totals.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct StationLoad {
    /// Worker-nanoseconds spent working.
    pub busy_ns: u128,
    /// Request-nanoseconds spent waiting, of all requests that wait.
    pub queue_ns: u128,
    /// Worker-nanoseconds that were there to be used.
    pub capacity_ns: u128,
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

/// The integral of a count over time. Each change costs one addition: what begins at t counts −t, what ends at t
/// counts +t, and what is still there counts up to now.
#[derive(Clone, Copy, Debug, Default)]
struct Area(u128);

impl Area {
    fn begin(&mut self, now: Nanos) {
        self.0 = self.0.wrapping_sub(u128::from(now));
    }

    fn end(&mut self, now: Nanos) {
        self.0 = self.0.wrapping_add(u128::from(now));
    }

    /// `count` are still there.
    fn until(self, now: Nanos, count: u32) -> u128 {
        self.0.wrapping_add(u128::from(now) * u128::from(count))
    }

    /// `count` begin at once.
    fn begin_all(&mut self, now: Nanos, count: u32) {
        self.0 = self.0.wrapping_sub(u128::from(now) * u128::from(count));
    }

    /// All `count` end at once.
    fn end_all(&mut self, now: Nanos, count: u32) {
        self.0 = self.until(now, count);
    }
}

/// A server.
#[derive(Clone, Debug)]
pub struct Station {
    workers: u32,
    places: u32,
    health: Health,
    epoch: u32,
    slots: Vec<Option<Work>>,
    /// Which workers are free, a bit each.
    free: Vec<u64>,
    /// Which of the first 64 workers are stopped, a bit each: these take nothing.
    stopped: u64,
    busy: u32,
    waiting: u32,
    queue: VecDeque<(RequestKey, Nanos, bool)>,
    busy_area: Area,
    queue_area: Area,
    capacity_area: Area,
    waited_ns: u128,
    delayed: u64,
    finished: u64,
    /// Works that ended with the machine, and the time they had taken.
    broken_off: u64,
    broken_off_ns: u128,
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
            stopped: 0,
            busy: 0,
            waiting: 0,
            queue: VecDeque::new(),
            busy_area: Area::default(),
            queue_area: Area::default(),
            capacity_area: Area::default(),
            waited_ns: 0,
            delayed: 0,
            finished: 0,
            broken_off: 0,
            broken_off_ns: 0,
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

    pub(crate) fn load(&self, now: Nanos) -> StationLoad {
        StationLoad {
            busy_ns: self.busy_area.until(now, self.busy),
            queue_ns: self.queue_area.until(now, self.waiting),
            capacity_ns: self.capacity_area.until(now, self.workers),
        }
    }

    /// How many bytes it takes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Option<Work>>()
            + self.free.capacity() * size_of::<u64>()
            + self.queue.capacity() * size_of::<(RequestKey, Nanos, bool)>()
    }

    /// The running totals at `now`.
    pub fn totals(&self, now: Nanos) -> StationTotals {
        let StationLoad { busy_ns, queue_ns, capacity_ns } = self.load(now);
        let under_way: u128 = self.slots.iter().flatten().map(|work| u128::from(now - work.start)).sum();
        StationTotals {
            busy_ns,
            queue_ns,
            capacity_ns,
            begun: self.finished + self.broken_off + u64::from(self.busy),
            waited_ns: self.waited_ns,
            delayed: self.delayed,
            worked_ns: busy_ns - under_way - self.broken_off_ns,
            finished: self.finished,
        }
    }

    pub(crate) fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Gives it another number of workers and places. Work in progress is finished; requests that
    /// wait beyond the new bound stay.
    pub(crate) fn resize(&mut self, now: Nanos, workers: u32, places: u32) {
        self.capacity_area.end_all(now, self.workers);
        self.places = places;
        if workers as usize > self.slots.len() {
            self.slots.resize(workers as usize, None);
        }
        self.workers = workers;
        self.capacity_area.begin_all(now, workers);
        self.free = vec![0; self.slots.len().div_ceil(64)];
        for i in 0..workers as usize {
            if self.slots[i].is_none() && !self.is_stopped(i as u16) {
                self.free[i / 64] |= 1 << (i % 64);
            }
        }
    }

    fn is_stopped(&self, worker: u16) -> bool {
        worker < 64 && self.stopped >> worker & 1 == 1
    }

    /// One of the first 64 workers stops, and breaks off what it does.
    pub(crate) fn stop(&mut self, now: Nanos, worker: u16) {
        if let Some(work) = self.slots.get_mut(usize::from(worker)).and_then(Option::take) {
            self.busy -= 1;
            self.busy_area.end(now);
            self.broken_off += 1;
            self.broken_off_ns += u128::from(now - work.start);
        }
        self.stopped |= 1 << worker;
        self.free[0] &= !(1 << worker);
    }

    /// A stopped worker works again.
    pub(crate) fn restart(&mut self, worker: u16) {
        self.stopped &= !(1 << worker);
        if u32::from(worker) < self.workers && self.slots[usize::from(worker)].is_none() {
            self.free[0] |= 1 << worker;
        }
    }

    /// The worker that would begin next, if one is free.
    #[inline]
    pub(crate) fn free_worker(&self) -> Option<u16> {
        let word = self.free.iter().position(|bits| *bits != 0)?;
        Some((word as u32 * 64 + self.free[word].trailing_zeros()) as u16)
    }

    /// Offers a request. Who finds a worker free and nobody waiting is to begin at once.
    #[inline]
    pub(crate) fn offer(&mut self, now: Nanos, key: RequestKey, write: bool) -> Offer {
        // Some of the busy ones may be beyond the present number and only finish.
        if self.waiting == 0 && (self.stopped == 0 && self.busy < self.workers || self.free_worker().is_some()) {
            return Offer::Free;
        }
        if self.waiting >= self.places {
            return Offer::Full;
        }
        self.queue.push_back((key, now, write));
        self.waiting += 1;
        self.queue_area.begin(now);
        Offer::Queued
    }

    /// Lets a free worker begin. `arrived` is when the request came; `duration` how long it will take.
    #[inline]
    pub(crate) fn begin(&mut self, now: Nanos, work: Work, arrived: Nanos) -> Option<u16> {
        let worker = self.free_worker()?;
        self.free[usize::from(worker) / 64] &= !(1 << (worker % 64));
        self.busy += 1;
        self.busy_area.begin(now);
        self.take_up(worker, work, arrived)
    }

    /// A busy worker takes up the next work.
    #[inline(always)]
    pub(crate) fn take_up(&mut self, worker: u16, work: Work, arrived: Nanos) -> Option<u16> {
        if work.start > arrived {
            self.waited_ns += u128::from(work.start - arrived);
            self.delayed += 1;
        }
        self.slots[usize::from(worker)] = Some(work);
        Some(worker)
    }

    /// The work of a busy worker is done; it is to take up another or to rest.
    #[inline]
    pub(crate) fn finish(&mut self, worker: u16) -> Option<RequestKey> {
        let work = self.slots.get_mut(usize::from(worker))?.take()?;
        self.finished += 1;
        Some(work.key)
    }

    /// A busy worker without work becomes idle.
    #[inline]
    pub(crate) fn rest(&mut self, now: Nanos, worker: u16) {
        self.busy -= 1;
        self.busy_area.end(now);
        if u32::from(worker) < self.workers {
            self.free[usize::from(worker) / 64] |= 1 << (worker % 64);
        }
    }

    /// Whether a worker is one of its present number, and not one that only finishes.
    #[inline]
    pub(crate) fn keeps(&self, worker: u16) -> bool {
        u32::from(worker) < self.workers
    }

    /// The next entry of the queue for a busy worker without work; the caller tells by [`Station::leave_queue`] whether
    /// it was still a waiting request.
    #[inline]
    pub(crate) fn next_for(&mut self, worker: u16) -> Option<(RequestKey, Nanos)> {
        if self.queue.is_empty() || !self.keeps(worker) {
            return None;
        }
        self.queue.pop_front().map(|(key, since, _)| (key, since))
    }

    /// The next entry of the queue if a worker is free; the caller tells by [`Station::leave_queue`]
    /// whether it was still a waiting request.
    #[inline]
    pub(crate) fn next_in_queue(&mut self) -> Option<(RequestKey, Nanos)> {
        if self.queue.is_empty() {
            return None;
        }
        self.free_worker()?;
        self.queue.pop_front().map(|(key, since, _)| (key, since))
    }

    /// One request waits no longer.
    #[inline]
    pub(crate) fn leave_queue(&mut self, now: Nanos) {
        self.waiting -= 1;
        self.queue_area.end(now);
    }

    /// Stops everything: all workers idle, nobody waits, pending departures void.
    pub(crate) fn clear(&mut self, now: Nanos, health: Health) {
        self.epoch = self.epoch.wrapping_add(1);
        self.health = health;
        self.broken_off += u64::from(self.busy);
        self.broken_off_ns += self.slots.iter().flatten().map(|work| u128::from(now - work.start)).sum::<u128>();
        self.busy_area.end_all(now, self.busy);
        self.queue_area.end_all(now, self.waiting);
        self.busy = 0;
        self.waiting = 0;
        self.queue.clear();
        self.slots.fill(None);
        self.stopped = 0;
        self.resize(now, self.workers, self.places);
    }

    pub(crate) fn set_health(&mut self, health: Health) {
        self.health = health;
    }
}
