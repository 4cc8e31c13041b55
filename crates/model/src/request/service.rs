//! Work at stations: waiting, beginning, finishing.

use crate::config::{Config, Database};
use crate::engine::luck::{Luck, Purpose};
use crate::engine::time::{NEVER, Nanos, from_millis};
use crate::observe::accounts::Cause;
use crate::observe::journey::{Hop, HopKind};
use crate::request::station::{Health, Offer, Work};
use crate::request::{Errand, Request, RequestKey};
use crate::sim::Sim;
use crate::topology::node::{DATABASE, NodeId, NodeKind};

impl Sim {
    /// A request comes to a station that accepts it.
    #[inline(always)]
    pub(crate) fn offer(&mut self, key: RequestKey, station: u8, kind: HopKind, node: NodeId) {
        let Some(request) = self.core.requests.get_mut(key) else { return };
        let offer = self.core.stations[usize::from(station)].offer(self.core.now, key, request.write);
        if offer == Offer::Full {
            return self.fail(key, node, Cause::QueueFull);
        }
        request.queued = offer == Offer::Queued;
        if let Some(followed) = request.journey {
            self.core.journeys.hop(followed, Hop::stay(kind, node, self.core.now));
        }
        if offer == Offer::Free {
            self.begin(station, None, key, self.core.now);
        }
    }

    /// A worker begins with a request that came at `arrived`: `busy`, who has just done something else, or a free one.
    #[inline(always)]
    pub(crate) fn begin(&mut self, station: u8, busy: Option<u16>, key: RequestKey, arrived: Nanos) {
        let Some(request) = self.core.requests.get_mut(key) else { return };
        let machine = &mut self.core.stations[usize::from(station)];
        let slow = if machine.health() == Health::Slow { self.core.config.slow_factor } else { 1.0 };
        let duration = from_millis(mean_ms(&self.core.config, station, request) * request.stretch * slow).max(1);
        let work = Work { start: self.core.now, end: self.core.now + duration, write: request.write, key };
        let worker = match busy {
            Some(worker) => machine.take_up(worker, work, arrived),
            None => machine.begin(self.core.now, work, arrived),
        };
        let Some(worker) = worker else { return };
        request.queued = false;
        if station >= DATABASE && self.core.config.topology.keyed() && !request.is_inner() {
            self.begin_with_key(station, key);
        }
        let Some(request) = self.core.requests.get_mut(key) else { return };
        (request.address, request.stretch) = ahead(&self.core.config, &self.core.luck, station, request);
        if let Some(hop) = request.journey.and_then(|followed| self.core.journeys.last_hop(followed)) {
            hop.start = work.start;
            hop.leave = work.end;
        }
        if !self.core.departures.set(station, worker, work.end) {
            self.core.lay_out_departures();
        }
    }

    /// Lets free workers of a station begin with those who wait.
    pub(crate) fn start_waiting(&mut self, station: u8) {
        while let Some((key, since)) = self.core.stations[usize::from(station)].next_in_queue() {
            // Those who gave up have left their place in the queue empty.
            if self.core.requests.get(key).is_some() {
                self.core.stations[usize::from(station)].leave_queue(self.core.now);
                self.begin(station, None, key, since);
            }
        }
    }

    /// A worker that is done with one work takes up the next.
    #[inline(always)]
    fn go_on(&mut self, station: u8, worker: u16) {
        while let Some((key, since)) = self.core.stations[usize::from(station)].next_for(worker) {
            if self.core.requests.get(key).is_some() {
                self.core.stations[usize::from(station)].leave_queue(self.core.now);
                return self.begin(station, Some(worker), key, since);
            }
        }
        self.core.stations[usize::from(station)].rest(self.core.now, worker);
        self.core.departures.set(station, worker, NEVER);
    }

    /// A worker of a station is done.
    #[inline(always)]
    pub(crate) fn served(&mut self, station: u8, worker: u16) {
        let Some(key) = self.core.stations[usize::from(station)].finish(worker) else { return };
        self.go_on(station, worker);
        // A request whose client gave up is gone: the work was wasted.
        let Some(request) = self.core.requests.get_mut(key) else { return };
        if self.core.config.tandem.is_some() {
            request.at_web = false;
            self.core.accounts.node_mut(NodeId::web(station)).answered += 1;
            self.enter_tandem(key);
        } else if station >= DATABASE {
            self.served_behind(station, key);
        } else if !(self.parts.release.faulty && self.meets_bug(key)) {
            self.ask_or_answer(key);
        }
    }
}

/// The mean work that a station has with a request, in milliseconds.
#[inline(always)]
fn mean_ms(config: &Config, station: u8, request: &Request) -> f64 {
    match &config.tandem {
        Some(tandem) => tandem.mean_ms(station),
        None if station >= DATABASE => back_ms(config, station, request),
        None => page_ms(config, request),
    }
}

/// Where a request goes from `station`, and the stretch of its work there: drawn ahead.
#[inline(always)]
fn ahead(config: &Config, luck: &Luck, station: u8, request: &Request) -> (NodeId, f64) {
    let asked = u16::from(station >= DATABASE);
    if let Some(tandem) = &config.tandem {
        tandem.next(luck, request.id, station + 1)
    } else if request.queries_left > asked {
        let visit = u32::from(request.queries_asked + asked);
        (request.address, stretch(config, luck, Purpose::DatabaseWork, request.id, visit))
    } else {
        (request.address, request.stretch)
    }
}

/// A work over its mean.
#[inline]
pub(crate) fn stretch(config: &Config, luck: &Luck, purpose: Purpose, id: u64, visit: u32) -> f64 {
    config.work.spread().draw(&mut luck.draw(purpose, id, visit))
}

/// The mean work of a request on its server's cores, in milliseconds. With the database inside, one stretch holds for
/// rendering and queries alike, so that the service time keeps its distribution.
fn page_ms(config: &Config, request: &Request) -> f64 {
    if request.is_file() {
        return config.cdn.file_ms;
    }
    if request.errand == Errand::Photo {
        return config.queue.work_ms;
    }
    let mut mean_ms = if request.mobile { config.json_ms } else { config.page_ms };
    if config.topology.database == Database::Inside && config.queries > 0 {
        let reads = f64::from(config.queries) - if request.write { 1.0 } else { 0.0 };
        mean_ms += reads * config.read_ms + if request.write { config.write_ms } else { 0.0 };
    }
    mean_ms
}

/// The mean work of a machine behind the web servers with a request, in milliseconds.
fn back_ms(config: &Config, station: u8, request: &Request) -> f64 {
    if request.is_chore() {
        return request.distance;
    }
    match NodeId::of_station(station).kind() {
        NodeKind::Sessions => config.sessions.op_ms,
        NodeKind::Cache => config.cache.op_ms,
        NodeKind::Queue => config.queue.op_ms + if config.queue.durable { config.queue.disk_ms } else { 0.0 },
        _ => query_ms(config, request),
    }
}

/// The mean work of a request's next query, in milliseconds.
fn query_ms(config: &Config, request: &Request) -> f64 {
    if request.writes_next() { config.write_ms } else { config.read_ms }
}
