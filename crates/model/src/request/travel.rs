//! Requests on their way: over the internet and inside the site.

use crate::engine::event::Event;
use crate::engine::time::Nanos;
use crate::observe::journey::{Hop, HopKind};
use crate::request::{Phase, Request, RequestKey};
use crate::sim::core::Core;
use crate::sim::next::Next;
use crate::topology::network;
use crate::topology::node::{NodeId, NodeKind};
use crate::topology::world::{self};

impl Core {
    pub(crate) fn send(&mut self, key: RequestKey) {
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
    pub(crate) fn knock(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        let (client, target) = (request.client(), request.address);
        let delay = self.way_to_site_ns(request, target);
        self.travel(key, HopKind::Knock, client, target, delay, Phase::Knocking);
    }

    /// The site's answer sets out from `front`, the balancer or a web server.
    pub(crate) fn answer(&mut self, key: RequestKey, front: NodeId) -> Next {
        let Some(request) = self.requests.get(key) else { return Next::Stay };
        if request.is_file() {
            return Next::SendFile { front };
        }
        let delay = self.way_to_site_ns(request, front)
            + network::transfer_ns(&self.config, self.config.answer_kb(request.mobile));
        let client = request.client();
        self.travel(key, HopKind::Answer, front, client, delay, Phase::ToClient);
        Next::Stay
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
    pub(crate) fn lose_if_cut(&mut self, key: RequestKey, from: NodeId, to: NodeId) {
        let cut_off = |node: NodeId| match node.kind() {
            // The second name server stands elsewhere.
            NodeKind::Dns => self.cut[node.index()] && !self.config.dns_second,
            NodeKind::Edge => self.cut[node.index()] || self.is_cut(NodeId::CDN),
            _ => self.cut[node.index()],
        };
        let Some(cut) = [from, to].into_iter().find(|node| cut_off(*node)) else { return };
        if let Some(request) = self.requests.get_mut(key) {
            request.phase = Phase::Lost;
            request.address = cut;
        }
    }

    /// As [`Core::travel`] inside the site, where every way takes the same time.
    pub(crate) fn travel_inside(&mut self, key: RequestKey, kind: HopKind, from: NodeId, to: NodeId, phase: Phase) {
        let arrival = self.now + self.way_inside;
        self.set_out(key, kind, from, to, arrival, phase);
        self.inside.push(arrival, key);
    }

    #[inline(always)]
    pub(crate) fn set_out(
        &mut self,
        key: RequestKey,
        kind: HopKind,
        from: NodeId,
        to: NodeId,
        leave: Nanos,
        phase: Phase,
    ) {
        let Some(request) = self.requests.get_mut(key) else { return };
        request.phase = phase;
        if let Some(slot) = request.journey {
            self.journeys.hop(slot, Hop { kind, from, to, enter: self.now, start: self.now, leave, value: None });
        }
        if self.any_cut {
            self.lose_if_cut(key, from, to);
        }
    }
}
