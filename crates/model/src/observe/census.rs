//! A head count, from the requests themselves and not from the accounts: the two must agree at every instant.

use crate::engine::time::Nanos;
use crate::request::Phase;
use crate::sim::core::Core;
use crate::topology::node::{NODES, NodeId};

/// Who is where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Census {
    /// All requests in flight.
    pub in_flight: u64,
    /// When the oldest of them was wanted; none when there is none.
    pub oldest: Option<Nanos>,
    inside: [u64; NODES],
    waiting: [u64; NODES],
}

impl Census {
    /// Requests inside `node`, as [`crate::NodeCounts::inside`] counts them.
    pub fn inside(&self, node: NodeId) -> u64 {
        self.inside[node.index()]
    }

    /// Requests that wait in the queue of `node`, as [`crate::Station::waiting`] counts them.
    pub fn waiting(&self, node: NodeId) -> u64 {
        self.waiting[node.index()]
    }
}

impl Census {
    /// Counts every request where it is. Costs a look at each.
    pub(crate) fn of(core: &Core) -> Self {
        let mut census = Self { in_flight: 0, oldest: None, inside: [0; NODES], waiting: [0; NODES] };
        for (_, request) in core.requests.iter() {
            if request.is_inner() {
                // A shard counts what it is asked for; that it is a part of something is not its business.
                let back = request.back.into_iter();
                back.for_each(|node| {
                    census.inside[node.index()] += u64::from(request.is_part());
                    census.waiting[node.index()] += u64::from(request.queued);
                });
                continue;
            }
            census.in_flight += 1;
            census.oldest = Some(census.oldest.map_or(request.born, |born| born.min(request.born)));
            let web = request.web.map(NodeId::web);
            let at = [
                (request.phase == Phase::Unanswered).then_some(NodeId::DNS),
                request.at_balancer.then_some(NodeId::balancer_at(core.site_of(request))),
                web.filter(|_| request.at_web),
                request.back,
            ];
            at.into_iter().flatten().for_each(|node| census.inside[node.index()] += 1);
            if request.queued {
                let station = request.back.filter(|node| node.kind().is_station()).or(web);
                station.into_iter().for_each(|node| census.waiting[node.index()] += 1);
            }
        }
        census
    }
}
