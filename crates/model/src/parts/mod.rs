//! The parts of the system, a folder each: its state, what it does with requests, its settings and how they are declared.

pub(crate) mod balancer;
pub(crate) mod cache;
pub(crate) mod cdn;
pub mod data_centers;
pub mod database;
pub(crate) mod dns;
pub(crate) mod pool;
pub mod queue;
pub(crate) mod release;
pub(crate) mod sessions;
pub mod shards;
pub mod telemetry;
pub(crate) mod traffic;
pub(crate) mod web;

use crate::config::Config;
use crate::engine::latency::Latency;
use crate::engine::luck::Luck;
use crate::params::Param;
use crate::parts::balancer::Balancer;
use crate::parts::cache::Tier;
use crate::parts::cdn::Files;
use crate::parts::data_centers::flow::Geo;
use crate::parts::data_centers::geo_replication::flow::GeoReplication;
use crate::parts::database::DatabaseTier;
use crate::parts::dns::Dns;
use crate::parts::pool::Pool;
use crate::parts::queue::flow::Jobs;
use crate::parts::release::Release;
use crate::parts::sessions::Sessions;
use crate::parts::shards::ShardTier;
use crate::parts::telemetry::Telemetry;
use crate::parts::traffic::Traffic;
use crate::topology::site::PerSite;

/// What can be set of each part, in the order in which parameters are shown and named.
pub(crate) const PARAMS: &[&[Param]] = &[
    traffic::params::PARAMS,
    traffic::catalogue_params::PARAMS,
    web::params::PARAMS,
    database::params::PARAMS,
    database::replication::params::PARAMS,
    balancer::params::PARAMS,
    cache::params::PARAMS,
    cdn::params::PARAMS,
    sessions::params::PARAMS,
    pool::params::PARAMS,
    data_centers::params::PARAMS,
    queue::params::PARAMS,
    telemetry::params::PARAMS,
    release::params::PARAMS,
    shards::params::PARAMS,
];

/// The state of all parts.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub traffic: Traffic,
    pub dns: Dns,
    pub balancers: PerSite<Balancer>,
    /// What the pool of web servers knows when it follows its load.
    pub pool: Pool,
    pub sessions: Sessions,
    pub caches: PerSite<Tier>,
    pub databases: PerSite<DatabaseTier>,
    pub shards: PerSite<ShardTier>,
    /// How long the shards took that were asked for a part, each, and the slowest of those asked together.
    pub gathered: [Latency; 2],
    pub geo_dns: Geo,
    pub geo_replication: GeoReplication,
    pub cdn: Files,
    pub queue: Jobs,
    /// What is seen of all this.
    pub telemetry: Telemetry,
    pub release: Release,
}

impl Parts {
    /// All parts at rest at time zero.
    pub fn new(luck: &Luck, config: &Config) -> Self {
        Self {
            traffic: Traffic::new(luck, config),
            dns: Dns::default(),
            balancers: PerSite::default(),
            pool: Pool::default(),
            sessions: Sessions::default(),
            caches: PerSite::default(),
            databases: PerSite::default(),
            shards: PerSite::default(),
            gathered: Default::default(),
            geo_dns: Geo::default(),
            geo_replication: GeoReplication::default(),
            cdn: Files::default(),
            queue: Jobs::default(),
            telemetry: Telemetry::default(),
            release: Release::default(),
        }
    }

    /// How many bytes they take on the heap.
    pub fn bytes(&self) -> usize {
        self.traffic.bytes()
            + self.pool.bytes()
            + self.caches.bytes(Tier::bytes)
            + self.databases.bytes(DatabaseTier::bytes)
            + self.shards.bytes(ShardTier::bytes)
            + self.balancers.bytes(|_| 0)
            + self.gathered.iter().map(Latency::bytes).sum::<usize>()
            + self.geo_replication.bytes()
            + self.cdn.bytes()
            + self.queue.bytes()
            + self.telemetry.bytes()
    }
}
