//! The simulation behind Scalewalk: a web system, request by request.
//!
//! A run is a function of (configuration, seed, timed inputs) and gives the same result natively and in
//! WebAssembly. Nothing here knows a browser, a clock, a thread or a file.
//!
//! ```
//! use scalewalk_model::{Config, Database, Sim, Topology, params, time};
//!
//! let mut config = Config::new(Topology { database: Database::Inside, ..Topology::BARE });
//! params::find("users")?.apply(&mut config, 200_000.0)?;
//! let mut sim = Sim::new(config, 1);
//! sim.run_until(time::from_secs(60.0));
//! let counts = &sim.accounts().total;
//! assert_eq!(counts.arrived, counts.answered + counts.failed_in_all() + sim.in_flight());
//! # Ok::<(), params::ParamError>(())
//! ```

mod config;
mod engine;
mod input;
mod observe;
pub mod params;
mod parts;
pub mod placement;
mod request;
mod sim;
mod tandem;
pub mod theory;
mod topology;

pub use engine::{estimate, time};
pub use parts::data_centers::{geo_dns, geo_replication};
pub use parts::database::replication;
pub use parts::{queue, shards, telemetry};
pub use topology::{machine, world};

pub use config::{
    Algorithm, CacheConfig, CatalogueConfig, CdnConfig, Config, Database, JoinMode, QueueConfig, ReadFrom,
    ReleaseConfig, ReplicationConfig, ReplicationMode, Routing, ScalingConfig, SessionConfig, SessionMode, ShardKey,
    ShardsConfig, SitesConfig, Strategy, TelemetryConfig, Topology, WorkMode,
};
pub use engine::latency::Latency;
pub use engine::luck::spread::{Spread, WorkSpread};
pub use engine::luck::{Draw, Luck, Purpose};
pub use engine::popularity::Popularity;
pub use input::{Act, Fault, Input, InputError, Send};
pub use observe::accounts::{Accounts, CAUSES, Cause, NodeCounts, RegionCounts, Totals};
pub use observe::census::Census;
pub use observe::count::{COUNTS, Count};
pub use observe::journey::{Hop, HopKind, Journey, Journeys, Outcome, Value};
pub use observe::report::{
    CacheReport, LatencyReport, PoolReport, Report, RequestReport, ShardsReport, TelemetryReport,
};
pub use observe::series;
pub use observe::station_report::StationReport;
pub use parts::balancer::{Backend, Balancer, RISE};
pub use parts::cache::Tier;
pub use parts::cache::store::{Cache, Demand, Entry, Key, LookUp, Policy};
pub use parts::cdn::EdgeCounts;
pub use parts::data_centers::report::{RegionReport, SiteReport};
pub use parts::database::report::ReplicaReport;
pub use parts::queue::report::QueueReport;
pub use parts::queue::trace::job_of;
pub use parts::queue::workers::Start;
pub use parts::release::multi_site::{BY_HAND_S, DeployState};
pub use parts::release::pipeline::{Build, Pipeline, Quality, Stage as BuildStage};
pub use parts::release::{TESTS_S, WATCH_S};
pub use parts::shards::scatter_gather::whole_of;
pub use request::FIRST_BY_HAND;
pub use request::station::{Health, Station, StationTotals, Work};
pub use sim::History;
pub use sim::Sim;
pub use tandem::{Tandem, TandemStation};
pub use topology::node::{
    MAX_CACHES, MAX_EDGES, MAX_REPLICAS, MAX_SERVERS, MAX_SHARDS, MAX_SITES, NODES, NodeId, NodeKind, SITE_SERVERS,
};
