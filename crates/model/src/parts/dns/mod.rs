//! The name service: clients ask it for the address of the site, and keep the answer for a while. If there is a second name
//! server, those whom the first does not answer ask that one, and wait a little longer.

use crate::engine::time::from_millis;
use crate::observe::journey::{Hop, HopKind};
use crate::parts::data_centers::flow::Geo;
use crate::request::{Phase, RequestKey};
use crate::sim::core::Core;
use crate::sim::next::Next;
use crate::topology::node::NodeId;

/// After this one whom the first name server does not answer asks the second, in milliseconds: Unbound waits 376 ms for a
/// server that it does not know. Resolvers would remember which of the two is dead; here each question finds out anew.
const RETRY_MS: f64 = 400.0;

/// The name service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dns {
    /// Whether it answers, or the first of its two servers does.
    pub up: bool,
    /// Which web server it named last, where it names them in turn.
    pub turn: u32,
}

impl Default for Dns {
    fn default() -> Self {
        Self { up: true, turn: 0 }
    }
}

impl Dns {
    /// The address that it gives to the next who asks, where there is one data center.
    fn name(&mut self, core: &Core) -> NodeId {
        if core.config.topology.balancer {
            return NodeId::BALANCER;
        }
        // The answer names the servers in turn; clients take the first.
        self.turn = (self.turn + 1) % core.config.servers;
        NodeId::web(self.turn as u8)
    }

    /// The address that it gives to a visitor who asks.
    pub fn front(&mut self, core: &Core, geo_dns: &Geo, visitor: u32) -> NodeId {
        if core.config.topology.sites { NodeId::balancer_at(geo_dns.site_for(core, visitor)) } else { self.name(core) }
    }

    /// The address at which edge location `edge` finds the origin.
    pub fn front_for_edge(&mut self, core: &Core, geo_dns: &Geo, edge: usize) -> NodeId {
        if core.config.topology.sites { NodeId::balancer_at(geo_dns.origin_of(core, edge)) } else { self.name(core) }
    }

    /// The site's name leads elsewhere now. The switch-over waits until all have heard: nobody keeps an
    /// old address, and who is on the way to a door that is gone comes to the new one.
    pub fn switch_over(&mut self, core: &mut Core, geo_dns: &Geo) {
        core.visitors.forget_all();
        let on_the_way: Vec<_> = core
            .requests
            .iter()
            .filter(|(_, r)| matches!(r.phase, Phase::FromDns | Phase::ToFront) && !core.is_public(r.address))
            .map(|(key, _)| key)
            .collect();
        for key in on_the_way {
            let Some(visitor) = core.requests.get(key).map(|request| request.visitor) else { continue };
            let front = self.front(core, geo_dns, visitor);
            let Some(request) = core.requests.get_mut(key) else { continue };
            request.address = front;
            if let (Phase::ToFront, Some(slot)) = (request.phase, request.journey)
                && let Some(hop) = core.journeys.last_hop(slot)
            {
                hop.to = front;
            }
        }
    }

    /// A client's question arrives.
    pub fn asked(&mut self, core: &mut Core, geo_dns: &Geo, key: RequestKey) -> Next {
        core.accounts.node_mut(NodeId::DNS).arrived += 1;
        let second = core.config.dns_second;
        if !self.up && !second {
            let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
            request.phase = Phase::Unanswered;
            if let Some(slot) = request.journey {
                core.journeys.hop(slot, Hop::stay(HopKind::DnsAnswer, NodeId::DNS, core.now));
            }
            return Next::Stay;
        }
        core.accounts.node_mut(NodeId::DNS).answered += 1;
        let Some(visitor) = core.requests.get(key).map(|request| request.visitor) else { return Next::Stay };
        let address = self.front(core, geo_dns, visitor);
        let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
        request.address = address;
        let client = request.client();
        let asks_again = second && (!self.up || core.is_cut(NodeId::DNS));
        let retry_ms = if asks_again { RETRY_MS } else { 0.0 };
        let delay = from_millis(core.config.dns_ms / 2.0 + retry_ms);
        core.travel(key, HopKind::DnsAnswer, NodeId::DNS, client, delay, Phase::FromDns);
        Next::Stay
    }
}
