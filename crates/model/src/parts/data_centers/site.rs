//! Data centers: what each has of its own.

use crate::parts::balancer::{Backend, Balancer};
use crate::parts::cache::Tier;
use crate::parts::database::replication::Replication;
use crate::parts::shards::Shards;
use crate::parts::shards::resharding::Moves;
use crate::request::{Request, RequestKey};
use crate::sim::Sim;
use crate::topology::node::NodeId;

/// What a data center has of its own, besides its stations.
#[derive(Clone, Debug, Default)]
pub(crate) struct Site {
    pub balancer: Balancer,
    /// The database's machines and what each knows.
    pub replication: Replication,
    /// The cache tier.
    pub tier: Tier,
    /// Which database machine answered the last reading query.
    pub turn: u8,
    /// The rows of the database, where it is split.
    pub shards: Shards,
    /// How they move.
    pub moves: Moves,
}

impl Site {
    /// How many bytes it takes on the heap.
    pub fn bytes(&self) -> usize {
        self.replication.bytes() + self.tier.bytes() + self.shards.bytes()
    }
}

impl Sim {
    /// The data center that has a request: its web server's, or before it has one that of its address.
    #[inline]
    pub(crate) fn site_of(&self, request: &Request) -> u8 {
        self.config.site_of(request.web.map_or(request.address, NodeId::web))
    }

    /// As [`Sim::site_of`], of the request with this key.
    #[inline]
    pub(crate) fn site_with(&self, key: RequestKey) -> u8 {
        self.requests.get(key).map_or(0, |request| self.site_of(request))
    }

    /// What the balancer that has the web server with this number knows of it.
    pub(crate) fn backend(&self, server: u8) -> &Backend {
        self.site(self.config.site_of(NodeId::web(server))).balancer.backend(server)
    }

    /// As [`Sim::backend`], to be changed.
    pub(crate) fn backend_mut(&mut self, server: u8) -> &mut Backend {
        let site = self.config.site_of(NodeId::web(server));
        self.site_mut(site).balancer.backend_mut(server)
    }

    #[inline]
    pub(crate) fn site(&self, site: u8) -> &Site {
        &self.sites[usize::from(site)]
    }

    #[inline]
    pub(crate) fn site_mut(&mut self, site: u8) -> &mut Site {
        &mut self.sites[usize::from(site)]
    }
}
