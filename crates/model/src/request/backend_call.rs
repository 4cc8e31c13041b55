//! Trips of a request to the machines behind its web server: the database, the cache, the session store. One at a
//! time, there and back, counted there as long as it is inside.

use crate::observe::accounts::Cause;
use crate::observe::count::Count;
use crate::observe::journey::{HopKind, Value};
use crate::request::{Errand, Phase, RequestKey};
use crate::sim::core::Core;
use crate::sim::next::Next;
use crate::topology::node::NodeId;

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

    /// What a journey calls the stay there.
    pub(crate) fn stay(self) -> HopKind {
        self.hops()[1]
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
            Errand::LookUp => {
                item.version = 0;
                item.miss_at(None);
            }
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

    /// It has come to the machine at `node`, which counts it as its own.
    #[inline]
    pub(crate) fn arrive_behind(&mut self, key: RequestKey, node: NodeId) {
        let Some(request) = self.requests.get_mut(key) else { return };
        request.back = Some(node);
        request.phase = Phase::AtBack;
        self.accounts.node_mut(node).arrived += 1;
    }

    /// The machine at `node` refuses the connection.
    pub(crate) fn refused_behind(&mut self, key: RequestKey, node: NodeId, errand: Errand) -> Next {
        let cause = match errand {
            Errand::Query | Errand::Part => Cause::Database,
            Errand::Session => Cause::NoSession,
            Errand::Publish => Cause::Refused,
            Errand::LookUp | Errand::Fill | Errand::Invalidate | Errand::File | Errand::Chore(_) | Errand::Photo => {
                self.turn_round(key);
                return Next::Stay;
            }
        };
        Next::Fail { place: node, cause }
    }
}
