//! All settings of a run.

mod capacity;
mod machines;

pub use crate::parts::cache::config::CacheConfig;
pub use crate::parts::cdn::config::CdnConfig;
pub use crate::parts::data_centers::config::{Routing, SitesConfig};
pub use crate::parts::database::config::{ReadFrom, ReplicationConfig, ReplicationMode};
pub use crate::parts::pool::config::ScalingConfig;
pub use crate::parts::queue::config::{QueueConfig, WorkMode};
pub use crate::parts::release::config::{ReleaseConfig, Strategy};
pub use crate::parts::sessions::config::{SessionConfig, SessionMode};
pub use crate::parts::shards::config::{JoinMode, ShardKey, ShardsConfig};
pub use crate::parts::telemetry::config::TelemetryConfig;
pub use crate::parts::traffic::config::CatalogueConfig;
use serde::Serialize;

use crate::engine::luck::spread::WorkSpread;
use crate::tandem::Tandem;

/// Where the database is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Database {
    /// In the web server's own machine: queries take that machine's cores.
    Inside,
    /// On a machine of its own.
    Own,
    /// Left out: pages need no data.
    Absent,
}

/// Which parts the system has and how they are joined. A stage fixes this; sliders do not change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Topology {
    /// Clients reach the web servers through a load balancer. Without one they reach them by the
    /// addresses that DNS hands out in turn.
    pub balancer: bool,
    /// Where the database is.
    pub database: Database,
    /// The database can have replicas; every query is then about a key, whose values have versions.
    pub replicas: bool,
    /// A cache tier stands beside the database; every query is then about a key.
    pub cache: bool,
    /// Users are spread over the world, files are asked for apart from pages, and a CDN can answer.
    pub regions: bool,
    /// Users are signed in: a request needs its visitor's session.
    pub sessions: bool,
    /// There can be several data centers, each with all that stands behind its balancer.
    pub sites: bool,
    /// Photos are uploaded, and there is a message queue with workers.
    pub queue: bool,
    /// The system is watched, and new builds come to its web servers.
    pub telemetry: bool,
    /// The database is split into shards.
    pub shards: bool,
}

impl Topology {
    /// Nothing but clients and a web server.
    pub const BARE: Self = Self {
        balancer: false,
        database: Database::Absent,
        replicas: false,
        cache: false,
        regions: false,
        sessions: false,
        sites: false,
        queue: false,
        telemetry: false,
        shards: false,
    };

    /// Whether every query is about a key.
    pub fn keyed(&self) -> bool {
        self.database == Database::Own && (self.replicas || self.cache || self.sites || self.shards)
    }
}

/// How the balancer chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// Each in its turn.
    RoundRobin,
    /// By dice.
    Random,
    /// The one with the fewest open requests.
    LeastConnections,
    /// The less busy of two taken by dice.
    TwoChoices,
    /// By the visitor: the same visitor meets the same server.
    SourceHash,
}

impl Algorithm {
    /// All kinds, in the order of the registry's choice.
    pub const ALL: [Self; 5] =
        [Self::RoundRobin, Self::Random, Self::LeastConnections, Self::TwoChoices, Self::SourceHash];
}

/// All settings of a run. Build one with [`Config::new`] and change it through the registry
/// ([`crate::params`]), which checks ranges; units are in the field names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Config {
    /// Which parts there are.
    pub topology: Topology,
    /// Whether users send requests by themselves. Off in a walk, where each is sent by hand.
    pub open: bool,

    /// Daily users.
    pub users: f64,
    /// Requests a user sends a day.
    pub requests_per_day: f64,
    /// Rate at the peak hour over the day's mean.
    pub peak: f64,
    /// Share of requests from the mobile app, 0 to 1.
    pub mobile_share: f64,
    /// Share of requests that only read, 0 to 1.
    pub read_share: f64,
    /// Mean requests of one visit.
    pub visit_requests: f64,
    /// Mean time between two requests of a visitor, in seconds.
    pub think_s: f64,
    /// After this a client gives up, in seconds.
    pub timeout_s: f64,

    /// How long a client keeps a DNS answer, in seconds.
    pub dns_ttl_s: f64,
    /// Round trip to the name service, in milliseconds.
    pub dns_ms: f64,
    /// Whether a second name server is asked when the first does not answer.
    pub dns_second: bool,
    /// Mean round trip over the internet, in milliseconds.
    pub rtt_ms: f64,
    /// Share of the round trip that varies (exponential), 0 to 1.
    pub rtt_spread: f64,
    /// Round trip inside the site, in milliseconds.
    pub site_rtt_ms: f64,
    /// What a client receives, in Mbit/s.
    pub bandwidth_mbit: f64,
    /// Size of an HTML answer, in kB.
    pub page_kb: f64,
    /// Size of a JSON answer, in kB.
    pub json_kb: f64,

    /// Web servers.
    pub servers: u32,
    /// Cores of each web server.
    pub web_cores: u32,
    /// Mean work of a page on one core, in milliseconds.
    pub page_ms: f64,
    /// Mean work of a JSON answer on one core, in milliseconds.
    pub json_ms: f64,
    /// Requests that may wait at a web server.
    pub web_queue: u32,
    /// Time a repaired machine takes to start, in seconds.
    pub boot_s: f64,
    /// How the work of equal requests differs.
    pub work: WorkSpread,
    /// How many times longer a slowed machine takes.
    pub slow_factor: f64,

    /// Cores of the database server.
    pub db_cores: u32,
    /// Queries a request asks, one after another.
    pub queries: u32,
    /// Mean work of a reading query, in milliseconds.
    pub read_ms: f64,
    /// Mean work of a writing query, in milliseconds.
    pub write_ms: f64,
    /// Queries that may wait at the database.
    pub db_queue: u32,

    /// How the balancer chooses.
    pub algorithm: Algorithm,
    /// Time from one health check to the next, in seconds.
    pub probe_s: f64,
    /// Failed checks in a row that take a server out.
    pub probe_threshold: u32,
    /// Whether a standby balancer waits.
    pub standby: bool,
    /// Time until the standby takes over, in seconds.
    pub takeover_s: f64,

    /// What people ask for: keys and how popular they are.
    pub catalogue: CatalogueConfig,
    /// Replicas of the database.
    pub replication: ReplicationConfig,
    /// The cache tier.
    pub cache: CacheConfig,
    /// Regions, files and the CDN.
    pub cdn: CdnConfig,
    /// Where sessions are kept.
    pub sessions: SessionConfig,
    /// The wave of traffic, and the pool of servers that follows it.
    pub scaling: ScalingConfig,
    /// Several data centers.
    pub sites: SitesConfig,
    /// Uploads, the message queue and its workers.
    pub queue: QueueConfig,
    /// What watches the system.
    pub telemetry: TelemetryConfig,
    /// How new builds come to the web servers.
    pub release: ReleaseConfig,
    /// The sharded database.
    pub shards: ShardsConfig,

    /// A row of stations in place of all the above but the timeout, the time to start and the factor of a slowed
    /// machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tandem: Option<Tandem>,
}

impl Config {
    /// The registry's defaults for `topology`.
    pub fn new(topology: Topology) -> Self {
        let mut config = Self {
            topology,
            open: true,
            users: 0.0,
            requests_per_day: 0.0,
            peak: 0.0,
            mobile_share: 0.0,
            read_share: 0.0,
            visit_requests: 0.0,
            think_s: 0.0,
            timeout_s: 0.0,
            dns_ttl_s: 0.0,
            dns_ms: 0.0,
            dns_second: false,
            rtt_ms: 0.0,
            rtt_spread: 0.0,
            site_rtt_ms: 0.0,
            bandwidth_mbit: 0.0,
            page_kb: 0.0,
            json_kb: 0.0,
            servers: 0,
            web_cores: 0,
            page_ms: 0.0,
            json_ms: 0.0,
            web_queue: 0,
            boot_s: 0.0,
            work: WorkSpread::Exponential,
            slow_factor: 0.0,
            db_cores: 0,
            queries: 0,
            read_ms: 0.0,
            write_ms: 0.0,
            db_queue: 0,
            algorithm: Algorithm::RoundRobin,
            probe_s: 0.0,
            probe_threshold: 0,
            standby: false,
            takeover_s: 0.0,
            catalogue: CatalogueConfig::default(),
            replication: ReplicationConfig::default(),
            cache: CacheConfig::default(),
            cdn: CdnConfig::default(),
            sessions: SessionConfig::default(),
            scaling: ScalingConfig::default(),
            sites: SitesConfig::default(),
            queue: QueueConfig::default(),
            telemetry: TelemetryConfig::default(),
            release: ReleaseConfig::default(),
            shards: ShardsConfig::default(),
            tandem: None,
        };
        for param in crate::params::all() {
            param.store(&mut config, param.default);
        }
        config
    }

    /// Whether every parameter is legal.
    ///
    /// # Errors
    /// The first that is not, its value and the legal range.
    pub fn check(&self) -> Result<(), crate::params::ParamError> {
        if let Some(tandem) = &self.tandem {
            return tandem.check(self);
        }
        let params = crate::params::all();
        params.iter().try_for_each(|param| param.check(param.value(self)))?;
        params.iter().take(1).try_for_each(|users| crate::params::check_rate(users, self))
    }

    /// Requests a second that arrive in the mean: users × requests a day × peak ÷ 86,400.
    pub fn arrival_rate(&self) -> f64 {
        if self.open { self.open_rate() } else { 0.0 }
    }

    /// As [`Config::arrival_rate`], whether or not users send by themselves.
    pub(crate) fn open_rate(&self) -> f64 {
        if let Some(tandem) = &self.tandem {
            return tandem.rate;
        }
        self.users * self.requests_per_day * self.peak / 86_400.0
    }

    /// Size of an answer, in kB.
    pub(crate) fn answer_kb(&self, mobile: bool) -> f64 {
        if mobile { self.json_kb } else { self.page_kb }
    }
}
