//! In which data center a node stands, and its like in another.

use super::{
    FAR, FIRST_FAR_BALANCER, FIRST_FAR_CACHE, FIRST_FAR_DATABASE, FIRST_FAR_SESSIONS, FIRST_REPLICA, FIRST_SHARD,
    FIRST_SITE, FIRST_WEB, MACHINES, MAX_CACHES, MAX_SHARDS, MAX_SITES, NodeId, NodeKind, SITE_SERVERS,
};

impl NodeId {
    /// The load balancer of data center `site`.
    pub const fn balancer_at(site: u8) -> Self {
        if site == 0 { Self::BALANCER } else { Self(FIRST_FAR_BALANCER).step(site - 1, FAR) }
    }

    /// The session store of data center `site`.
    pub const fn sessions_at(site: u8) -> Self {
        if site == 0 { Self::SESSIONS } else { Self(FIRST_FAR_SESSIONS).step(site - 1, FAR) }
    }

    /// The database machine with number `machine` of data center `site`, see [`NodeId::database`].
    pub const fn database_at(site: u8, machine: u8) -> Self {
        assert!(machine < MACHINES);
        if site == 0 {
            Self::database(machine)
        } else {
            Self(FIRST_FAR_DATABASE).step((site - 1) * MACHINES + machine, FAR * MACHINES)
        }
    }

    /// The cache node with number `index` of data center `site`.
    pub const fn cache_at(site: u8, index: u8) -> Self {
        assert!((index as usize) < MAX_CACHES);
        if site == 0 {
            Self::cache(index)
        } else {
            Self(FIRST_FAR_CACHE).step((site - 1) * MAX_CACHES as u8 + index, FAR * MAX_CACHES as u8)
        }
    }

    /// The shard with number `index` of data center `site`, both from 0.
    pub const fn shard_at(site: u8, index: u8) -> Self {
        assert!((index as usize) < MAX_SHARDS);
        Self(FIRST_SHARD).step(site * MAX_SHARDS as u8 + index, (MAX_SITES * MAX_SHARDS) as u8)
    }

    const fn step(self, by: u8, below: u8) -> Self {
        assert!(by < below);
        Self(self.0 + by)
    }

    /// The data center in which it stands if there are several, from 0; of what stands in none, 0.
    pub const fn home(self) -> u8 {
        match self.0 {
            FIRST_WEB..FIRST_REPLICA => (self.0 - FIRST_WEB) / SITE_SERVERS as u8,
            FIRST_SITE..FIRST_FAR_BALANCER => self.0 - FIRST_SITE,
            FIRST_FAR_BALANCER..FIRST_FAR_SESSIONS => 1 + (self.0 - FIRST_FAR_BALANCER),
            FIRST_FAR_SESSIONS..FIRST_FAR_DATABASE => 1 + (self.0 - FIRST_FAR_SESSIONS),
            FIRST_FAR_DATABASE..FIRST_FAR_CACHE => 1 + (self.0 - FIRST_FAR_DATABASE) / MACHINES,
            FIRST_FAR_CACHE..FIRST_SHARD => 1 + (self.0 - FIRST_FAR_CACHE) / MAX_CACHES as u8,
            FIRST_SHARD.. => (self.0 - FIRST_SHARD) / MAX_SHARDS as u8,
            _ => 0,
        }
    }

    /// The node of the same name in another data center, if each has one. Web servers are numbered through.
    pub(crate) fn moved_to(self, site: u8) -> Option<Self> {
        Some(match self.kind() {
            _ if site == 0 => self,
            NodeKind::Balancer => Self::balancer_at(site),
            NodeKind::Sessions => Self::sessions_at(site),
            NodeKind::Database | NodeKind::Replica => Self::database_at(site, self.database_index()?),
            NodeKind::Cache => Self::cache_at(site, self.cache_index()?),
            NodeKind::Shard => Self::shard_at(site, self.shard_index()?),
            _ => return None,
        })
    }

    /// The node of the same name in the first data center.
    pub(crate) fn at_first(self) -> Self {
        match self.kind() {
            NodeKind::Balancer => Self::BALANCER,
            NodeKind::Sessions => Self::SESSIONS,
            NodeKind::Database | NodeKind::Replica => Self::database(self.database_index().unwrap_or(0)),
            NodeKind::Cache => Self::cache(self.cache_index().unwrap_or(0)),
            NodeKind::Shard => Self::shard_at(0, self.shard_index().unwrap_or(0)),
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_far_away_knows_its_data_center() {
        for site in 0..MAX_SITES as u8 {
            let last = NodeId::database_at(site, MACHINES - 1);
            assert_eq!((last.home(), last.database_index()), (site, Some(8)));
            assert_eq!((last.at_first(), last.at_first().moved_to(site)), (NodeId::replica(7), Some(last)));
        }
    }
}
