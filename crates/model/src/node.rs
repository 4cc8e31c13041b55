//! Names of the places in the system.

use core::fmt;

/// The most web servers a system can have.
pub const MAX_SERVERS: usize = 64;
/// The most replicas a database can have.
pub const MAX_REPLICAS: usize = 8;
/// The most nodes a cache tier can have.
pub const MAX_CACHES: usize = 6;
/// The most edge locations a CDN can have.
pub const MAX_EDGES: usize = 6;
/// How many node numbers there are.
pub const NODES: usize = FIRST_EDGE as usize + MAX_EDGES;

/// Kept free.
const UNUSED: u8 = 7;
const FIRST_WEB: u8 = 8;
const FIRST_REPLICA: u8 = FIRST_WEB + MAX_SERVERS as u8;
const FIRST_CACHE: u8 = FIRST_REPLICA + MAX_REPLICAS as u8;
const FIRST_EDGE: u8 = FIRST_CACHE + MAX_CACHES as u8;

/// The station number of the first database machine; web servers have 0 to 63.
pub(crate) const DATABASE: u8 = MAX_SERVERS as u8;
/// The station number of the first cache node.
pub(crate) const CACHE: u8 = DATABASE + 1 + MAX_REPLICAS as u8;
/// The station number of the session store.
pub(crate) const SESSIONS: u8 = CACHE + MAX_CACHES as u8;
/// How many stations there are.
pub(crate) const STATIONS: usize = SESSIONS as usize + 1;

/// A place in the system. The same machine keeps its number from stage to stage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u8);

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
}

impl NodeKind {
    /// Whether work is done here by workers with a queue.
    pub const fn is_station(self) -> bool {
        matches!(self, Self::Database | Self::Sessions | Self::Web | Self::Replica | Self::Cache)
    }
}

impl NodeId {
    /// People with a web browser.
    pub const BROWSER: Self = Self(0);
    /// People with the mobile app.
    pub const MOBILE: Self = Self(1);
    /// The name service.
    pub const DNS: Self = Self(2);
    /// The load balancer.
    pub const BALANCER: Self = Self(3);
    /// The database server.
    pub const DATABASE: Self = Self(4);
    /// The session store.
    pub const SESSIONS: Self = Self(5);
    /// The CDN as a whole.
    pub const CDN: Self = Self(6);

    /// The web server with number `index`, from 0.
    pub const fn web(index: u8) -> Self {
        assert!((index as usize) < MAX_SERVERS);
        Self(FIRST_WEB + index)
    }

    /// The replica with number `index`, from 0.
    pub const fn replica(index: u8) -> Self {
        assert!((index as usize) < MAX_REPLICAS);
        Self(FIRST_REPLICA + index)
    }

    /// The database machine with number `machine`: 0 is [`NodeId::DATABASE`], the others are the replicas in turn.
    /// Which of them is the primary may change.
    pub const fn database(machine: u8) -> Self {
        if machine == 0 { Self::DATABASE } else { Self::replica(machine - 1) }
    }

    /// The cache node with number `index`, from 0.
    pub const fn cache(index: u8) -> Self {
        assert!((index as usize) < MAX_CACHES);
        Self(FIRST_CACHE + index)
    }

    /// The edge location with number `index`, from 0.
    pub const fn edge(index: u8) -> Self {
        assert!((index as usize) < MAX_EDGES);
        Self(FIRST_EDGE + index)
    }

    /// The number of the station here, if there can be one.
    pub(crate) const fn station(self) -> Option<u8> {
        match self.kind() {
            NodeKind::Web => Some(self.0 - FIRST_WEB),
            NodeKind::Database => Some(DATABASE),
            NodeKind::Replica => Some(self.0 - FIRST_REPLICA + DATABASE + 1),
            NodeKind::Cache => Some(self.0 - FIRST_CACHE + CACHE),
            NodeKind::Sessions => Some(SESSIONS),
            _ => None,
        }
    }

    /// Where the station with this number stands.
    pub(crate) const fn of_station(station: u8) -> Self {
        if station < DATABASE {
            Self::web(station)
        } else if station < CACHE {
            Self::database(station - DATABASE)
        } else if station < SESSIONS {
            Self::cache(station - CACHE)
        } else {
            Self::SESSIONS
        }
    }

    pub(crate) const fn to_byte(self) -> u8 {
        self.0
    }

    pub(crate) const fn from_byte(byte: u8) -> Self {
        Self(byte)
    }

    /// All nodes that there can be.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..NODES as u8).filter(|byte| *byte != UNUSED).map(Self)
    }

    /// Where the node stands in tables of [`NODES`] entries.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The number of the web server, if it is one.
    pub const fn web_index(self) -> Option<u8> {
        self.among(FIRST_WEB, FIRST_REPLICA)
    }

    /// The number of the database machine, if it is one: 0 to 8.
    pub const fn database_index(self) -> Option<u8> {
        match self.among(FIRST_REPLICA, FIRST_CACHE) {
            Some(replica) => Some(replica + 1),
            None if self.0 == Self::DATABASE.0 => Some(0),
            None => None,
        }
    }

    /// The number of the cache node, if it is one.
    pub const fn cache_index(self) -> Option<u8> {
        self.among(FIRST_CACHE, FIRST_EDGE)
    }

    /// The number of the edge location, if it is one.
    pub const fn edge_index(self) -> Option<u8> {
        self.among(FIRST_EDGE, NODES as u8)
    }

    const fn among(self, first: u8, next: u8) -> Option<u8> {
        if self.0 >= first && self.0 < next { Some(self.0 - first) } else { None }
    }

    /// What stands here.
    pub const fn kind(self) -> NodeKind {
        match self.0 {
            0 => NodeKind::Browser,
            1 => NodeKind::Mobile,
            2 => NodeKind::Dns,
            3 => NodeKind::Balancer,
            4 => NodeKind::Database,
            5 => NodeKind::Sessions,
            6 => NodeKind::Cdn,
            FIRST_EDGE.. => NodeKind::Edge,
            FIRST_CACHE.. => NodeKind::Cache,
            FIRST_REPLICA.. => NodeKind::Replica,
            _ => NodeKind::Web,
        }
    }

    /// Reads a name as [`fmt::Display`] writes it: `browser`, `mobile`, `dns`, `balancer`, `database`, `sessions`,
    /// `cdn`, `web-1` … `web-64`, `replica-1` … `replica-8`, `cache-1` … `cache-6`, `edge-1` … `edge-6`.
    ///
    /// # Errors
    /// The name and what is allowed.
    pub fn parse(name: &str) -> Result<Self, String> {
        let single = SINGLE.iter().find(|(single, _)| *single == name).map(|(_, node)| *node);
        let several = || {
            let (group, number) = name.rsplit_once('-')?;
            let (_, first, most) = SEVERAL.iter().find(|(several, _, _)| *several == group)?;
            let number = number.parse::<u8>().ok().filter(|n| (1..=*most as u8).contains(n))?;
            Some(Self(first + number - 1))
        };
        single.or_else(several).ok_or_else(|| {
            let several = SEVERAL.map(|(group, _, most)| format!("{group}-1 to {group}-{most}")).join(", ");
            format!("node `{name}` is not known; allowed are dns, balancer, database, sessions, cdn, {several}")
        })
    }
}

const SINGLE: [(&str, NodeId); 7] = [
    ("browser", NodeId::BROWSER),
    ("mobile", NodeId::MOBILE),
    ("dns", NodeId::DNS),
    ("balancer", NodeId::BALANCER),
    ("database", NodeId::DATABASE),
    ("sessions", NodeId::SESSIONS),
    ("cdn", NodeId::CDN),
];
/// Name, first number and how many.
const SEVERAL: [(&str, u8, usize); 4] = [
    ("web", FIRST_WEB, MAX_SERVERS),
    ("replica", FIRST_REPLICA, MAX_REPLICAS),
    ("cache", FIRST_CACHE, MAX_CACHES),
    ("edge", FIRST_EDGE, MAX_EDGES),
];

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = SINGLE.iter().find(|(_, node)| node == self) {
            return f.write_str(name);
        }
        let (name, first, _) = SEVERAL.iter().rfind(|(_, first, _)| *first <= self.0).unwrap_or(&SEVERAL[0]);
        write!(f, "{name}-{}", self.0.saturating_sub(*first) + 1)
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for node in NodeId::all() {
            assert_eq!(NodeId::parse(&node.to_string()), Ok(node));
            assert!(node.station().is_none_or(|station| NodeId::of_station(station) == node));
            assert_eq!(node.station().is_some(), node.kind().is_station());
        }
        for bad in ["", "web-0", "web-65", "web-x", "cache", "replica-9", "edge-257"] {
            assert!(NodeId::parse(bad).unwrap_err().contains(&format!("`{bad}`")));
        }
    }
}
