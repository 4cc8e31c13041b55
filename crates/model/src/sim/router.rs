//! What becomes of a request at the end of each of its ways.

use crate::engine::time::from_secs;
use crate::observe::accounts::Cause;
use crate::request::{Phase, RequestKey};
use crate::sim::Sim;
use crate::topology::node::NodeId;

impl Sim {
    /// A request comes to the end of its hop.
    pub(crate) fn reach(&mut self, key: RequestKey) {
        let Some(request) = self.core.requests.get(key) else { return };
        match request.phase {
            Phase::ToDns => self.reach_dns(key),
            Phase::FromDns => {
                let (visitor, address) = (request.visitor, request.address);
                let until = self.core.now.saturating_add(from_secs(self.core.config.dns_ttl_s));
                self.parts.traffic.visitors.keep(visitor, address, until);
                self.core.send(key);
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
                let site = self.core.site_of(request);
                if let Some(server) = request.web {
                    self.parts.balancers[site].close(server);
                }
                self.core.leave_balancer(key, site);
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
}
