//! Work at stations: waiting, beginning, finishing.

use crate::config::{Config, Database};
use crate::engine::request::{Phase, Request, RequestKey};
use crate::luck::Purpose;
use crate::measure::accounts::Cause;
use crate::measure::journey::{Hop, HopKind};
use crate::node::NodeId;
use crate::sim::{DATABASE, Sim};
use crate::station::{Health, Offer, Work};
use crate::time::{NEVER, Nanos, from_millis};

impl Sim {
    /// A request comes to a station that accepts it.
    #[inline(always)]
    pub(crate) fn offer(&mut self, key: RequestKey, station: u8, kind: HopKind, node: NodeId) {
        let Some(request) = self.requests.get_mut(key) else { return };
        let offer = self.stations[usize::from(station)].offer(self.now, key, request.write);
        if offer == Offer::Full {
            return self.fail(key, node, Cause::QueueFull);
        }
        request.queued = offer == Offer::Queued;
        if let Some(slot) = request.journey {
            self.journeys.hop(slot, Hop::stay(kind, node, self.now));
        }
        if offer == Offer::Free {
            self.begin(station, key, self.now);
        }
    }

    /// What a worker of `station` will do for `request` from now on.
    #[inline(always)]
    fn work(&self, station: u8, key: RequestKey, request: &Request) -> Work {
        let work_ms = match &self.config.tandem {
            Some(tandem) => Self::tandem_work_ms(tandem, station),
            None if station == DATABASE => query_ms(&self.config, request),
            None => page_ms(&self.config, request),
        };
        let work_ms = work_ms * request.stretch;
        let slow = self.stations[usize::from(station)].health() == Health::Slow;
        let duration = from_millis(if slow { work_ms * self.config.slow_factor } else { work_ms }).max(1);
        Work { start: self.now, end: self.now + duration, write: request.write, key }
    }

    /// Where `request` goes from `station`, and the stretch of its work there: drawn ahead.
    #[inline(always)]
    fn ahead(&self, station: u8, request: &Request) -> (NodeId, f64) {
        let asked = u16::from(station == DATABASE);
        if self.config.tandem.is_some() {
            self.next_in_tandem(request.id, station + 1)
        } else if request.queries_left > asked {
            (request.address, self.stretch(Purpose::DatabaseWork, request.id, u32::from(request.queries_asked + asked)))
        } else {
            (request.address, request.stretch)
        }
    }

    /// A worker has begun `work`: when it will be done is known.
    #[inline(always)]
    fn begun(&mut self, station: u8, worker: u16, work: Work, ahead: (NodeId, f64)) {
        if !self.departures.set(station, worker, work.end) {
            self.lay_out_departures();
        }
        let Some(request) = self.requests.get_mut(work.key) else { return };
        (request.address, request.stretch) = ahead;
        request.queued = false;
        if let Some(hop) = request.journey.and_then(|slot| self.journeys.last_hop(slot)) {
            hop.start = work.start;
            hop.leave = work.end;
        }
    }

    /// A work over its mean.
    #[inline]
    pub(crate) fn stretch(&self, purpose: Purpose, id: u64, visit: u32) -> f64 {
        self.config.work.spread().draw(&mut self.luck.draw(purpose, id, visit))
    }

    /// A free worker begins at once with a request that came at `arrived`.
    #[inline(always)]
    fn begin(&mut self, station: u8, key: RequestKey, arrived: Nanos) {
        let Some(request) = self.requests.get(key) else { return };
        let (work, ahead) = (self.work(station, key, request), self.ahead(station, request));
        if let Some(worker) = self.stations[usize::from(station)].begin(self.now, work, arrived) {
            self.begun(station, worker, work, ahead);
        }
    }

    /// Lets free workers of a station begin with those who wait.
    pub(crate) fn start_waiting(&mut self, station: u8) {
        while let Some((key, since)) = self.stations[usize::from(station)].next_in_queue() {
            // Those who gave up have left their place in the queue empty.
            if self.requests.get(key).is_some() {
                self.stations[usize::from(station)].leave_queue(self.now);
                self.begin(station, key, since);
            }
        }
    }

    /// A worker that is done with one work takes up the next.
    #[inline(always)]
    fn go_on(&mut self, station: u8, worker: u16) {
        while let Some((key, since)) = self.stations[usize::from(station)].next_for(worker) {
            if let Some(request) = self.requests.get(key) {
                let (work, ahead) = (self.work(station, key, request), self.ahead(station, request));
                let machine = &mut self.stations[usize::from(station)];
                machine.leave_queue(self.now);
                machine.take_up(worker, work, since);
                return self.begun(station, worker, work, ahead);
            }
        }
        self.stations[usize::from(station)].rest(self.now, worker);
        self.departures.set(station, worker, NEVER);
    }

    /// A worker of a station is done.
    #[inline(always)]
    pub(crate) fn served(&mut self, station: u8, worker: u16) {
        let Some(key) = self.stations[usize::from(station)].finish(worker) else { return };
        self.go_on(station, worker);
        // A request whose client gave up is gone: the work was wasted.
        let Some(request) = self.requests.get_mut(key) else { return };
        if self.config.tandem.is_some() {
            request.at_web = false;
            self.accounts.node_mut(NodeId::web(station)).answered += 1;
            self.enter_tandem(key);
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

/// The mean work of a request on its server's cores, in milliseconds. With the database inside, one stretch holds for
/// rendering and queries alike, so that the service time keeps its distribution.
fn page_ms(config: &Config, request: &Request) -> f64 {
    let mut mean_ms = if request.mobile { config.json_ms } else { config.page_ms };
    if config.topology.database == Database::Inside && config.queries > 0 {
        let reads = f64::from(config.queries) - if request.write { 1.0 } else { 0.0 };
        mean_ms += reads * config.read_ms + if request.write { config.write_ms } else { 0.0 };
    }
    mean_ms
}

/// The mean work of a request's next query, in milliseconds. A writing request writes with its last one.
fn query_ms(config: &Config, request: &Request) -> f64 {
    if request.write && request.queries_left <= 1 { config.write_ms } else { config.read_ms }
}
