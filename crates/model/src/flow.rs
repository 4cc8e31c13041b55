//! A request's way through the system: what happens at each arrival and departure.

use crate::accounts::Cause;
use crate::config::{Config, Database};
use crate::event::Event;
use crate::input::Send;
use crate::journey::{Hop, HopKind, Outcome};
use crate::luck::{Purpose, mix};
use crate::network;
use crate::node::NodeId;
use crate::request::{Phase, Request, RequestKey};
use crate::sim::{DATABASE, Sim};
use crate::station::{Health, Offer};
use crate::time::{NEVER, Nanos, from_millis, from_secs};
use crate::workload::BY_HAND;

/// Requests sent by hand count from here, so that they leave the luck of all others as it was.
pub const FIRST_BY_HAND: u64 = 1 << 63;

impl Sim {
    /// The number of the request last sent by hand.
    pub fn last_by_hand(&self) -> Option<u64> {
        self.sent_by_hand.checked_sub(1).map(|n| FIRST_BY_HAND + n)
    }

    pub(crate) fn arrive(&mut self, id: u64) {
        let visitor = self.visitors.sender(&self.luck, id, self.config.visit_requests);
        let mobile = self.luck.draw(Purpose::Client, id, 0).unit() < self.config.mobile_share;
        let write = self.luck.draw(Purpose::Access, id, 0).unit() >= self.config.read_share;
        let followed =
            self.journeys.share() > 0.0 && self.luck.draw(Purpose::Sampling, id, 0).unit() < self.journeys.share();
        let key = self.admit(id, visitor, mobile, write, followed);
        self.look_up_or_send(key);
    }

    pub(crate) fn send_by_hand(&mut self, send: Send) {
        let id = FIRST_BY_HAND + self.sent_by_hand;
        self.sent_by_hand += 1;
        if send.new_visitor {
            self.visitors.forget(BY_HAND);
        }
        let key = self.admit(id, BY_HAND, send.mobile, send.write, true);
        match send.target {
            Some(target) if self.is_private(target) => {
                let delay = network::internet_ns(&self.config, self.distance(key));
                self.set_address(key, target);
                let client = self.client(key);
                self.travel(key, HopKind::Knock, client, target, delay, Phase::Knocking);
            }
            Some(target) => {
                self.set_address(key, target);
                self.send(key);
            }
            None => self.look_up_or_send(key),
        }
    }

    /// Behind a balancer all but the balancer have private addresses; a database's always is.
    fn is_private(&self, node: NodeId) -> bool {
        match node.web_index() {
            Some(_) => self.config.topology.balancer,
            None => node == NodeId::DATABASE,
        }
    }

    fn admit(&mut self, id: u64, visitor: u32, mobile: bool, write: bool, followed: bool) -> RequestKey {
        let distance = network::distance(&self.config, &mut self.luck.draw(Purpose::Network, id, 0));
        let journey = if followed { self.journeys.begin(id, self.now, mobile, write) } else { None };
        let key = self.requests.insert(Request {
            id,
            born: self.now,
            visitor,
            phase: Phase::ToFront,
            address: NodeId::BALANCER,
            web: None,
            at_balancer: false,
            at_web: false,
            at_database: false,
            queued: false,
            mobile,
            write,
            queries_left: 0,
            queries_asked: 0,
            distance,
            journey,
        });
        self.accounts.total.arrived += 1;
        self.set_deadline(key);
        key
    }

    fn look_up_or_send(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        if let Some(address) = self.visitors.address(request.visitor, self.now) {
            self.set_address(key, address);
            self.send(key);
        } else {
            self.accounts.total.looked_up += 1;
            let client = self.client(key);
            let delay = from_millis(self.config.dns_ms / 2.0);
            self.travel(key, HopKind::AskDns, client, NodeId::DNS, delay, Phase::ToDns);
        }
    }

    fn client(&self, key: RequestKey) -> NodeId {
        match self.requests.get(key) {
            Some(request) if request.mobile => NodeId::MOBILE,
            _ => NodeId::BROWSER,
        }
    }

    /// The site's name leads elsewhere now. The switch-over waits until all have heard: nobody keeps an
    /// old address, and who is on the way to a door that is gone comes to the new one.
    pub(crate) fn switch_over(&mut self) {
        self.visitors.forget_all();
        let on_the_way: Vec<_> = self
            .requests
            .iter()
            .filter(|(_, r)| matches!(r.phase, Phase::FromDns | Phase::ToFront) && !self.is_public(r.address))
            .map(|(key, _)| key)
            .collect();
        for key in on_the_way {
            let front = self.front();
            let Some(request) = self.requests.get_mut(key) else { continue };
            request.address = front;
            if let (Phase::ToFront, Some(slot)) = (request.phase, request.journey)
                && let Some(hop) = self.journeys.last_hop(slot)
            {
                hop.to = front;
            }
        }
    }

    fn is_public(&self, node: NodeId) -> bool {
        match node.web_index() {
            Some(index) => !self.config.topology.balancer && u32::from(index) < self.config.servers,
            None => node == NodeId::BALANCER && self.config.topology.balancer,
        }
    }

    /// The address that DNS gives to the next who asks.
    fn front(&mut self) -> NodeId {
        if self.config.topology.balancer {
            return NodeId::BALANCER;
        }
        // The answer names the servers in turn; clients take the first.
        self.dns_turn = (self.dns_turn + 1) % self.config.servers;
        NodeId::web(self.dns_turn as u8)
    }

    fn distance(&self, key: RequestKey) -> f64 {
        self.requests.get(key).map_or(1.0, |r| r.distance)
    }

    fn set_address(&mut self, key: RequestKey, address: NodeId) {
        if let Some(request) = self.requests.get_mut(key) {
            request.address = address;
        }
    }

    fn send(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        let address = request.address;
        let delay = network::internet_ns(&self.config, request.distance);
        self.accounts.node_mut(address).sent[usize::from(request.mobile)] += 1;
        let client = self.client(key);
        self.travel(key, HopKind::Send, client, address, delay, Phase::ToFront);
    }

    /// Sets out from `from` to `to`; `phase` says what it is on the way.
    fn travel(&mut self, key: RequestKey, kind: HopKind, from: NodeId, to: NodeId, delay: Nanos, phase: Phase) {
        let Some(request) = self.requests.get_mut(key) else { return };
        request.phase = phase;
        let (enter, leave) = (self.now, self.now + delay);
        if let Some(slot) = request.journey {
            self.journeys.hop(slot, Hop { kind, from, to, enter, start: enter, leave });
        }
        self.schedule(leave, Event::Reach(key));
    }

    /// A request comes to the end of its hop.
    pub(crate) fn reach(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        match request.phase {
            Phase::ToDns => self.reach_dns(key),
            Phase::FromDns => {
                let (visitor, address) = (request.visitor, request.address);
                let until = self.now.saturating_add(from_secs(self.config.dns_ttl_s));
                self.visitors.keep(visitor, address, until);
                self.send(key);
            }
            Phase::ToFront => match request.address.web_index() {
                Some(server) => self.reach_server(key, server),
                None => self.reach_balancer(key),
            },
            Phase::ToWeb => {
                if let Some(server) = request.web {
                    self.reach_server(key, server);
                }
            }
            Phase::ToDatabase => self.reach_database(key),
            Phase::FromDatabase => self.ask_or_answer(key),
            Phase::ToBalancer => {
                if let Some(server) = request.web {
                    self.balancer.close(server);
                }
                self.leave_balancer(key);
                self.answer_client(key, NodeId::BALANCER);
            }
            Phase::ToClient => self.answered(key),
            Phase::Knocking => {
                let target = request.address;
                self.fail(key, target, Cause::Unreachable);
            }
            Phase::Unanswered | Phase::AtWeb | Phase::AtDatabase => {}
        }
    }

    fn reach_dns(&mut self, key: RequestKey) {
        self.accounts.node_mut(NodeId::DNS).arrived += 1;
        if !self.dns_up {
            if let Some(request) = self.requests.get_mut(key) {
                request.phase = Phase::Unanswered;
            }
            self.stay(key, HopKind::DnsAnswer, NodeId::DNS, NEVER);
            return;
        }
        self.accounts.node_mut(NodeId::DNS).answered += 1;
        let address = self.front();
        self.set_address(key, address);
        let client = self.client(key);
        let delay = from_millis(self.config.dns_ms / 2.0);
        self.travel(key, HopKind::DnsAnswer, NodeId::DNS, client, delay, Phase::FromDns);
    }

    fn reach_balancer(&mut self, key: RequestKey) {
        if !self.config.topology.balancer || !self.balancer.is_up() {
            self.fail(key, NodeId::BALANCER, Cause::Refused);
            return;
        }
        let Some(request) = self.requests.get_mut(key) else { return };
        self.accounts.node_mut(NodeId::BALANCER).arrived += 1;
        request.at_balancer = true;
        let (id, visitor) = (request.id, request.visitor);
        let Some(server) = self.balancer.choose(self.config.algorithm, &self.luck, id, visitor) else {
            self.fail(key, NodeId::BALANCER, Cause::NoServer);
            return;
        };
        request.web = Some(server);
        let delay = from_millis(self.config.site_rtt_ms / 2.0);
        self.travel(key, HopKind::Forward, NodeId::BALANCER, NodeId::web(server), delay, Phase::ToWeb);
    }

    fn reach_server(&mut self, key: RequestKey, server: u8) {
        let node = NodeId::web(server);
        let there = u32::from(server) < self.config.servers || self.requests.get(key).is_some_and(|r| r.at_balancer);
        if !there || !self.stations[usize::from(server)].accepts() {
            self.fail(key, node, Cause::Refused);
            return;
        }
        let queries = if self.config.topology.database == Database::Own { self.config.queries } else { 0 };
        let Some(request) = self.requests.get_mut(key) else { return };
        self.accounts.node_mut(node).arrived += 1;
        request.web = Some(server);
        request.at_web = true;
        request.phase = Phase::AtWeb;
        request.queries_left = queries;
        self.offer(key, server, HopKind::Work, node);
    }

    fn reach_database(&mut self, key: RequestKey) {
        if self.config.topology.database != Database::Own {
            // A stage took the database away while the query was on its way: it turns round.
            let web = NodeId::web(self.requests.get(key).and_then(|r| r.web).unwrap_or(0));
            let delay = from_millis(self.config.site_rtt_ms / 2.0);
            self.travel(key, HopKind::Rows, NodeId::DATABASE, web, delay, Phase::FromDatabase);
            return;
        }
        if !self.stations[usize::from(DATABASE)].accepts() {
            self.fail(key, NodeId::DATABASE, Cause::Database);
            return;
        }
        let Some(request) = self.requests.get_mut(key) else { return };
        self.accounts.node_mut(NodeId::DATABASE).arrived += 1;
        request.at_database = true;
        request.phase = Phase::AtDatabase;
        self.offer(key, DATABASE, HopKind::Data, NodeId::DATABASE);
    }

    fn offer(&mut self, key: RequestKey, station: u8, kind: HopKind, node: NodeId) {
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

    fn stay(&mut self, key: RequestKey, kind: HopKind, node: NodeId, start: Nanos) {
        if let Some(slot) = self.requests.get(key).and_then(|r| r.journey) {
            self.journeys.hop(slot, Hop { kind, from: node, to: node, enter: self.now, start, leave: NEVER });
        }
    }

    fn begin(&mut self, station: u8, key: RequestKey, arrived: Nanos) {
        let Some(request) = self.requests.get(key).copied() else { return };
        let factor = match self.stations[usize::from(station)].health() {
            Health::Slow => self.config.slow_factor,
            _ => 1.0,
        };
        let duration = if station == DATABASE { query_ns(self, &request) } else { work_ns(self, &request) };
        let duration = ((duration as f64 * factor) as Nanos).max(1);
        let machine = &mut self.stations[usize::from(station)];
        let epoch = machine.epoch();
        let Some(worker) = machine.begin(self.now, key, request.write, arrived, duration) else { return };
        if let Some(hop) = request.journey.and_then(|slot| self.journeys.last_hop(slot)) {
            hop.start = self.now;
            hop.leave = self.now + duration;
        }
        self.schedule(self.now + duration, Event::Served { station, worker, epoch });
    }

    /// Lets free workers of a station begin with those who wait.
    pub(crate) fn start_waiting(&mut self, station: u8) {
        while let Some((key, since)) = self.stations[usize::from(station)].next_in_queue() {
            // Those who gave up have left their place in the queue empty.
            if let Some(request) = self.requests.get_mut(key) {
                request.queued = false;
                self.stations[usize::from(station)].leave_queue(self.now);
                self.begin(station, key, since);
            }
        }
    }

    pub(crate) fn served(&mut self, station: u8, worker: u16, epoch: u32) {
        let machine = &mut self.stations[usize::from(station)];
        if machine.epoch() != epoch {
            return;
        }
        let Some(key) = machine.finish(self.now, worker) else { return };
        self.start_waiting(station);
        // A request whose client gave up is gone: the work was wasted.
        let Some(request) = self.requests.get_mut(key) else { return };
        if station == DATABASE {
            request.at_database = false;
            request.phase = Phase::FromDatabase;
            request.queries_left = request.queries_left.saturating_sub(1);
            request.queries_asked += 1;
            let web = NodeId::web(request.web.unwrap_or(0));
            self.accounts.node_mut(NodeId::DATABASE).answered += 1;
            let delay = from_millis(self.config.site_rtt_ms / 2.0);
            self.travel(key, HopKind::Rows, NodeId::DATABASE, web, delay, Phase::FromDatabase);
        } else {
            self.ask_or_answer(key);
        }
    }

    fn ask_or_answer(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get_mut(key) else { return };
        let web = NodeId::web(request.web.unwrap_or(0));
        let inside = from_millis(self.config.site_rtt_ms / 2.0);
        // A stage may have taken the database away in the meantime.
        if request.queries_left > 0 && self.config.topology.database == Database::Own {
            self.travel(key, HopKind::Query, web, NodeId::DATABASE, inside, Phase::ToDatabase);
            return;
        }
        request.at_web = false;
        let through_balancer = request.at_balancer;
        self.accounts.node_mut(web).answered += 1;
        if through_balancer {
            self.travel(key, HopKind::Return, web, NodeId::BALANCER, inside, Phase::ToBalancer);
        } else {
            self.answer_client(key, web);
        }
    }

    fn leave_balancer(&mut self, key: RequestKey) {
        if let Some(request) = self.requests.get_mut(key) {
            request.at_balancer = false;
            self.accounts.node_mut(NodeId::BALANCER).answered += 1;
        }
    }

    fn answer_client(&mut self, key: RequestKey, front: NodeId) {
        let Some(request) = self.requests.get(key) else { return };
        let delay = network::internet_ns(&self.config, request.distance)
            + network::transfer_ns(&self.config, answer_kb(&self.config, request.mobile));
        let client = self.client(key);
        self.travel(key, HopKind::Answer, front, client, delay, Phase::ToClient);
    }

    fn answered(&mut self, key: RequestKey) {
        let Some(request) = self.requests.remove(key) else { return };
        let latency = self.now - request.born;
        let bytes = (answer_kb(&self.config, request.mobile) * 1e3) as u64;
        let total = &mut self.accounts.total;
        total.answered += 1;
        if request.mobile {
            total.json_bytes += bytes;
            total.json_answered += 1;
        } else {
            total.page_bytes += bytes;
        }
        self.latency.record(latency);
        self.series.record(latency);
        if let Some(slot) = request.journey {
            self.journeys.end(slot, self.now, Outcome::Answered);
        }
        self.note(request.id, u64::MAX);
    }

    pub(crate) fn give_up(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        let (place, cause) = match request.phase {
            Phase::ToDns | Phase::Unanswered | Phase::FromDns => (NodeId::DNS, Cause::Dns),
            Phase::ToFront | Phase::Knocking => (request.address, Cause::Timeout),
            Phase::ToDatabase | Phase::AtDatabase | Phase::FromDatabase => (NodeId::DATABASE, Cause::Timeout),
            Phase::ToWeb | Phase::AtWeb | Phase::ToBalancer | Phase::ToClient => {
                (request.web.map_or(request.address, NodeId::web), Cause::Timeout)
            }
        };
        self.fail(key, place, cause);
    }

    /// The request fails at `place`; every node that it is inside of counts it as lost.
    pub(crate) fn fail(&mut self, key: RequestKey, place: NodeId, cause: Cause) {
        let Some(request) = self.requests.remove(key) else { return };
        let total = &mut self.accounts.total;
        total.failed[cause as usize] += 1;
        total.failing_ns += u128::from(self.now - request.born);
        self.accounts.node_mut(place).failed_here[cause as usize] += 1;
        if request.at_balancer {
            self.accounts.node_mut(NodeId::BALANCER).lost += 1;
            if let Some(server) = request.web {
                self.balancer.close(server);
            }
        }
        if request.at_web
            && let Some(server) = request.web
        {
            self.accounts.node_mut(NodeId::web(server)).lost += 1;
        }
        if request.at_database {
            self.accounts.node_mut(NodeId::DATABASE).lost += 1;
        }
        if request.phase == Phase::Unanswered {
            self.accounts.node_mut(NodeId::DNS).lost += 1;
        }
        if request.queued {
            let station = if request.phase == Phase::AtDatabase { DATABASE } else { request.web.unwrap_or(0) };
            self.stations[usize::from(station)].leave_queue(self.now);
        }
        if let Some(slot) = request.journey {
            self.journeys.end(slot, self.now, Outcome::Failed(place, cause));
        }
        self.note(request.id, cause as u64);
    }

    fn note(&mut self, id: u64, outcome: u64) {
        self.digest = mix(self.digest ^ id.rotate_left(32) ^ self.now.wrapping_mul(31) ^ outcome);
    }

    /// A web server or the database dies with all that is inside.
    pub(crate) fn kill(&mut self, station: u8) {
        let (node, cause) =
            if station == DATABASE { (NodeId::DATABASE, Cause::Database) } else { (NodeId::web(station), Cause::Cut) };
        let inside = |request: &Request| {
            if station == DATABASE { request.at_database } else { request.at_web && request.web == Some(station) }
        };
        self.fail_all(inside, node, cause);
        self.stations[usize::from(station)].clear(self.now, Health::Down(self.now));
    }

    /// The balancer dies, and with it every connection it held.
    pub(crate) fn cut_balancer(&mut self) {
        self.fail_all(|request| request.at_balancer, NodeId::BALANCER, Cause::Cut);
    }

    fn fail_all(&mut self, which: impl Fn(&Request) -> bool, node: NodeId, cause: Cause) {
        let keys: Vec<_> = self.requests.iter().filter(|(_, r)| which(r)).map(|(key, _)| key).collect();
        for key in keys {
            self.fail(key, node, cause);
        }
    }
}

fn answer_kb(config: &Config, mobile: bool) -> f64 {
    if mobile { config.json_kb } else { config.page_kb }
}

/// The work of a request on its server's cores. With the database inside, one draw stretches
/// rendering and queries alike, so that the service time keeps its distribution.
fn work_ns(sim: &Sim, request: &Request) -> Nanos {
    let config = &sim.config;
    let mut mean_ms = if request.mobile { config.json_ms } else { config.page_ms };
    if config.topology.database == Database::Inside && config.queries > 0 {
        let reads = f64::from(config.queries) - if request.write { 1.0 } else { 0.0 };
        mean_ms += reads * config.read_ms + if request.write { config.write_ms } else { 0.0 };
    }
    stretch(sim, Purpose::WebWork, request.id, 0, mean_ms)
}

/// The work of a request's next query. A writing request writes with its last one.
fn query_ns(sim: &Sim, request: &Request) -> Nanos {
    let writes = request.write && request.queries_left <= 1;
    let mean_ms = if writes { sim.config.write_ms } else { sim.config.read_ms };
    stretch(sim, Purpose::DatabaseWork, request.id, request.queries_asked, mean_ms)
}

fn stretch(sim: &Sim, purpose: Purpose, id: u64, visit: u32, mean_ms: f64) -> Nanos {
    let factor = sim.config.work.draw(&mut sim.luck.draw(purpose, id, visit));
    from_millis(mean_ms * factor)
}
