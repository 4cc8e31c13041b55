//! Trips of a request to the machines behind its web server: the database, the cache, the session store. One at a
//! time, there and back, counted there as long as it is inside.

use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::observe::journey::{HopKind, Value};
use crate::request::{Errand, Phase, Request, RequestKey};
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::node::{NodeId, NodeKind};

impl Errand {
    /// Of the errands to a cache node, which it is: their dice differ.
    pub(crate) fn number(self) -> u32 {
        match self {
            Self::LookUp => 1,
            Self::Fill => 2,
            Self::Invalidate => 3,
            _ => 0,
        }
    }

    /// The way there, the stay, and the way back.
    fn hops(self) -> [HopKind; 3] {
        match self {
            Self::Part => [HopKind::Part, HopKind::Data, HopKind::Rows],
            Self::Query | Self::File | Self::Chore(_) | Self::Photo => [HopKind::Query, HopKind::Data, HopKind::Rows],
            Self::LookUp => [HopKind::LookUp, HopKind::Cached, HopKind::Hit],
            Self::Fill => [HopKind::Fill, HopKind::Cached, HopKind::Done],
            Self::Invalidate => [HopKind::Invalidate, HopKind::Cached, HopKind::Done],
            Self::Publish => [HopKind::Publish, HopKind::Enqueue, HopKind::Published],
            Self::Session => [HopKind::AskSession, HopKind::Session, HopKind::SessionAnswer],
        }
    }
}

impl Core {
    /// Its web server sends a request on an errand to `node`.
    pub(crate) fn go_behind(&mut self, key: RequestKey, errand: Errand, node: NodeId) {
        let Some(request) = self.requests.get_mut(key) else { return };
        request.errand = errand;
        request.address = node;
        let web = NodeId::web(request.web.unwrap_or(0));
        self.travel_inside(key, errand.hops()[0], web, node, Phase::ToBack);
    }

    /// Back with nothing from where nothing was.
    pub(crate) fn turn_round(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get(key) else { return };
        let (node, web, errand) = (request.address, NodeId::web(request.web.unwrap_or(0)), request.errand);
        // Who waits has missed already.
        if errand == Errand::LookUp && request.phase != Phase::Awaiting {
            self.accounts.tally(Count::Miss);
        }
        let item = self.requests.item(key);
        let kind = if errand == Errand::LookUp { HopKind::Miss } else { errand.hops()[2] };
        match errand {
            // It is nothing to be stored there either.
            Errand::LookUp => (item.version, item.missed_at) = (0, None),
            Errand::Query => item.version = 0,
            Errand::Fill | Errand::Invalidate | Errand::Session | Errand::File => {}
            Errand::Chore(_) | Errand::Photo | Errand::Publish | Errand::Part => {}
        }
        self.travel_inside(key, kind, node, web, Phase::FromBack);
    }

    /// Out of the machine and back to the web server.
    #[inline]
    pub(crate) fn leave_behind(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get_mut(key) else { return };
        let errand = request.errand;
        if errand == Errand::Query {
            request.queries_left = request.queries_left.saturating_sub(1);
            request.queries_asked += 1;
        }
        self.leave_behind_as(key, errand.hops()[2]);
    }

    /// Out of the machine and back to the web server, on a way of this kind.
    #[inline]
    pub(crate) fn leave_behind_as(&mut self, key: RequestKey, kind: HopKind) {
        let Some(request) = self.requests.get_mut(key) else { return };
        let node = request.address;
        request.back = None;
        let web = NodeId::web(request.web.unwrap_or(0));
        self.accounts.node_mut(node).answered += 1;
        self.travel_inside(key, kind, node, web, Phase::FromBack);
    }

    /// The value that a followed request brings, on its last hop.
    pub(crate) fn show_value(&mut self, key: RequestKey) {
        let Some(followed) = self.requests.get(key).and_then(|request| request.journey) else { return };
        let item = *self.requests.item(key);
        if let Some(hop) = self.journeys.last_hop(followed) {
            hop.value = Some(Value { key: item.key, version: item.version, newest: item.newest });
        }
    }
}

impl Sim {
    /// A request comes to the machine that it was sent to.
    pub(crate) fn reach_behind(&mut self, key: RequestKey) {
        let Some(request) = self.core.requests.get(key) else { return };
        let (node, errand) = (request.address, request.errand);
        if errand == Errand::Query && node.kind() == NodeKind::Shard && self.goes_on(key, node) {
            return;
        }
        // A stage may have taken the machine away while the request was on its way: it turns round.
        let there = self.core.config.has(node);
        let Some(station) = node.station().filter(|_| there) else { return self.core.turn_round(key) };
        if !self.core.stations[usize::from(station)].accepts() {
            return self.refused_behind(key, node, errand);
        }
        if errand == Errand::Query && !self.takes(key, node) {
            return self.fail(key, node, Cause::Database);
        }
        let Some(request) = self.core.requests.get_mut(key) else { return };
        request.back = Some(node);
        request.phase = Phase::AtBack;
        self.core.accounts.node_mut(node).arrived += 1;
        self.offer(key, station, errand.hops()[1], node);
    }

    /// The machine refuses the connection.
    fn refused_behind(&mut self, key: RequestKey, node: NodeId, errand: Errand) {
        match errand {
            Errand::Query | Errand::Part => self.fail(key, node, Cause::Database),
            Errand::Session => self.fail(key, node, Cause::NoSession),
            Errand::Publish => self.fail(key, node, Cause::Refused),
            Errand::LookUp | Errand::Fill | Errand::Invalidate | Errand::File | Errand::Chore(_) | Errand::Photo => {
                self.core.turn_round(key);
            }
        }
    }

    /// A machine behind the web servers is done with a request.
    #[inline]
    pub(crate) fn served_behind(&mut self, station: u8, key: RequestKey) {
        if self.core.requests.get(key).is_some_and(Request::is_inner) {
            return self.inner_served(station, key);
        }
        match NodeId::of_station(station).kind() {
            NodeKind::Cache => self.cached(station, key),
            NodeKind::Queue => self.enqueued(key),
            NodeKind::Database | NodeKind::Replica | NodeKind::Shard if self.core.config.topology.keyed() => {
                self.queried(station, key)
            }
            _ => self.core.leave_behind(key),
        }
    }

    /// A machine is done with a chore or a part of a request.
    #[cold]
    fn inner_served(&mut self, station: u8, key: RequestKey) {
        if self.core.requests.get(key).is_some_and(Request::is_part) {
            self.core.leave_behind(key);
        } else {
            self.chore_served(station, key);
        }
    }

    /// A request is back at its web server.
    pub(crate) fn come_back(&mut self, key: RequestKey) {
        let Some(request) = self.core.requests.get(key) else { return };
        match request.errand {
            Errand::Session => self.recognised(key),
            Errand::LookUp => self.looked_up(key),
            Errand::Part => self.part_back(key),
            Errand::Query if self.core.config.topology.cache => self.after_query(key),
            _ => self.ask_or_answer(key),
        }
    }

    /// Whether the machine at `node` takes a query: only the primary takes writes.
    fn takes(&self, key: RequestKey, node: NodeId) -> bool {
        let keyed = self.core.config.topology.keyed();
        let writes = self.core.requests.get(key).is_some_and(|request| request.writes_next());
        debug_assert!(matches!(node.kind(), NodeKind::Database | NodeKind::Replica | NodeKind::Shard));
        let shard = node.kind() == NodeKind::Shard;
        !keyed
            || !writes
            || shard
            || node.database_index() == Some(self.parts.databases[self.core.config.site_of(node)].replication.primary())
    }
}
