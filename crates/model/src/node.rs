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
/// The most data centers a system can have.
pub const MAX_SITES: usize = 4;
/// The most shards a data center can have: 16, and some for a celebrity.
pub const MAX_SHARDS: usize = 20;
/// The most web servers of one data center among several: number i of all stands in data center i ÷ 16.
pub const SITE_SERVERS: usize = MAX_SERVERS / MAX_SITES;
/// How many node numbers there are.
pub const NODES: usize = FIRST_SHARD as usize + MAX_SITES * MAX_SHARDS;

/// Database machines of one data center.
const MACHINES: u8 = 1 + MAX_REPLICAS as u8;
/// Data centers besides the first.
const FAR: u8 = MAX_SITES as u8 - 1;

const FIRST_WEB: u8 = 8;
const FIRST_REPLICA: u8 = FIRST_WEB + MAX_SERVERS as u8;
const FIRST_CACHE: u8 = FIRST_REPLICA + MAX_REPLICAS as u8;
const FIRST_EDGE: u8 = FIRST_CACHE + MAX_CACHES as u8;
const FIRST_SINGLE: u8 = FIRST_EDGE + MAX_EDGES as u8;
const FIRST_SITE: u8 = FIRST_SINGLE + 4;
const FIRST_FAR_BALANCER: u8 = FIRST_SITE + MAX_SITES as u8;
const FIRST_FAR_SESSIONS: u8 = FIRST_FAR_BALANCER + FAR;
const FIRST_FAR_DATABASE: u8 = FIRST_FAR_SESSIONS + FAR;
const FIRST_FAR_CACHE: u8 = FIRST_FAR_DATABASE + FAR * MACHINES;
const FIRST_SHARD: u8 = FIRST_FAR_CACHE + FAR * MAX_CACHES as u8;

/// The station number of the first database machine of the first data center; web servers have 0 to 63.
pub(crate) const DATABASE: u8 = MAX_SERVERS as u8;
/// The station number of its first cache node.
pub(crate) const CACHE: u8 = DATABASE + MACHINES;
/// The station number of its session store.
pub(crate) const SESSIONS: u8 = CACHE + MAX_CACHES as u8;
/// The station number of the first database machine of the second data center.
const FAR_DATABASE: u8 = SESSIONS + 1;
const FAR_CACHE: u8 = FAR_DATABASE + FAR * MACHINES;
const FAR_SESSIONS: u8 = FAR_CACHE + FAR * MAX_CACHES as u8;
/// The station number of the first shard.
pub(crate) const SHARD: u8 = FAR_SESSIONS + FAR;
/// The station number of the message queue.
pub(crate) const QUEUE: u8 = SHARD + (MAX_SITES * MAX_SHARDS) as u8;
/// The station number of the queue's workers.
pub(crate) const WORKERS: u8 = QUEUE + 1;
/// How many stations there are.
pub(crate) const STATIONS: usize = WORKERS as usize + 1;

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
    /// The message queue.
    pub const QUEUE: Self = Self(7);
    /// The queue's workers.
    pub const WORKERS: Self = Self(FIRST_SINGLE);
    /// What measures the system and gives the alarm.
    pub const METRICS: Self = Self(FIRST_SINGLE + 1);
    /// Where log lines are collected.
    pub const LOGS: Self = Self(FIRST_SINGLE + 2);
    /// What tests new builds and puts them on the web servers.
    pub const PIPELINE: Self = Self(FIRST_SINGLE + 3);

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

    /// The data center with number `site`, from 0, as a whole.
    pub const fn site(site: u8) -> Self {
        assert!((site as usize) < MAX_SITES);
        Self(FIRST_SITE + site)
    }

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

    /// The number of the station here, if there can be one.
    pub(crate) const fn station(self) -> Option<u8> {
        // Nodes of a kind stand in the order of their stations.
        let (node, station) = match self.0 {
            4 => (4, DATABASE),
            5 => (5, SESSIONS),
            7 => (7, QUEUE),
            FIRST_SINGLE => (FIRST_SINGLE, WORKERS),
            FIRST_WEB..FIRST_REPLICA => (FIRST_WEB, 0),
            FIRST_REPLICA..FIRST_CACHE => (FIRST_REPLICA, DATABASE + 1),
            FIRST_CACHE..FIRST_EDGE => (FIRST_CACHE, CACHE),
            FIRST_FAR_SESSIONS..FIRST_FAR_DATABASE => (FIRST_FAR_SESSIONS, FAR_SESSIONS),
            FIRST_FAR_DATABASE..FIRST_FAR_CACHE => (FIRST_FAR_DATABASE, FAR_DATABASE),
            FIRST_FAR_CACHE..FIRST_SHARD => (FIRST_FAR_CACHE, FAR_CACHE),
            FIRST_SHARD.. => (FIRST_SHARD, SHARD),
            _ => return None,
        };
        Some(station + (self.0 - node))
    }

    /// Where the station with this number stands.
    #[allow(clippy::match_overlapping_arm)] // Each range ends where the next begins: the first that fits holds.
    pub(crate) const fn of_station(station: u8) -> Self {
        let (first, node) = match station {
            ..DATABASE => (0, FIRST_WEB),
            DATABASE => (DATABASE, 4),
            ..CACHE => (DATABASE + 1, FIRST_REPLICA),
            ..SESSIONS => (CACHE, FIRST_CACHE),
            SESSIONS => (SESSIONS, 5),
            ..FAR_CACHE => (FAR_DATABASE, FIRST_FAR_DATABASE),
            ..FAR_SESSIONS => (FAR_CACHE, FIRST_FAR_CACHE),
            ..SHARD => (FAR_SESSIONS, FIRST_FAR_SESSIONS),
            ..QUEUE => (SHARD, FIRST_SHARD),
            QUEUE => (QUEUE, 7),
            _ => (station, FIRST_SINGLE),
        };
        Self(node + (station - first))
    }

    /// The station of the database machine with number `machine` of data center `site`.
    pub(crate) const fn machine_station(site: u8, machine: u8) -> u8 {
        if site == 0 { DATABASE + machine } else { FAR_DATABASE + (site - 1) * MACHINES + machine }
    }

    /// The station of the cache node with number `index` of data center `site`.
    pub(crate) const fn cache_station(site: u8, index: u8) -> u8 {
        if site == 0 { CACHE + index } else { FAR_CACHE + (site - 1) * MAX_CACHES as u8 + index }
    }

    pub(crate) const fn to_byte(self) -> u8 {
        self.0
    }

    pub(crate) const fn from_byte(byte: u8) -> Self {
        Self(byte)
    }

    /// All nodes that there can be.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..NODES as u8).map(Self)
    }

    /// Where the node stands in tables of [`NODES`] entries.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The number of the web server, if it is one.
    pub const fn web_index(self) -> Option<u8> {
        self.among(FIRST_WEB, FIRST_REPLICA)
    }

    /// The number of the database machine in its data center, if it is one: 0 to 8.
    pub const fn database_index(self) -> Option<u8> {
        match self.0 {
            4 => Some(0),
            FIRST_REPLICA..FIRST_CACHE => Some(self.0 - FIRST_REPLICA + 1),
            FIRST_FAR_DATABASE..FIRST_FAR_CACHE => Some((self.0 - FIRST_FAR_DATABASE) % MACHINES),
            _ => None,
        }
    }

    /// The number of the cache node in its data center, if it is one.
    pub const fn cache_index(self) -> Option<u8> {
        match self.0 {
            FIRST_CACHE..FIRST_EDGE => Some(self.0 - FIRST_CACHE),
            FIRST_FAR_CACHE..FIRST_SHARD => Some((self.0 - FIRST_FAR_CACHE) % MAX_CACHES as u8),
            _ => None,
        }
    }

    /// The number of the edge location, if it is one.
    pub const fn edge_index(self) -> Option<u8> {
        self.among(FIRST_EDGE, FIRST_SINGLE)
    }

    /// The number of the data center, if it is one as a whole.
    pub const fn site_index(self) -> Option<u8> {
        self.among(FIRST_SITE, FIRST_FAR_BALANCER)
    }

    /// The number of the shard in its data center, if it is one.
    pub const fn shard_index(self) -> Option<u8> {
        match self.0 {
            FIRST_SHARD.. => Some((self.0 - FIRST_SHARD) % MAX_SHARDS as u8),
            _ => None,
        }
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

    const fn among(self, first: u8, next: u8) -> Option<u8> {
        if self.0 >= first && self.0 < next { Some(self.0 - first) } else { None }
    }

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

    /// Reads a name as [`fmt::Display`] writes it: `browser`, `mobile`, `dns`, `balancer`, `database`, `sessions`,
    /// `cdn`, `queue`, `workers`, `metrics`, `logs`, `pipeline`, `web-1` … `web-64`, `replica-1` … `replica-8`,
    /// `cache-1` … `cache-6`, `edge-1` … `edge-6`, `shard-1` … `shard-20`, `dc-1` … `dc-4`; and in another data center
    /// than the first `dc-2/balancer`, `dc-2/database`, `dc-2/sessions`, `dc-2/replica-1`, `dc-2/cache-1`,
    /// `dc-2/shard-1`.
    ///
    /// # Errors
    /// The name and what is allowed.
    pub fn parse(name: &str) -> Result<Self, String> {
        let (site, plain) = match name.split_once('/') {
            Some((site, plain)) => (Self::plain(site).and_then(Self::site_index).filter(|site| *site > 0), plain),
            None => (Some(0), name),
        };
        let node = site.and_then(|site| Self::plain(plain)?.moved_to(site));
        node.ok_or_else(|| {
            let several = SEVERAL.map(|(group, _, most)| format!("{group}-1 to {group}-{most}")).join(", ");
            let single = SINGLE[2..].iter().map(|(single, _)| *single).collect::<Vec<_>>().join(", ");
            format!("node `{name}` is not known; allowed are {single}, {several}, and in another data center dc-2/…")
        })
    }

    /// The node of this name in the first data center.
    fn plain(name: &str) -> Option<Self> {
        let single = SINGLE.iter().find(|(single, _)| *single == name).map(|(_, node)| *node);
        let several = || {
            let (group, number) = name.rsplit_once('-')?;
            let (_, first, most) = SEVERAL.iter().find(|(several, _, _)| *several == group)?;
            let number = number.parse::<u8>().ok().filter(|n| (1..=*most as u8).contains(n))?;
            Some(Self(first + number - 1))
        };
        single.or_else(several)
    }

    /// The node of the same name in another data center, if each has one. Web servers are numbered through.
    fn moved_to(self, site: u8) -> Option<Self> {
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
    fn at_first(self) -> Self {
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

const SINGLE: [(&str, NodeId); 12] = [
    ("browser", NodeId::BROWSER),
    ("mobile", NodeId::MOBILE),
    ("dns", NodeId::DNS),
    ("balancer", NodeId::BALANCER),
    ("database", NodeId::DATABASE),
    ("sessions", NodeId::SESSIONS),
    ("cdn", NodeId::CDN),
    ("queue", NodeId::QUEUE),
    ("workers", NodeId::WORKERS),
    ("metrics", NodeId::METRICS),
    ("logs", NodeId::LOGS),
    ("pipeline", NodeId::PIPELINE),
];
/// Name, first number and how many, in the order of the numbers.
const SEVERAL: [(&str, u8, usize); 6] = [
    ("web", FIRST_WEB, MAX_SERVERS),
    ("replica", FIRST_REPLICA, MAX_REPLICAS),
    ("cache", FIRST_CACHE, MAX_CACHES),
    ("edge", FIRST_EDGE, MAX_EDGES),
    ("dc", FIRST_SITE, MAX_SITES),
    ("shard", FIRST_SHARD, MAX_SHARDS),
];

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.at_first();
        if plain != *self {
            write!(f, "dc-{}/", self.home() + 1)?;
        }
        if let Some((name, _)) = SINGLE.iter().find(|(_, node)| *node == plain) {
            return f.write_str(name);
        }
        let (name, first, _) = SEVERAL.iter().rfind(|(_, first, _)| *first <= plain.0).unwrap_or(&SEVERAL[0]);
        write!(f, "{name}-{}", plain.0.saturating_sub(*first) + 1)
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
        let mut stations: Vec<_> = NodeId::all().filter_map(NodeId::station).collect();
        stations.sort_unstable();
        assert_eq!(stations, (0..STATIONS as u8).collect::<Vec<_>>());
        assert_eq!(NodeId::shard_at(2, 3).to_string(), "dc-3/shard-4");
        assert_eq!((NodeId::database_at(3, 8).home(), NodeId::database_at(3, 8).database_index()), (3, Some(8)));
        for bad in [
            "dc-1/cache-1",
            "dc-2/web-1",
            "dc-2/dns",
            "dc-5",
            "",
            "web-0",
            "web-65",
            "web-x",
            "cache",
            "replica-9",
            "edge-257",
        ] {
            assert!(NodeId::parse(bad).unwrap_err().contains(&format!("`{bad}`")));
        }
    }
}
