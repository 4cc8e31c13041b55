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

mod autoscale;
mod back;
mod balancer;
pub mod between;
mod between_flow;
mod cache;
mod cache_fetch;
mod cache_flow;
mod cache_past;
mod cdn;
mod change;
mod chore;
mod config;
mod database;
mod deploy;
mod ending;
mod engine;
pub mod estimate;
mod fault;
mod flow;
pub mod geo;
mod geo_flow;
mod history;
mod input;
mod job_journey;
mod job_pool;
mod jobs;
mod luck;
pub mod machine;
mod measure;
mod network;
mod node;
mod outage;
pub mod params;
pub mod placement;
mod popularity;
pub mod queue;
mod refusal;
mod release;
pub mod replication;
mod rollout;
mod service;
mod session;
mod shard_flow;
mod shard_gather;
mod shard_moves;
pub mod shards;
mod sim;
mod site;
mod station;
mod tandem;
pub mod telemetry;
mod telemetry_flow;
pub mod theory;
mod tier;
pub mod time;
mod uploads;
mod workload;
pub mod world;

pub use balancer::{Backend, Balancer, RISE};
pub use cache::{Cache, Demand, Entry, Key, LookUp, Policy};
pub use cdn::EdgeCounts;
pub use config::{
    Algorithm, CacheConfig, CatalogueConfig, CdnConfig, Config, Database, JoinMode, QueueConfig, ReadFrom,
    ReleaseConfig, ReplicationConfig, ReplicationMode, Routing, ScalingConfig, SessionConfig, SessionMode, ShardKey,
    ShardsConfig, SitesConfig, Strategy, TelemetryConfig, Topology, WorkMode,
};
pub use deploy::{BY_HAND_S, DeployState};
pub use flow::FIRST_BY_HAND;
pub use history::History;
pub use input::{Act, Fault, Input, InputError, Send};
pub use job_journey::job_of;
pub use job_pool::Start;
pub use luck::spread::{Spread, WorkSpread};
pub use luck::{Draw, Luck, Purpose};
pub use measure::accounts::{Accounts, CAUSES, Cause, NodeCounts, RegionCounts, Totals};
pub use measure::census::Census;
pub use measure::count::{COUNTS, Count};
pub use measure::journey::{Hop, HopKind, Journey, Journeys, Outcome, Value};
pub use measure::latency::Latency;
pub use measure::queue_report::QueueReport;
pub use measure::report::{
    CacheReport, LatencyReport, PoolReport, Report, RequestReport, ShardsReport, TelemetryReport,
};
pub use measure::series;
pub use measure::station_report::StationReport;
pub use measure::world_report::{RegionReport, SiteReport};
pub use node::{
    MAX_CACHES, MAX_EDGES, MAX_REPLICAS, MAX_SERVERS, MAX_SHARDS, MAX_SITES, NODES, NodeId, NodeKind, SITE_SERVERS,
};
pub use popularity::Popularity;
pub use release::{TESTS_S, WATCH_S};
pub use rollout::{Build, Pipeline, Quality, Stage as BuildStage};
pub use shard_gather::whole_of;
pub use sim::Sim;
pub use station::{Health, Station, StationTotals, Work};
pub use tandem::{Tandem, TandemStation};
pub use tier::Tier;
