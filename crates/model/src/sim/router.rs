//! What becomes of a request at the end of each of its ways.

use crate::engine::time::{Nanos, from_secs};
use crate::observe::accounts::Cause;
use crate::observe::journey::HopKind;
use crate::parts::cdn;
use crate::request::internal_task::{Chore, ChoreKind};
use crate::request::station::Offer;
use crate::request::{Phase, RequestKey};
use crate::sim::Sim;
use crate::sim::next::Next;
use crate::topology::node::DATABASE;

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
            Phase::ToEdge => {
                let next = self.parts.cdn.asked(&mut self.core, key);
                self.proceed(key, next);
            }
            Phase::FromOrigin => self.parts.cdn.fetched(&mut self.core, key),
            Phase::Rebuffed => {
                let next = cdn::flow::try_elsewhere(&mut self.core, key);
                self.proceed(key, next);
            }
            Phase::Awaiting | Phase::Gathering => {}
            Phase::Unanswered | Phase::AtWeb | Phase::AtBack | Phase::Lost => {}
        }
    }

    /// Does what a part says is next for a request.
    #[inline(always)]
    pub(crate) fn proceed(&mut self, key: RequestKey, next: Next) {
        match next {
            Next::Stay => {}
            Next::Work { station, hop, node } => self.offer(key, station, hop, node),
            Next::GoOn => self.ask_or_answer(key),
            Next::LetIn { server } => todo!("{server}"),
            Next::TakePhoto => self.take_photo(key),
            Next::Answer { front } => self.answer_client(key, front),
            Next::SendFile { front } => self.parts.cdn.send(&mut self.core, key, front),
            Next::Fetch { edge } => {
                let front = self.front_for_edge(usize::from(edge));
                cdn::flow::fetch(&mut self.core, key, usize::from(edge), front);
            }
            Next::Resolve => {
                let Some(visitor) = self.core.requests.get(key).map(|request| request.visitor) else { return };
                let front = self.front_for(visitor);
                self.core.set_address(key, front);
                self.core.send_to_site(key);
            }
            Next::Fail { place, cause } => self.fail(key, place, cause),
        }
    }

    /// A request comes to a station that accepts it.
    #[inline(always)]
    pub(crate) fn offer(&mut self, key: RequestKey, station: u8, hop: HopKind, node: NodeId) {
        match self.core.offer(key, station, hop, node) {
            Some(Offer::Full) => self.fail(key, node, Cause::QueueFull),
            Some(Offer::Free) => self.begin(station, None, key, self.core.now),
            Some(Offer::Queued) | None => {}
        }
    }

    /// A worker begins with a request that came at `arrived`; see [`Core::begin`].
    #[inline(always)]
    fn begin(&mut self, station: u8, busy: Option<u16>, key: RequestKey, arrived: Nanos) {
        if self.core.begin(station, busy, key, arrived) {
            self.begin_with_key(station, key);
        }
    }

    /// Lets free workers of a station begin with those who wait.
    pub(crate) fn start_waiting(&mut self, station: u8) {
        while let Some((key, since)) = self.core.next_waiting(station, None) {
            self.begin(station, None, key, since);
        }
    }

    /// A worker of a station is done.
    #[inline(always)]
    pub(crate) fn served(&mut self, station: u8, worker: u16) {
        let Some(key) = self.core.stations[usize::from(station)].finish(worker) else { return };
        match self.core.next_waiting(station, Some(worker)) {
            Some((next, since)) => self.begin(station, Some(worker), next, since),
            None => self.core.rest(station, worker),
        }
        // A request whose client gave up is gone: the work was wasted.
        let Some(request) = self.core.requests.get_mut(key) else { return };
        if self.core.config.tandem.is_some() {
            request.at_web = false;
            self.core.accounts.node_mut(NodeId::web(station)).answered += 1;
            self.enter_tandem(key);
        } else if station >= DATABASE {
            self.served_behind(station, key);
        } else if !(self.parts.release.faulty && self.meets_bug(key)) {
            self.ask_or_answer(key);
        }
    }

    /// A worker of `station` is done with a chore.
    #[cold]
    pub(crate) fn chore_served(&mut self, station: u8, key: RequestKey) {
        match self.core.end_chore(key) {
            Some(Chore { kind: ChoreKind::Job, payload }) => self.job_done(payload),
            Some(Chore { kind: ChoreKind::Move, payload }) => self.carried(station, payload),
            None => {}
        }
    }

    /// The machine at `place` dies with a chore inside.
    #[cold]
    pub(crate) fn drop_chore(&mut self, key: RequestKey, place: NodeId) {
        match self.core.drop_chore(key, place) {
            Some((_, Chore { kind: ChoreKind::Job, payload })) => self.job_lost(payload),
            Some((station, Chore { kind: ChoreKind::Move, payload })) => self.dropped(station, payload),
            None => {}
        }
    }
}
