//! Which machines a system has, how many of each kind, and which web servers stand in which data center.

use super::{CacheConfig, Config, Database, QueueConfig, SessionConfig, SessionMode, WorkMode};
use crate::topology::node::{MAX_SITES, NodeId, NodeKind, SITE_SERVERS};

impl Config {
    /// Whether the system has a machine at `node`, or the name service; a row has nothing but its stations.
    pub fn has(&self, node: NodeId) -> bool {
        let topology = &self.topology;
        let own = topology.database == Database::Own && !topology.shards;
        let below = |index: Option<u8>, count: u32| index.is_some_and(|i| u32::from(i) < count);
        let here = u32::from(self.site_of(node)) < self.sites() && (topology.sites || node.home() == 0);
        match node.kind() {
            NodeKind::Browser | NodeKind::Mobile => false,
            NodeKind::Dns => self.tandem.is_none(),
            NodeKind::Balancer => here && topology.balancer,
            NodeKind::Database => here && own,
            NodeKind::Replica => here && own && below(node.database_index(), 1 + self.replicas()),
            NodeKind::Cache => here && below(node.cache_index(), self.caches()),
            NodeKind::Sessions => here && topology.sessions && self.sessions.mode == SessionMode::Store,
            NodeKind::Cdn => self.edges() > 0,
            NodeKind::Edge => below(node.edge_index(), self.edges()),
            NodeKind::Web if topology.sites => here && below(node.web_index(), self.stop_of_site(node.home())),
            NodeKind::Web => below(node.web_index(), self.servers),
            NodeKind::Site => topology.sites && here,
            NodeKind::Shard => here && self.shards() > 0 && node.shard_index().is_some_and(|i| self.shards.stands(i)),
            // Workers go on with what the queue has when nothing more is put in.
            NodeKind::Queue | NodeKind::Workers => {
                topology.queue && (self.queue.mode == WorkMode::Queue || self.queue.workers > 0)
            }
            NodeKind::Metrics | NodeKind::Pipeline => topology.telemetry,
            NodeKind::Logs => topology.telemetry && self.telemetry.aggregate,
        }
    }

    /// Whether a standby waits to take the place of the machine at `node` once that is missed.
    pub fn has_standby(&self, node: NodeId) -> bool {
        let stands_by = match node.kind() {
            NodeKind::Balancer => self.standby,
            NodeKind::Dns => self.dns_second,
            NodeKind::Sessions => self.sessions.standby,
            NodeKind::Shard => self.shards.standby,
            NodeKind::Queue => self.queue.standby,
            _ => false,
        };
        stands_by && self.has(node)
    }

    /// Workers and places of `station`.
    pub(crate) fn station(&self, station: u8) -> (u32, u32) {
        let of_row = self.tandem.as_ref().and_then(|tandem| tandem.stations.get(usize::from(station)));
        match NodeId::of_station(station).kind() {
            NodeKind::Database | NodeKind::Replica | NodeKind::Shard => (self.db_cores, self.db_queue),
            NodeKind::Queue => (QueueConfig::CORES, QueueConfig::PLACES),
            // Messages wait in the queue and not at its workers.
            NodeKind::Workers => (self.queue.workers, 0),
            NodeKind::Cache => (self.cache.cores, CacheConfig::QUEUE),
            NodeKind::Sessions => (self.sessions.cores, SessionConfig::QUEUE),
            _ => of_row.map_or((self.web_cores, self.web_queue), |row| (row.workers, row.places)),
        }
    }

    /// Data centers, 1 to 4.
    pub fn sites(&self) -> u32 {
        if self.topology.sites { self.sites.count } else { 1 }
    }

    /// The data center in which `node` stands, from 0.
    pub fn site_of(&self, node: NodeId) -> u8 {
        if self.topology.sites { node.home() } else { 0 }
    }

    /// The numbers of the web servers of data center `site`.
    pub fn servers_of(&self, site: u8) -> core::ops::Range<u8> {
        let first = site * SITE_SERVERS as u8;
        first..self.stop_of_site(site) as u8
    }

    /// One more than the number of the last web server of data center `site`.
    fn stop_of_site(&self, site: u8) -> u32 {
        if !self.topology.sites {
            return self.servers;
        }
        u32::from(site) * SITE_SERVERS as u32 + self.servers.min(SITE_SERVERS as u32)
    }

    /// Whether there is a web server with number `server`.
    pub fn has_server(&self, server: u8) -> bool {
        self.has(NodeId::web(server))
    }

    /// The numbers of all web servers.
    pub fn all_servers(&self) -> impl Iterator<Item = u8> + use<> {
        let ranges: [_; MAX_SITES] = core::array::from_fn(|site| self.servers_of(site as u8));
        ranges.into_iter().take(self.sites() as usize).flatten()
    }

    /// Shards of each data center that are everybody's, 0 to 16.
    pub fn shards(&self) -> u32 {
        if self.topology.shards && self.topology.database == Database::Own { self.shards.count } else { 0 }
    }

    /// Replicas of the database, 0 to 8.
    pub fn replicas(&self) -> u32 {
        let replicas = self.topology.replicas && self.topology.database == Database::Own && !self.topology.shards;
        if replicas { self.replication.replicas } else { 0 }
    }

    /// Nodes of the cache tier, 0 to 6.
    pub fn caches(&self) -> u32 {
        if self.topology.cache && self.topology.keyed() { self.cache.nodes } else { 0 }
    }

    /// Edge locations of the CDN, 0 to 6.
    pub fn edges(&self) -> u32 {
        if self.topology.regions { self.cdn.edges } else { 0 }
    }
}
