//! The places in the system, numbered.

mod home;
mod kind;
mod name;
mod station;

pub use kind::NodeKind;
pub(crate) use station::{CACHE, DATABASE, QUEUE, SESSIONS, SHARD, STATIONS, WORKERS};

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

/// A place in the system. The same machine keeps its number from stage to stage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u8);

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

    const fn among(self, first: u8, next: u8) -> Option<u8> {
        if self.0 >= first && self.0 < next { Some(self.0 - first) } else { None }
    }
}
