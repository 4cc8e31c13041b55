//! The name service: clients ask it for the address of the site, and keep the answer for a while.

use crate::engine::time::{from_millis, from_secs};
use crate::observe::journey::{Hop, HopKind};
use crate::parts::data_centers::flow::Geo;
use crate::parts::traffic::workload::Visitors;
use crate::request::{Phase, RequestKey};
use crate::sim::core::Core;
use crate::sim::next::Next;
use crate::topology::node::NodeId;

/// The name service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dns {
    /// Whether it answers.
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
    pub fn name(&mut self, core: &Core) -> NodeId {
        if core.config.topology.balancer {
            return NodeId::BALANCER;
        }
        // The answer names the servers in turn; clients take the first.
        self.turn = (self.turn + 1) % core.config.servers;
        NodeId::web(self.turn as u8)
    }

    /// A client's question arrives.
    pub fn asked(&mut self, core: &mut Core, geo_dns: &Geo, key: RequestKey) -> Next {
        core.accounts.node_mut(NodeId::DNS).arrived += 1;
        if !self.up {
            let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
            request.phase = Phase::Unanswered;
            if let Some(slot) = request.journey {
                core.journeys.hop(slot, Hop::stay(HopKind::DnsAnswer, NodeId::DNS, core.now));
            }
            return Next::Stay;
        }
        core.accounts.node_mut(NodeId::DNS).answered += 1;
        let Some(visitor) = core.requests.get(key).map(|request| request.visitor) else { return Next::Stay };
        let address = geo_dns.front(core, self, visitor);
        let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
        request.address = address;
        let client = request.client();
        let delay = from_millis(core.config.dns_ms / 2.0);
        core.travel(key, HopKind::DnsAnswer, NodeId::DNS, client, delay, Phase::FromDns);
        Next::Stay
    }
}

/// A client that knows the site's address sends its request there; another asks for it first.
#[inline]
pub(crate) fn look_up_or_send(core: &mut Core, visitors: &mut Visitors, key: RequestKey) {
    let Some(request) = core.requests.get(key) else { return };
    if let Some(address) = visitors.address(request.visitor, core.now) {
        core.set_address(key, address);
        core.send(key);
    } else {
        core.accounts.total.looked_up += 1;
        let client = request.client();
        let delay = from_millis(core.config.dns_ms / 2.0);
        core.travel(key, HopKind::AskDns, client, NodeId::DNS, delay, Phase::ToDns);
    }
}

/// The answer reaches the client, which keeps it and sends its request.
pub(crate) fn answered(core: &mut Core, visitors: &mut Visitors, key: RequestKey) -> Next {
    let Some(request) = core.requests.get(key) else { return Next::Stay };
    let until = core.now.saturating_add(from_secs(core.config.dns_ttl_s));
    visitors.keep(request.visitor, request.address, until);
    core.send(key);
    Next::Stay
}
