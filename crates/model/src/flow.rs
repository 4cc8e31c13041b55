//! A request's way through the system: what happens at each arrival and departure.

use crate::config::Database;
use crate::engine::event::Event;
use crate::engine::request::{Phase, Request, RequestKey};
use crate::input::Send;
use crate::luck::Purpose;
use crate::measure::accounts::Cause;
use crate::measure::journey::{Hop, HopKind};
use crate::network;
use crate::node::NodeId;
use crate::service;
use crate::session::Place;
use crate::sim::Sim;
use crate::time::{Nanos, from_millis, from_secs};
use crate::workload::BY_HAND;
use crate::world::{self, visitor_by_hand};

/// Requests sent by hand count from here, so that they leave the luck of all others as it was.
pub const FIRST_BY_HAND: u64 = 1 << 63;

impl Sim {
    /// The number of the request last sent by hand.
    pub fn last_by_hand(&self) -> Option<u64> {
        self.sent_by_hand.checked_sub(1).map(|n| FIRST_BY_HAND + n)
    }

    pub(crate) fn arrive(&mut self, id: u64) {
        if self.config.tandem.is_some() {
            return self.arrive_at_tandem(id);
        }
        let (visitor, new) = self.visitors.sender(&self.luck, id, self.config.visit_requests);
        if new {
            self.sessions.put(visitor, Place::Nowhere);
            self.telemetry.visits.over(visitor);
        }
        let mobile = self.luck.draw(Purpose::Client, id, 0).unit() < self.config.mobile_share;
        let file = if self.config.topology.regions { self.file_of(id) } else { None };
        let upload = self.config.topology.queue && file.is_none() && self.uploads(id);
        let write = upload || self.luck.draw(Purpose::Access, id, 0).unit() >= self.config.read_share;
        let distance = network::distance(&self.config, &mut self.luck.draw(Purpose::Network, id, 0));
        let stretch = service::stretch(&self.config, &self.luck, Purpose::WebWork, id, 0);
        let request = Request { mobile, write, distance, stretch, ..Request::new(id, self.now, visitor) };
        let followed = self.follows(id);
        let key = if self.config.topology.regions {
            self.admit_from_region(request, file, followed)
        } else {
            self.admit(request, followed)
        };
        if self.config.topology.queue {
            self.bring_photo(key, upload);
        }
        self.look_up_or_send(key);
    }

    /// Whether the journey of request `id` is recorded.
    #[inline]
    pub(crate) fn follows(&self, id: u64) -> bool {
        let share = self.journeys.share();
        share > 0.0 && self.luck.draw(Purpose::Sampling, id, 0).unit() < share
    }

    pub(crate) fn send_by_hand(&mut self, send: Send) {
        let id = FIRST_BY_HAND + self.sent_by_hand;
        self.sent_by_hand += 1;
        if send.new_visitor {
            self.visitors.forget(BY_HAND);
            self.sessions.put(BY_HAND, Place::Nowhere);
        }
        let distance = network::distance(&self.config, &mut self.luck.draw(Purpose::Network, id, 0));
        let stretch = service::stretch(&self.config, &self.luck, Purpose::WebWork, id, 0);
        let (mobile, write) = (send.mobile, send.write || send.upload);
        let request = Request {
            mobile,
            write,
            distance,
            stretch,
            ..Request::new(id, self.now, visitor_by_hand(usize::from(send.region)))
        };
        let key = if self.config.topology.regions {
            self.admit_from_region(request, send.file, true)
        } else {
            self.admit(request, true)
        };
        if self.config.topology.queue {
            self.bring_photo(key, send.upload);
        }
        if self.config.topology.keyed() {
            // Nor does it ask for what the last in its place was sent for.
            let item = self.requests.item(key);
            (item.key, item.asked_for) = (send.key.unwrap_or(item.key), send.key.is_some());
        }
        match send.target {
            Some(target) if self.is_private(target) => {
                self.set_address(key, target);
                self.knock(key);
            }
            Some(target) => {
                self.set_address(key, target);
                self.send_to_site(key);
            }
            None => self.look_up_or_send(key),
        }
    }

    /// Behind a balancer all but the balancer have private addresses; a database's always is.
    fn is_private(&self, node: NodeId) -> bool {
        match node.web_index() {
            Some(_) => self.config.topology.balancer,
            None => node.kind().is_station(),
        }
    }

    #[inline(always)]
    pub(crate) fn admit(&mut self, mut request: Request, followed: bool) -> RequestKey {
        if followed {
            request.journey = self.journeys.begin(request.id, self.now, request.mobile, request.write);
        }
        let key = self.requests.insert(request);
        self.accounts.total.arrived += 1;
        if self.config.timeout_s < f64::INFINITY {
            self.deadlines.drop_gone(|key| self.requests.get(key).is_none());
            self.deadlines.push(self.now.saturating_add(from_secs(self.config.timeout_s)), key);
        }
        key
    }

    fn look_up_or_send(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        if let Some(address) = self.visitors.address(request.visitor, self.now) {
            self.set_address(key, address);
            self.send(key);
        } else {
            self.accounts.total.looked_up += 1;
            let client = request.client();
            let delay = from_millis(self.config.dns_ms / 2.0);
            self.travel(key, HopKind::AskDns, client, NodeId::DNS, delay, Phase::ToDns);
        }
    }

    /// The address that DNS gives to the next who asks.
    pub(crate) fn front(&mut self) -> NodeId {
        if self.config.topology.balancer {
            return NodeId::BALANCER;
        }
        // The answer names the servers in turn; clients take the first.
        self.dns_turn = (self.dns_turn + 1) % self.config.servers;
        NodeId::web(self.dns_turn as u8)
    }

    pub(crate) fn set_address(&mut self, key: RequestKey, address: NodeId) {
        if let Some(request) = self.requests.get_mut(key) {
            request.address = address;
        }
    }

    fn send(&mut self, key: RequestKey) {
        let asks_for_file = self.requests.get(key).is_some_and(Request::is_file);
        if !(asks_for_file && self.ask_edge(key)) {
            self.send_to_site(key);
        }
    }

    /// To the site itself, or to whatever else the request has the address of.
    pub(crate) fn send_to_site(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        let (address, client) = (request.address, request.client());
        let delay = self.way_to_site_ns(request, address);
        if self.config.topology.sites {
            self.accounts.sent_to_site(world::region_of(request.visitor), address.home());
        }
        self.accounts.node_mut(address).sent[usize::from(request.mobile)] += 1;
        self.travel(key, HopKind::Send, client, address, delay, Phase::ToFront);
    }

    /// A packet from the internet towards a private address.
    fn knock(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        let (client, target) = (request.client(), request.address);
        let delay = self.way_to_site_ns(request, target);
        self.travel(key, HopKind::Knock, client, target, delay, Phase::Knocking);
    }

    /// Sets out from `from` to `to`; `phase` says what it is on the way.
    pub(crate) fn travel(
        &mut self,
        key: RequestKey,
        kind: HopKind,
        from: NodeId,
        to: NodeId,
        delay: Nanos,
        phase: Phase,
    ) {
        let arrival = self.now + delay;
        self.set_out(key, kind, from, to, arrival, phase);
        self.events.push(arrival, Event::Reach(key));
    }

    /// A packet from or to a machine that is cut off is lost.
    #[cold]
    fn lose_if_cut(&mut self, key: RequestKey, from: NodeId, to: NodeId) {
        let cut_off =
            |node: NodeId| self.cut[node.index()] || (node.edge_index().is_some() && self.is_cut(NodeId::CDN));
        let Some(cut) = [from, to].into_iter().find(|node| cut_off(*node)) else { return };
        if let Some(request) = self.requests.get_mut(key) {
            request.phase = Phase::Lost;
            request.address = cut;
        }
    }

    /// As [`Sim::travel`] inside the site, where every way takes the same time.
    pub(crate) fn travel_inside(&mut self, key: RequestKey, kind: HopKind, from: NodeId, to: NodeId, phase: Phase) {
        let arrival = self.now + from_millis(self.config.site_rtt_ms / 2.0);
        self.set_out(key, kind, from, to, arrival, phase);
        self.inside.push(arrival, key);
    }

    #[inline(always)]
    fn set_out(&mut self, key: RequestKey, kind: HopKind, from: NodeId, to: NodeId, leave: Nanos, phase: Phase) {
        let Some(request) = self.requests.get_mut(key) else { return };
        request.phase = phase;
        if let Some(slot) = request.journey {
            self.journeys.hop(slot, Hop { kind, from, to, enter: self.now, start: self.now, leave, value: None });
        }
        if self.any_cut {
            self.lose_if_cut(key, from, to);
        }
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
            Phase::ToBack => self.reach_behind(key),
            Phase::FromBack => self.come_back(key),
            Phase::Committing => self.await_replicas(key),
            Phase::ToBalancer => {
                let site = self.site_of(request);
                if let Some(server) = request.web {
                    self.site_mut(site).balancer.close(server);
                }
                self.leave_balancer(key, site);
                self.answer_client(key, NodeId::balancer_at(site));
            }
            Phase::ToClient => self.answered(key),
            Phase::Knocking => {
                let target = request.address;
                self.fail(key, target, Cause::Unreachable);
            }
            Phase::ToEdge => self.reach_edge(key),
            Phase::FromOrigin => self.fetched(key),
            Phase::Rebuffed => self.try_elsewhere(key),
            Phase::Awaiting | Phase::Gathering => {}
            Phase::Unanswered | Phase::AtWeb | Phase::AtBack | Phase::Lost => {}
        }
    }

    fn reach_dns(&mut self, key: RequestKey) {
        self.accounts.node_mut(NodeId::DNS).arrived += 1;
        if !self.dns_up {
            let Some(request) = self.requests.get_mut(key) else { return };
            request.phase = Phase::Unanswered;
            if let Some(slot) = request.journey {
                self.journeys.hop(slot, Hop::stay(HopKind::DnsAnswer, NodeId::DNS, self.now));
            }
            return;
        }
        self.accounts.node_mut(NodeId::DNS).answered += 1;
        let Some(visitor) = self.requests.get(key).map(|request| request.visitor) else { return };
        let address = self.front_for(visitor);
        let Some(request) = self.requests.get_mut(key) else { return };
        request.address = address;
        let client = request.client();
        let delay = from_millis(self.config.dns_ms / 2.0);
        self.travel(key, HopKind::DnsAnswer, NodeId::DNS, client, delay, Phase::FromDns);
    }

    fn reach_balancer(&mut self, key: RequestKey) {
        let site = self.site_with(key);
        let node = NodeId::balancer_at(site);
        if self.config.topology.sites {
            if self.is_out(NodeId::site(site)) {
                // Where nothing is left, nobody refuses either.
                if let Some(request) = self.requests.get_mut(key) {
                    (request.phase, request.address) = (Phase::Lost, node);
                }
                return;
            }
            self.count_redirected(key, site);
        }
        if !self.config.has(node) || !self.site(site).balancer.is_up() {
            self.fail(key, node, Cause::Refused);
            return;
        }
        let held = self.sticks_to(key);
        let Some(request) = self.requests.get_mut(key) else { return };
        self.accounts.node_mut(node).arrived += 1;
        request.at_balancer = true;
        let (id, visitor) = (request.id, request.visitor);
        let balancer = &mut self.sites[usize::from(site)].balancer;
        let Some(server) = balancer.choose(self.config.algorithm, held, &self.luck, id, visitor) else {
            self.fail(key, node, Cause::NoServer);
            return;
        };
        request.web = Some(server);
        self.travel_inside(key, HopKind::Forward, node, NodeId::web(server), Phase::ToWeb);
    }

    fn reach_server(&mut self, key: RequestKey, server: u8) {
        let node = NodeId::web(server);
        let there = self.config.has_server(server) || self.requests.get(key).is_some_and(|r| r.at_balancer);
        if !there || !self.stations[usize::from(server)].accepts() {
            self.fail(key, node, Cause::Refused);
            return;
        }
        let queries = if self.config.topology.database == Database::Own {
            self.config.queries.min(u32::from(u16::MAX)) as u16
        } else {
            0
        };
        // A photo needs no data.
        let upload = self.config.topology.queue && self.requests.item(key).upload;
        let Some(request) = self.requests.get_mut(key) else { return };
        self.accounts.node_mut(node).arrived += 1;
        request.web = Some(server);
        request.at_web = true;
        request.phase = Phase::AtWeb;
        // Anyone may have a file.
        let signed_in = self.config.topology.sessions && !request.is_file();
        request.queries_left = if request.is_file() || upload { 0 } else { queries };
        if signed_in && !self.let_in(key, server) {
            return;
        }
        self.offer(key, server, HopKind::Work, node);
    }

    /// The web server is done with a part: it asks the next query, or answers.
    pub(crate) fn ask_or_answer(&mut self, key: RequestKey) {
        if self.config.topology.queue && self.requests.item(key).photo {
            return self.take_photo(key);
        }
        let Some(request) = self.requests.get_mut(key) else { return };
        // A stage may have taken the database away in the meantime.
        if request.queries_left > 0 && self.config.topology.database == Database::Own {
            return self.ask(key);
        }
        let web = NodeId::web(request.web.unwrap_or(0));
        request.at_web = false;
        let through_balancer = request.at_balancer;
        self.accounts.node_mut(web).answered += 1;
        if through_balancer {
            let balancer = NodeId::balancer_at(self.config.site_of(web));
            self.travel_inside(key, HopKind::Return, web, balancer, Phase::ToBalancer);
        } else {
            self.answer_client(key, web);
        }
    }

    fn leave_balancer(&mut self, key: RequestKey, site: u8) {
        if let Some(request) = self.requests.get_mut(key) {
            request.at_balancer = false;
            self.accounts.node_mut(NodeId::balancer_at(site)).answered += 1;
        }
    }

    fn answer_client(&mut self, key: RequestKey, front: NodeId) {
        let Some(request) = self.requests.get(key) else { return };
        if request.is_file() {
            return self.send_file(key, front);
        }
        let delay = self.way_to_site_ns(request, front)
            + network::transfer_ns(&self.config, self.config.answer_kb(request.mobile));
        let client = request.client();
        self.travel(key, HopKind::Answer, front, client, delay, Phase::ToClient);
    }
}
