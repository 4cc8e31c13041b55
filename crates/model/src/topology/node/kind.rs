//! What stands at a node.

use super::{
    FIRST_CACHE, FIRST_EDGE, FIRST_FAR_BALANCER, FIRST_FAR_CACHE, FIRST_FAR_DATABASE, FIRST_FAR_SESSIONS,
    FIRST_REPLICA, FIRST_SHARD, FIRST_SINGLE, FIRST_SITE, MACHINES, NodeId,
};

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// People with a web browser.
    Browser,
    /// People with the mobile app.
    Mobile,
    /// The name service.
    Dns,
    /// The load balancer.
    Balancer,
    /// The database server: of several, the one that was the primary at first.
    Database,
    /// The session store.
    Sessions,
    /// The CDN as a whole.
    Cdn,
    /// A web server.
    Web,
    /// A further database server, which was a replica at first.
    Replica,
    /// A node of the cache tier.
    Cache,
    /// An edge location of the CDN.
    Edge,
    /// A data center as a whole.
    Site,
    /// A database server with a part of the rows.
    Shard,
    /// The message queue.
    Queue,
    /// Those who do what is in the queue.
    Workers,
    /// What measures the system and gives the alarm.
    Metrics,
    /// Where the log lines of all machines are collected.
    Logs,
    /// What tests new builds and puts them on the web servers.
    Pipeline,
}

impl NodeKind {
    /// Whether people use it, and nobody can break it.
    pub const fn is_client(self) -> bool {
        matches!(self, Self::Browser | Self::Mobile)
    }

    /// Whether each data center has its own.
    pub const fn is_in_a_site(self) -> bool {
        matches!(
            self,
            Self::Balancer | Self::Database | Self::Sessions | Self::Web | Self::Replica | Self::Cache | Self::Shard
        )
    }

    /// Whether it is a database machine, with all rows or a part of them.
    pub const fn has_rows(self) -> bool {
        matches!(self, Self::Database | Self::Replica | Self::Shard)
    }

    /// Whether work is done here by workers with a queue.
    pub const fn is_station(self) -> bool {
        matches!(
            self,
            Self::Database
                | Self::Sessions
                | Self::Web
                | Self::Replica
                | Self::Cache
                | Self::Shard
                | Self::Queue
                | Self::Workers
        )
    }
}

impl NodeId {
    /// What stands here.
    #[allow(clippy::match_overlapping_arm)] // Each range ends where the next begins: the first that fits holds.
    pub const fn kind(self) -> NodeKind {
        match self.0 {
            0 => NodeKind::Browser,
            1 => NodeKind::Mobile,
            2 => NodeKind::Dns,
            3 => NodeKind::Balancer,
            4 => NodeKind::Database,
            5 => NodeKind::Sessions,
            6 => NodeKind::Cdn,
            7 => NodeKind::Queue,
            ..FIRST_REPLICA => NodeKind::Web,
            ..FIRST_CACHE => NodeKind::Replica,
            ..FIRST_EDGE => NodeKind::Cache,
            ..FIRST_SINGLE => NodeKind::Edge,
            FIRST_SINGLE => NodeKind::Workers,
            ..FIRST_SITE => match self.0 - FIRST_SINGLE {
                1 => NodeKind::Metrics,
                2 => NodeKind::Logs,
                _ => NodeKind::Pipeline,
            },
            ..FIRST_FAR_BALANCER => NodeKind::Site,
            ..FIRST_FAR_SESSIONS => NodeKind::Balancer,
            ..FIRST_FAR_DATABASE => NodeKind::Sessions,
            ..FIRST_FAR_CACHE => match (self.0 - FIRST_FAR_DATABASE) % MACHINES {
                0 => NodeKind::Database,
                _ => NodeKind::Replica,
            },
            ..FIRST_SHARD => NodeKind::Cache,
            _ => NodeKind::Shard,
        }
    }
}
