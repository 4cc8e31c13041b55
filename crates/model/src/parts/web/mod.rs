//! The web servers: what a request does there between its queries.

pub(crate) mod params;

use crate::config::Database;
use crate::observe::accounts::Cause;
use crate::observe::journey::HopKind;
use crate::request::{Phase, RequestKey};
use crate::sim::Sim;
use crate::topology::network;
use crate::topology::node::NodeId;

impl Sim {
    pub(crate) fn reach_server(&mut self, key: RequestKey, server: u8) {
        let node = NodeId::web(server);
        let there = self.core.config.has_server(server) || self.core.requests.get(key).is_some_and(|r| r.at_balancer);
        if !there || !self.core.stations[usize::from(server)].accepts() {
            self.fail(key, node, Cause::Refused);
            return;
        }
        let queries = if self.core.config.topology.database == Database::Own {
            self.core.config.queries.min(u32::from(u16::MAX)) as u16
        } else {
            0
        };
        // A photo needs no data.
        let upload = self.core.config.topology.queue && self.core.requests.item(key).upload;
        let Some(request) = self.core.requests.get_mut(key) else { return };
        self.core.accounts.node_mut(node).arrived += 1;
        request.web = Some(server);
        request.at_web = true;
        request.phase = Phase::AtWeb;
        // Anyone may have a file.
        let signed_in = self.core.config.topology.sessions && !request.is_file();
        request.queries_left = if request.is_file() || upload { 0 } else { queries };
        if signed_in && !self.let_in(key, server) {
            return;
        }
        self.offer(key, server, HopKind::Work, node);
    }

    /// The web server is done with a part: it asks the next query, or answers.
    pub(crate) fn ask_or_answer(&mut self, key: RequestKey) {
        if self.core.config.topology.queue && self.core.requests.item(key).photo {
            return self.take_photo(key);
        }
        let Some(request) = self.core.requests.get_mut(key) else { return };
        // A stage may have taken the database away in the meantime.
        if request.queries_left > 0 && self.core.config.topology.database == Database::Own {
            return self.ask(key);
        }
        let web = NodeId::web(request.web.unwrap_or(0));
        request.at_web = false;
        let through_balancer = request.at_balancer;
        self.core.accounts.node_mut(web).answered += 1;
        if through_balancer {
            let balancer = NodeId::balancer_at(self.core.config.site_of(web));
            self.core.travel_inside(key, HopKind::Return, web, balancer, Phase::ToBalancer);
        } else {
            self.answer_client(key, web);
        }
    }

    pub(crate) fn answer_client(&mut self, key: RequestKey, front: NodeId) {
        let Some(request) = self.core.requests.get(key) else { return };
        if request.is_file() {
            return self.parts.cdn.send(&mut self.core, key, front);
        }
        let delay = self.core.way_to_site_ns(request, front)
            + network::transfer_ns(&self.core.config, self.core.config.answer_kb(request.mobile));
        let client = request.client();
        self.core.travel(key, HopKind::Answer, front, client, delay, Phase::ToClient);
    }
}
