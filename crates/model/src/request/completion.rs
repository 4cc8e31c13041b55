//! How requests end: answered, given up, failed, or cut off with their machine.

use crate::engine::luck::mix;
use crate::observe::accounts::Cause;
use crate::observe::journey::Outcome;
use crate::request::station::Health;
use crate::request::{Phase, Request, RequestKey};
use crate::sim::Sim;
use crate::topology::node::{NodeId, NodeKind};
use crate::topology::world;

impl Sim {
    /// The answer reaches the client.
    pub(crate) fn answered(&mut self, key: RequestKey) {
        let Some(request) = self.requests.remove(key) else { return };
        let latency = self.now - request.born;
        let bytes = (self.config.answer_kb(request.mobile) * 1e3) as u64;
        let total = &mut self.accounts.total;
        total.answered += 1;
        if request.is_file() {
            self.got_file(key);
        } else if request.mobile {
            total.json_bytes += bytes;
            total.json_answered += 1;
        } else {
            total.page_bytes += bytes;
        }
        let upload = self.config.topology.queue && self.requests.item(key).upload;
        if upload {
            self.upload_answered(latency);
        } else if request.write && self.config.topology.keyed() {
            let item = *self.requests.item(key);
            self.visitors.wrote(request.visitor, item.key, item.version);
        }
        if self.config.topology.telemetry && !request.is_file() {
            self.telemetry.visits.answered(request.visitor);
        }
        if self.config.topology.regions {
            self.accounts.answered_in(world::region_of(request.visitor), request.is_file(), latency);
        }
        self.latency.record(latency);
        self.series.record(latency);
        if let Some(slot) = request.journey {
            self.journeys.end(slot, self.now, Outcome::Answered);
        }
        self.note(request.id, u64::MAX);
    }

    /// Its client's patience is at an end. Whether it still waited.
    pub(crate) fn give_up(&mut self, key: RequestKey) -> bool {
        let Some(request) = self.requests.get(key) else { return false };
        let (place, cause) = match request.phase {
            Phase::ToDns | Phase::Unanswered | Phase::FromDns => (NodeId::DNS, Cause::Dns),
            Phase::Lost if request.address == NodeId::DNS => (NodeId::DNS, Cause::Dns),
            Phase::ToFront | Phase::Knocking | Phase::Lost | Phase::ToEdge | Phase::FromOrigin | Phase::Rebuffed => {
                (request.address, Cause::Timeout)
            }
            Phase::ToBack | Phase::AtBack | Phase::FromBack => (request.address, Cause::Timeout),
            Phase::Committing | Phase::Awaiting | Phase::Gathering => (request.address, Cause::Timeout),
            Phase::ToWeb | Phase::AtWeb | Phase::ToBalancer | Phase::ToClient => {
                (request.web.map_or(request.address, NodeId::web), Cause::Timeout)
            }
        };
        self.fail(key, place, cause);
        true
    }

    /// A chore or a part of a request fails at `place`.
    #[cold]
    fn fail_inner(&mut self, key: RequestKey, place: NodeId, cause: Cause) {
        if self.requests.get(key).is_some_and(Request::is_part) {
            self.fail_part(key, place, cause);
        } else {
            self.drop_chore(key, place);
        }
    }

    /// The request fails at `place`; every node that it is inside of counts it as lost.
    pub(crate) fn fail(&mut self, key: RequestKey, place: NodeId, cause: Cause) {
        if self.requests.get(key).is_some_and(Request::is_inner) {
            return self.fail_inner(key, place, cause);
        }
        let Some(request) = self.requests.remove(key) else { return };
        let site = self.site_of(&request);
        if !self.site(site).tier.flights.is_empty() {
            self.hand_over(site, key);
        }
        let total = &mut self.accounts.total;
        total.failed[cause as usize] += 1;
        total.failing_ns += u128::from(self.now - request.born);
        self.accounts.node_mut(place).failed_here[cause as usize] += 1;
        if self.config.topology.telemetry {
            self.write_line(&request, place, cause);
        }
        if request.at_balancer {
            self.accounts.node_mut(NodeId::balancer_at(site)).lost += 1;
            if let Some(server) = request.web {
                self.site_mut(site).balancer.close(server);
            }
        }
        if request.at_web
            && let Some(server) = request.web
        {
            self.accounts.node_mut(NodeId::web(server)).lost += 1;
        }
        if let Some(back) = request.back {
            self.accounts.node_mut(back).lost += 1;
        }
        if request.phase == Phase::Unanswered {
            self.accounts.node_mut(NodeId::DNS).lost += 1;
        }
        if request.queued {
            let station = request.back.and_then(NodeId::station).or(request.web).unwrap_or(0);
            self.stations[usize::from(station)].leave_queue(self.now);
        }
        if let Some(slot) = request.journey {
            self.journeys.end(slot, self.now, Outcome::Failed(place, cause));
        }
        self.note(request.id, cause as u64);
    }

    pub(crate) fn note(&mut self, id: u64, outcome: u64) {
        self.digest = mix(self.digest ^ id.rotate_left(32) ^ self.now.wrapping_mul(31) ^ outcome);
    }

    /// A machine dies with all that is inside.
    pub(crate) fn kill(&mut self, station: u8) {
        let node = NodeId::of_station(station);
        if node.kind() == NodeKind::Cache {
            self.break_off(node);
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
        self.forget_counters(node);
        self.stations[usize::from(station)].clear(self.now, Health::Down(self.now));
        self.departures.clear(station);
        node.web_index().into_iter().for_each(|server| self.sessions.wipe(server));
        self.jobs_died(station);
    }

    /// The balancer of data center `site` dies, and with it every connection it held.
    pub(crate) fn cut_balancer(&mut self, site: u8) {
        let several = self.config.topology.sites;
        let here = |request: &Request| {
            request.at_balancer && (!several || request.web.map_or(request.address, NodeId::web).home() == site)
        };
        self.fail_all(here, NodeId::balancer_at(site), Cause::Cut);
    }

    pub(crate) fn fail_all(&mut self, which: impl Fn(&Request) -> bool, node: NodeId, cause: Cause) {
        let keys: Vec<_> = self.requests.iter().filter(|(_, r)| which(r)).map(|(key, _)| key).collect();
        for key in keys {
            self.fail(key, node, cause);
        }
    }
}
