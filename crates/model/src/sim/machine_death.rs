//! A machine dies, and every request that is inside of it fails.

use crate::observe::accounts::Cause;
use crate::parts::Parts;
use crate::request::Request;
use crate::request::station::Health;
use crate::sim::Sim;
use crate::topology::node::{NodeId, NodeKind};

impl Sim {
    /// A machine dies with all that is inside.
    pub(crate) fn kill(&mut self, station: u8) {
        let node = NodeId::of_station(station);
        if node.kind() == NodeKind::Cache {
            self.parts.caches[node.home()].break_off(&mut self.core, node);
        }
        let cause = match node.kind() {
            NodeKind::Database | NodeKind::Replica | NodeKind::Shard => Cause::Database,
            _ => Cause::Cut,
        };
        let inside = |request: &Request| match node.web_index() {
            Some(server) => request.at_web && request.web == Some(server),
            None => request.back == Some(node),
        };
        self.fail_all(inside, node, cause);
        let Parts { telemetry, caches, databases, .. } = &mut self.parts;
        telemetry.forget_counters(&self.core, node, caches, databases);
        self.core.stations[usize::from(station)].clear(self.core.now, Health::Down(self.core.now));
        self.core.departures.clear(station);
        node.web_index().into_iter().for_each(|server| self.parts.sessions.wipe(server));
        self.parts.queue.died(&mut self.core, station);
    }

    /// The balancer of data center `site` dies, and with it every connection it held.
    pub(crate) fn cut_balancer(&mut self, site: u8) {
        let several = self.core.config.topology.sites;
        let here = |request: &Request| {
            request.at_balancer && (!several || request.web.map_or(request.address, NodeId::web).home() == site)
        };
        self.fail_all(here, NodeId::balancer_at(site), Cause::Cut);
    }

    pub(crate) fn fail_all(&mut self, which: impl Fn(&Request) -> bool, node: NodeId, cause: Cause) {
        let keys: Vec<_> = self.core.requests.iter().filter(|(_, r)| which(r)).map(|(key, _)| key).collect();
        for key in keys {
            self.fail(key, node, cause);
        }
    }
}
