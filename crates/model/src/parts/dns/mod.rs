//! The name service: clients ask it for the address of the site, and keep the answer for a while.

use crate::engine::time::from_millis;
use crate::observe::journey::{Hop, HopKind};
use crate::request::{Phase, RequestKey};
use crate::sim::Sim;
use crate::topology::node::NodeId;

impl Sim {
    pub(crate) fn look_up_or_send(&mut self, key: RequestKey) {
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

    pub(crate) fn reach_dns(&mut self, key: RequestKey) {
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
}
