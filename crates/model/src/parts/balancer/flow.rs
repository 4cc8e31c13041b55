//! Requests at the balancer, its health checks, its standby.

use crate::config::Config;
use crate::engine::event::Event;
use crate::engine::time::{Nanos, from_secs};
use crate::input::Fault;
use crate::observe::accounts::Cause;
use crate::observe::journey::HopKind;
use crate::request::{Phase, RequestKey};
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::node::{MAX_SERVERS, NodeId};

impl Core {
    pub(crate) fn leave_balancer(&mut self, key: RequestKey, site: u8) {
        if let Some(request) = self.requests.get_mut(key) {
            request.at_balancer = false;
            self.accounts.node_mut(NodeId::balancer_at(site)).answered += 1;
        }
    }
}

impl Sim {
    pub(crate) fn reach_balancer(&mut self, key: RequestKey) {
        let site = self.core.site_with(key);
        let node = NodeId::balancer_at(site);
        if self.core.config.topology.sites {
            if self.core.is_out(NodeId::site(site)) {
                // Where nothing is left, nobody refuses either.
                if let Some(request) = self.core.requests.get_mut(key) {
                    (request.phase, request.address) = (Phase::Lost, node);
                }
                return;
            }
            self.core.count_redirected(key, site);
        }
        if !self.core.config.has(node) || !self.parts.balancers[site].is_up() {
            self.fail(key, node, Cause::Refused);
            return;
        }
        let held = self.sticks_to(key);
        let Some(request) = self.core.requests.get_mut(key) else { return };
        self.core.accounts.node_mut(node).arrived += 1;
        request.at_balancer = true;
        let (id, visitor) = (request.id, request.visitor);
        let balancer = &mut self.parts.balancers[site];
        let Some(server) = balancer.choose(self.core.config.algorithm, held, &self.core.luck, id, visitor) else {
            self.fail(key, node, Cause::NoServer);
            return;
        };
        request.web = Some(server);
        self.core.travel_inside(key, HopKind::Forward, node, NodeId::web(server), Phase::ToWeb);
    }

    /// Makes the balancers' lists of servers agree with the configuration, which was `old`.
    pub(crate) fn fit_rotation(&mut self, old: Option<&Config>) {
        let listed = |config: &Config, server: u8| config.topology.balancer && config.has_server(server);
        let was = |server: u8| old.is_some_and(|old| listed(old, server));
        // In another data center it is on another list.
        let moved = old.is_some_and(|old| old.topology.sites != self.core.config.topology.sites);
        for server in 0..MAX_SERVERS as u8 {
            let is = listed(&self.core.config, server);
            if was(server) && (!is || moved) {
                let site = old.map_or(0, |old| old.site_of(NodeId::web(server)));
                let backend = self.parts.balancers[site].backend_mut(server);
                backend.in_rotation = false;
                backend.probe_epoch += 1;
            }
            if is && (!was(server) || moved) {
                let backend = self.backend_mut(server);
                backend.in_rotation = true;
                backend.streak = 0;
                // Spread over the interval, so that not all are asked at once.
                let servers = self.core.config.servers_of(self.core.config.site_of(NodeId::web(server)));
                let phase = f64::from(server - servers.start + 1) / (servers.len() + 1) as f64;
                self.plan_probe(server, self.core.now + from_secs(self.core.config.probe_s * phase));
            }
        }
    }

    /// A shorter interval holds from now on, not only from the next check of the longer one.
    pub(crate) fn fit_checks(&mut self, before_s: f64) {
        if !self.core.config.topology.balancer || self.core.config.probe_s >= before_s {
            return;
        }
        let soon = self.core.now + from_secs(self.core.config.probe_s);
        for server in self.core.config.all_servers() {
            if self.backend(server).next_probe > soon {
                self.plan_probe(server, soon);
            }
        }
    }

    fn plan_probe(&mut self, server: u8, at: Nanos) {
        let backend = self.backend_mut(server);
        backend.probe_epoch += 1;
        backend.next_probe = at;
        let epoch = backend.probe_epoch;
        self.core.events.push(at, Event::Probe { server, epoch });
    }

    pub(crate) fn probe(&mut self, server: u8, epoch: u32) {
        if self.backend(server).probe_epoch != epoch {
            return;
        }
        let site = self.core.config.site_of(NodeId::web(server));
        if self.parts.balancers[site].is_up() {
            let (well, threshold) = (self.core.in_touch(server), self.core.config.probe_threshold);
            self.parts.balancers[site].checked(server, well, threshold);
            self.watch_sites();
        }
        self.plan_probe(server, self.core.now + from_secs(self.core.config.probe_s));
    }

    pub(crate) fn fault_balancer(&mut self, site: u8, kind: Fault) {
        let balancer = &mut self.parts.balancers[site];
        match kind {
            Fault::Down if balancer.is_up() => {
                balancer.set_up(false);
                self.cut_balancer(site);
                if self.core.config.standby {
                    self.plan_takeover(site);
                }
            }
            Fault::Repair if !balancer.is_up() => balancer.set_up(true),
            _ => {}
        }
    }

    pub(crate) fn plan_takeover(&mut self, site: u8) {
        let epoch = self.parts.balancers[site].epoch;
        let at = self.core.now + from_secs(self.core.config.takeover_s);
        self.core.events.push(at, Event::Takeover { site, epoch });
    }
}
