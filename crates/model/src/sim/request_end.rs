//! How requests end: answered, given up, or failed.

use crate::engine::luck::mix;
use crate::observe::accounts::Cause;
use crate::observe::journey::Outcome;
use crate::parts::Parts;
use crate::request::{Phase, Request, RequestKey};
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::node::NodeId;
use crate::topology::world;

impl Core {
    pub(crate) fn note(&mut self, id: u64, outcome: u64) {
        self.digest = mix(self.digest ^ id.rotate_left(32) ^ self.now.wrapping_mul(31) ^ outcome);
    }
}

impl Sim {
    /// The answer reaches the client.
    pub(crate) fn answered(&mut self, key: RequestKey) {
        let Some(request) = self.core.requests.remove(key) else { return };
        let latency = self.core.now - request.born;
        let bytes = (self.core.config.answer_kb(request.mobile) * 1e3) as u64;
        let total = &mut self.core.accounts.total;
        total.answered += 1;
        if request.is_file() {
            self.core.got_file(key);
        } else if request.mobile {
            total.json_bytes += bytes;
            total.json_answered += 1;
        } else {
            total.page_bytes += bytes;
        }
        let upload = self.core.config.topology.queue && self.core.requests.item(key).upload;
        if upload {
            self.parts.queue.upload_answered(latency);
        } else if request.write && self.core.keyed {
            let item = *self.core.requests.item(key);
            self.core.visitors.wrote(request.visitor, item.key, item.version);
        }
        if self.core.config.topology.telemetry && !request.is_file() {
            self.parts.telemetry.visits.answered(&mut self.core.visitors, request.visitor);
        }
        if self.core.config.topology.regions {
            self.core.accounts.answered_in(world::region_of(request.visitor), request.is_file(), latency);
        }
        self.core.latency.record(latency);
        self.core.series.record(latency);
        if let Some(slot) = request.journey {
            self.core.journeys.end(slot, self.core.now, Outcome::Answered);
        }
        self.core.note(request.id, u64::MAX);
    }

    /// Its client's patience is at an end. Whether it still waited.
    pub(crate) fn give_up(&mut self, key: RequestKey) -> bool {
        let Some(request) = self.core.requests.get(key) else { return false };
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
        if self.core.requests.get(key).is_some_and(Request::is_part) {
            if let Some(whole) = self.core.drop_part(key) {
                self.fail(whole, place, cause);
            }
        } else {
            self.drop_chore(key, place);
        }
    }

    /// The request fails at `place`; every node that it is inside of counts it as lost.
    pub(crate) fn fail(&mut self, key: RequestKey, place: NodeId, cause: Cause) {
        if self.core.requests.get(key).is_some_and(Request::is_inner) {
            return self.fail_inner(key, place, cause);
        }
        let Some(request) = self.core.requests.remove(key) else { return };
        let site = self.core.site_of(&request);
        if !self.parts.caches[site].flights.is_empty() {
            self.parts.caches[site].hand_over(&mut self.core, key);
        }
        let total = &mut self.core.accounts.total;
        total.failed[cause as usize] += 1;
        total.failing_ns += u128::from(self.core.now - request.born);
        self.core.accounts.node_mut(place).failed_here[cause as usize] += 1;
        if self.core.config.topology.telemetry {
            let Parts { telemetry, release, .. } = &mut self.parts;
            telemetry.write_line(&mut self.core, &mut release.by_chance, &request, place, cause);
        }
        if request.at_balancer {
            self.core.accounts.node_mut(NodeId::balancer_at(site)).lost += 1;
            if let Some(server) = request.web {
                self.parts.balancers[site].close(server);
            }
        }
        if request.at_web
            && let Some(server) = request.web
        {
            self.core.accounts.node_mut(NodeId::web(server)).lost += 1;
        }
        if let Some(back) = request.back {
            self.core.accounts.node_mut(back).lost += 1;
        }
        if request.phase == Phase::Unanswered {
            self.core.accounts.node_mut(NodeId::DNS).lost += 1;
        }
        if request.queued {
            let station = request.back.and_then(NodeId::station).or(request.web).unwrap_or(0);
            self.core.stations[usize::from(station)].leave_queue(self.core.now);
        }
        if let Some(slot) = request.journey {
            self.core.journeys.end(slot, self.core.now, Outcome::Failed(place, cause));
        }
        self.core.note(request.id, cause as u64);
    }
}
