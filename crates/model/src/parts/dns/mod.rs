//! The name service: clients ask it for the address of the site, and keep the answer for a while.

use crate::engine::time::from_millis;
use crate::observe::journey::{Hop, HopKind};
use crate::request::{Phase, RequestKey};
use crate::sim::Sim;
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

impl Sim {
    pub(crate) fn look_up_or_send(&mut self, key: RequestKey) {
        let Some(request) = self.core.requests.get(key) else { return };
        if let Some(address) = self.parts.traffic.visitors.address(request.visitor, self.core.now) {
            self.core.set_address(key, address);
            self.core.send(key);
        } else {
            self.core.accounts.total.looked_up += 1;
            let client = request.client();
            let delay = from_millis(self.core.config.dns_ms / 2.0);
            self.core.travel(key, HopKind::AskDns, client, NodeId::DNS, delay, Phase::ToDns);
        }
    }

    /// The address that DNS gives to the next who asks.
    pub(crate) fn front(&mut self) -> NodeId {
        if self.core.config.topology.balancer {
            return NodeId::BALANCER;
        }
        // The answer names the servers in turn; clients take the first.
        self.parts.dns.turn = (self.parts.dns.turn + 1) % self.core.config.servers;
        NodeId::web(self.parts.dns.turn as u8)
    }

    pub(crate) fn reach_dns(&mut self, key: RequestKey) {
        self.core.accounts.node_mut(NodeId::DNS).arrived += 1;
        if !self.parts.dns.up {
            let Some(request) = self.core.requests.get_mut(key) else { return };
            request.phase = Phase::Unanswered;
            if let Some(slot) = request.journey {
                self.core.journeys.hop(slot, Hop::stay(HopKind::DnsAnswer, NodeId::DNS, self.core.now));
            }
            return;
        }
        self.core.accounts.node_mut(NodeId::DNS).answered += 1;
        let Some(visitor) = self.core.requests.get(key).map(|request| request.visitor) else { return };
        let address = self.front_for(visitor);
        let Some(request) = self.core.requests.get_mut(key) else { return };
        request.address = address;
        let client = request.client();
        let delay = from_millis(self.core.config.dns_ms / 2.0);
        self.core.travel(key, HopKind::DnsAnswer, NodeId::DNS, client, delay, Phase::FromDns);
    }
}
