//! Work at stations: waiting, beginning, finishing.

use crate::accounts::Cause;
use crate::config::Database;
use crate::event::Event;
use crate::journey::{Hop, HopKind};
use crate::luck::Purpose;
use crate::node::NodeId;
use crate::request::{Phase, Request, RequestKey};
use crate::sim::{DATABASE, Sim};
use crate::station::{Health, Offer, Work};
use crate::time::{NEVER, Nanos, from_millis};

impl Sim {
    #[inline(always)]
    pub(crate) fn offer(&mut self, key: RequestKey, station: u8, kind: HopKind, node: NodeId) {
        let Some(request) = self.requests.get_mut(key) else { return };
        match self.stations[usize::from(station)].offer(self.now, key, request.write) {
            Offer::Free => {
                self.stay(key, kind, node, NEVER);
                self.begin(station, key, self.now);
            }
            Offer::Queued => {
                request.queued = true;
                self.stay(key, kind, node, NEVER);
            }
            Offer::Full => self.fail(key, node, Cause::QueueFull),
        }
    }

    pub(crate) fn stay(&mut self, key: RequestKey, kind: HopKind, node: NodeId, start: Nanos) {
        if let Some(slot) = self.requests.get(key).and_then(|r| r.journey) {
            self.journeys.hop(slot, Hop { kind, from: node, to: node, enter: self.now, start, leave: NEVER });
        }
    }

    /// What a worker of `station` will do for `request` from now on.
    #[inline(always)]
    fn work(&self, station: u8, key: RequestKey, request: &Request) -> Work {
        let work_ms = match &self.config.tandem {
            Some(tandem) => self.tandem_work_ms(tandem, station, request.id),
            None if station == DATABASE => query_ms(self, request),
            None => page_ms(self, request),
        };
        let slow = self.stations[usize::from(station)].health() == Health::Slow;
        let duration = from_millis(if slow { work_ms * self.config.slow_factor } else { work_ms }).max(1);
        Work { start: self.now, end: self.now + duration, write: request.write, key }
    }

    /// A worker has begun `work`: when it will be done is known.
    #[inline(always)]
    fn begun(&mut self, station: u8, worker: u16, work: Work, journey: Option<u32>) {
        if let Some(hop) = journey.and_then(|slot| self.journeys.last_hop(slot)) {
            hop.start = work.start;
            hop.leave = work.end;
        }
        let epoch = self.stations[usize::from(station)].epoch();
        self.events.push(work.end, Event::Served { station, worker, epoch });
    }

    /// A free worker begins at once with a request that came at `arrived`.
    #[inline(always)]
    fn begin(&mut self, station: u8, key: RequestKey, arrived: Nanos) {
        let Some(request) = self.requests.get(key) else { return };
        let (work, journey) = (self.work(station, key, request), request.journey);
        if let Some(worker) = self.stations[usize::from(station)].begin(self.now, work, arrived) {
            self.begun(station, worker, work, journey);
        }
    }

    /// Lets free workers of a station begin with those who wait.
    pub(crate) fn start_waiting(&mut self, station: u8) {
        while let Some((key, since)) = self.stations[usize::from(station)].next_in_queue() {
            if self.leaves_queue(station, key).is_some() {
                self.begin(station, key, since);
            }
        }
    }

    /// A worker that is done with one work takes up the next.
    #[inline(always)]
    fn go_on(&mut self, station: u8, worker: u16) {
        while let Some((key, since)) = self.stations[usize::from(station)].next_for(worker) {
            if let Some(request) = self.leaves_queue(station, key) {
                let work = self.work(station, key, &request);
                self.stations[usize::from(station)].take_up(worker, work, since);
                return self.begun(station, worker, work, request.journey);
            }
        }
        self.stations[usize::from(station)].rest(self.now, worker);
    }

    /// The request that leaves the queue. Those who gave up have left their place in it empty.
    #[inline(always)]
    fn leaves_queue(&mut self, station: u8, key: RequestKey) -> Option<Request> {
        let request = self.requests.get_mut(key)?;
        request.queued = false;
        self.stations[usize::from(station)].leave_queue(self.now);
        Some(*request)
    }

    /// A worker of a station is done.
    #[inline(always)]
    pub(crate) fn served(&mut self, station: u8, worker: u16, epoch: u32) {
        let machine = &mut self.stations[usize::from(station)];
        if machine.epoch() != epoch {
            return;
        }
        let Some(key) = machine.finish(worker) else { return };
        self.go_on(station, worker);
        // A request whose client gave up is gone: the work was wasted.
        let Some(request) = self.requests.get_mut(key) else { return };
        if self.config.tandem.is_some() {
            request.at_web = false;
            let id = request.id;
            self.accounts.node_mut(NodeId::web(station)).answered += 1;
            self.enter_tandem(key, id, station + 1);
        } else if station == DATABASE {
            request.at_database = false;
            request.phase = Phase::FromDatabase;
            request.queries_left = request.queries_left.saturating_sub(1);
            request.queries_asked += 1;
            let web = NodeId::web(request.web.unwrap_or(0));
            self.accounts.node_mut(NodeId::DATABASE).answered += 1;
            self.travel_inside(key, HopKind::Rows, NodeId::DATABASE, web, Phase::FromDatabase);
        } else {
            self.ask_or_answer(key);
        }
    }
}

/// The work of a request on its server's cores, in milliseconds. With the database inside, one draw stretches
/// rendering and queries alike, so that the service time keeps its distribution.
fn page_ms(sim: &Sim, request: &Request) -> f64 {
    let config = &sim.config;
    let mut mean_ms = if request.mobile { config.json_ms } else { config.page_ms };
    if config.topology.database == Database::Inside && config.queries > 0 {
        let reads = f64::from(config.queries) - if request.write { 1.0 } else { 0.0 };
        mean_ms += reads * config.read_ms + if request.write { config.write_ms } else { 0.0 };
    }
    stretch(sim, Purpose::WebWork, request.id, 0, mean_ms)
}

/// The work of a request's next query, in milliseconds. A writing request writes with its last one.
fn query_ms(sim: &Sim, request: &Request) -> f64 {
    let writes = request.write && request.queries_left <= 1;
    let mean_ms = if writes { sim.config.write_ms } else { sim.config.read_ms };
    stretch(sim, Purpose::DatabaseWork, request.id, request.queries_asked, mean_ms)
}

fn stretch(sim: &Sim, purpose: Purpose, id: u64, visit: u32, mean_ms: f64) -> f64 {
    let factor = sim.config.work.spread().draw(&mut sim.luck.draw(purpose, id, visit));
    mean_ms * factor
}
