//! Work at stations: waiting, beginning, finishing.

use crate::config::{Config, Database};
use crate::engine::luck::{Luck, Purpose};
use crate::engine::time::{NEVER, Nanos, from_millis};
use crate::observe::journey::{Hop, HopKind};
use crate::request::station::{Health, Offer, Work};
use crate::request::{Errand, Request, RequestKey};
use crate::sim::core::Core;
use crate::topology::node::{DATABASE, NodeId, NodeKind};

impl Core {
    /// A request comes to a station that accepts it. What becomes of it there.
    #[inline(always)]
    pub(crate) fn offer(&mut self, key: RequestKey, station: u8, hop: HopKind, node: NodeId) -> Option<Offer> {
        let request = self.requests.get_mut(key)?;
        let offer = self.stations[usize::from(station)].offer(self.now, key, request.write);
        if offer != Offer::Full {
            request.queued = offer == Offer::Queued;
            if let Some(followed) = request.journey {
                self.journeys.hop(followed, Hop::stay(hop, node, self.now));
            }
        }
        Some(offer)
    }

    /// A worker begins with a request that came at `arrived`: `busy`, who has just done something else, or a free one.
    /// Whether it is a query about a key, which sees the data of this moment.
    #[inline(always)]
    pub(crate) fn begin(&mut self, station: u8, busy: Option<u16>, key: RequestKey, arrived: Nanos) -> bool {
        let Some(request) = self.requests.get_mut(key) else { return false };
        let machine = &mut self.stations[usize::from(station)];
        let slow = if machine.health() == Health::Slow { self.config.slow_factor } else { 1.0 };
        let duration = from_millis(mean_ms(&self.config, station, request) * request.stretch * slow).max(1);
        let work = Work { start: self.now, end: self.now + duration, write: request.write, key };
        let worker = match busy {
            Some(worker) => machine.take_up(worker, work, arrived),
            None => machine.begin(self.now, work, arrived),
        };
        let Some(worker) = worker else { return false };
        request.queued = false;
        let sees_a_key = self.keyed && is_about_a_key(station, request);
        (request.address, request.stretch) = ahead(&self.config, &self.luck, station, request);
        if let Some(hop) = request.journey.and_then(|followed| self.journeys.last_hop(followed)) {
            hop.start = work.start;
            hop.leave = work.end;
        }
        if !self.departures.set(station, worker, work.end) {
            self.lay_out_departures();
        }
        sees_a_key
    }

    /// Whether a station works at a request's query about a key, or at a write that it applies: at something after which
    /// its data may be another.
    #[inline]
    pub(crate) fn works_with_data(&self, station: u8, key: RequestKey) -> bool {
        let works = |request: &Request| match request.errand {
            Errand::Chore(kind) => kind.writes(),
            _ => is_about_a_key(station, request),
        };
        self.keyed && self.requests.get(key).is_some_and(works)
    }

    /// As [`Core::begin`] by a free worker with what has just come, where it may cost a call.
    #[inline(never)]
    pub(crate) fn begin_rarely(&mut self, station: u8, key: RequestKey) -> bool {
        self.begin(station, None, key, self.now)
    }

    /// The next request that waits at a station and still wants its worker, and since when it waits: a free worker, or
    /// the one that has just been done.
    #[inline(always)]
    pub(crate) fn next_waiting(&mut self, station: u8, worker: Option<u16>) -> Option<(RequestKey, Nanos)> {
        loop {
            let machine = &mut self.stations[usize::from(station)];
            let (key, since) = match worker {
                Some(worker) => machine.next_for(worker),
                None => machine.next_in_queue(),
            }?;
            // Those who gave up have left their place in the queue empty.
            if self.requests.get(key).is_some() {
                self.stations[usize::from(station)].leave_queue(self.now);
                return Some((key, since));
            }
        }
    }

    /// A worker has nothing to do.
    #[inline(always)]
    pub(crate) fn rest(&mut self, station: u8, worker: u16) {
        self.stations[usize::from(station)].rest(self.now, worker);
        self.departures.set(station, worker, NEVER);
    }
}

/// Whether the work of a station is a query of a database, which is about a key where keys are known.
#[inline(always)]
fn is_about_a_key(station: u8, request: &Request) -> bool {
    station >= DATABASE && !request.is_inner() && NodeId::of_station(station).kind().has_rows()
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
