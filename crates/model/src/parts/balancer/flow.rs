//! Requests at the balancer, its health checks, its standby.

use crate::config::Config;
use crate::engine::event::Event;
use crate::engine::time::{Nanos, from_secs};
use crate::observe::accounts::Cause;
use crate::observe::journey::HopKind;
use crate::parts::balancer::Balancer;
use crate::request::{Phase, RequestKey};
use crate::sim::core::Core;
use crate::sim::next::Next;
use crate::topology::node::{MAX_SERVERS, NodeId};
use crate::topology::site::PerSite;

impl Core {
    pub(crate) fn leave_balancer(&mut self, key: RequestKey, site: u8) {
        if let Some(request) = self.requests.get_mut(key) {
            request.at_balancer = false;
            self.accounts.node_mut(NodeId::balancer_at(site)).answered += 1;
        }
    }
}

/// A request comes to the balancer of its data center; `held` is the server that its visitor's session makes it stick to.
pub(crate) fn arrive(core: &mut Core, balancers: &mut PerSite<Balancer>, key: RequestKey, held: Option<u8>) -> Next {
    let site = core.site_with(key);
    let node = NodeId::balancer_at(site);
    if core.config.topology.sites {
        if core.is_out(NodeId::site(site)) {
            // Where nothing is left, nobody refuses either.
            if let Some(request) = core.requests.get_mut(key) {
                (request.phase, request.address) = (Phase::Lost, node);
            }
            return Next::Stay;
        }
        core.count_redirected(key, site);
    }
    let balancer = &mut balancers[site];
    if !core.has(node) || !balancer.is_up() {
        return Next::Fail { place: node, cause: Cause::Refused };
    }
    let Some(request) = core.requests.get_mut(key) else { return Next::Stay };
    core.accounts.node_mut(node).arrived += 1;
    request.at_balancer = true;
    let (id, visitor) = (request.id, request.visitor);
    let Some(server) = balancer.choose(core.config.algorithm, held, &core.luck, id, visitor) else {
        return Next::Fail { place: node, cause: Cause::NoServer };
    };
    request.web = Some(server);
    core.travel_inside(key, HopKind::Forward, node, NodeId::web(server), Phase::ToWeb);
    Next::Stay
}

/// The answer comes back to the balancer that sent the request on, from which it goes on to the client.
pub(crate) fn come_back(core: &mut Core, balancers: &mut PerSite<Balancer>, key: RequestKey) -> Option<NodeId> {
    let request = core.requests.get(key)?;
    let site = core.site_of(request);
    if let Some(server) = request.web {
        balancers[site].close(server);
    }
    core.leave_balancer(key, site);
    Some(NodeId::balancer_at(site))
}

/// Makes the balancers' lists of servers agree with the configuration, which was `old`.
pub(crate) fn fit_rotation(core: &mut Core, balancers: &mut PerSite<Balancer>, old: Option<&Config>) {
    let listed = |config: &Config, server: u8| config.topology.balancer && config.has_server(server);
    let was = |server: u8| old.is_some_and(|old| listed(old, server));
    // In another data center it is on another list.
    let moved = old.is_some_and(|old| old.topology.sites != core.config.topology.sites);
    for server in 0..MAX_SERVERS as u8 {
        let is = listed(&core.config, server);
        if was(server) && (!is || moved) {
            let site = old.map_or(0, |old| old.site_of(NodeId::web(server)));
            balancers[site].set_in_rotation(server, false);
            balancers[site].backend_mut(server).probe_epoch += 1;
        }
        if is && (!was(server) || moved) {
            let site = core.config.site_of(NodeId::web(server));
            balancers[site].set_in_rotation(server, true);
            // Spread over the interval, so that not all are asked at once.
            let servers = core.config.servers_of(site);
            let phase = f64::from(server - servers.start + 1) / (servers.len() + 1) as f64;
            plan_probe(core, balancers, server, core.now + from_secs(core.config.probe_s * phase));
        }
    }
}

/// A shorter interval holds from now on, not only from the next check of the longer one, which was `before_s`.
pub(crate) fn fit_checks(core: &mut Core, balancers: &mut PerSite<Balancer>, before_s: f64) {
    if !core.config.topology.balancer || core.config.probe_s >= before_s {
        return;
    }
    let soon = core.now + from_secs(core.config.probe_s);
    for server in core.config.all_servers() {
        if balancers.backend(&core.config, server).next_probe > soon {
            plan_probe(core, balancers, server, soon);
        }
    }
}

fn plan_probe(core: &mut Core, balancers: &mut PerSite<Balancer>, server: u8, at: Nanos) {
    let backend = balancers.backend_mut(&core.config, server);
    backend.probe_epoch += 1;
    backend.next_probe = at;
    let epoch = backend.probe_epoch;
    core.events.push(at, Event::Probe { server, epoch });
}

/// A balancer checks one of its servers. Whether the check is the one that was planned last; the next is to be planned.
pub(crate) fn probe(core: &mut Core, balancers: &mut PerSite<Balancer>, server: u8, epoch: u32) -> bool {
    let balancer = &mut balancers[core.config.site_of(NodeId::web(server))];
    if balancer.backend(server).probe_epoch != epoch {
        return false;
    }
    if balancer.is_up() {
        balancer.checked(server, core.in_touch(server), core.config.probe_threshold);
    }
    true
}

/// Plans the next check of a server that was checked just now.
pub(crate) fn plan_next_probe(core: &mut Core, balancers: &mut PerSite<Balancer>, server: u8) {
    plan_probe(core, balancers, server, core.now + from_secs(core.config.probe_s));
}

/// The standby of data center `site` is to take over.
pub(crate) fn plan_takeover(core: &mut Core, balancers: &PerSite<Balancer>, site: u8) {
    let epoch = balancers[site].epoch;
    let at = core.now + from_secs(core.config.takeover_s);
    core.events.push(at, Event::Takeover { site, epoch });
}

/// The standby of data center `site` takes over, if it is still wanted.
pub(crate) fn take_over(core: &Core, balancers: &mut PerSite<Balancer>, site: u8, epoch: u32) {
    let dead = core.in_dead_site(NodeId::balancer_at(site));
    let balancer = &mut balancers[site];
    // The standby of a data center dies with it.
    if epoch == balancer.epoch && core.config.standby && !dead {
        balancer.set_up(true);
    }
}
