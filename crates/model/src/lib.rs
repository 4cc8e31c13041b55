//! The simulation behind Scalewalk: a web system, request by request.
//!
//! A run is a function of (configuration, seed, timed inputs) and gives the same result natively and in
//! WebAssembly. Nothing here knows a browser, a clock, a thread or a file.
//!
//! ```
//! use scalewalk_model::{Config, Database, Sim, Topology, params, time};
//!
//! let mut config = Config::new(Topology { balancer: false, database: Database::Inside });
//! params::find("users")?.apply(&mut config, 200_000.0)?;
//! let mut sim = Sim::new(config, 1);
//! sim.run_until(time::from_secs(60.0));
//! let counts = &sim.accounts().total;
//! assert_eq!(counts.arrived, counts.answered + counts.failed_in_all() + sim.in_flight());
//! # Ok::<(), params::ParamError>(())
//! ```

mod accounts;
mod balancer;
mod cache;
mod census;
mod config;
mod delay_line;
mod departures;
mod ending;
pub mod estimate;
mod event;
mod flow;
mod history;
mod input;
mod journey;
mod latency;
mod luck;
pub mod machine;
mod network;
mod node;
pub mod params;
pub mod placement;
mod popularity;
mod report;
mod request;
pub mod series;
mod service;
mod sim;
mod spread;
mod station;
mod tandem;
pub mod theory;
pub mod time;
mod tournament;
mod wheel;
mod workload;
mod ziggurat;

pub use accounts::{Accounts, CAUSES, Cause, NodeCounts, Totals};
pub use balancer::{Backend, Balancer, RISE};
pub use cache::{Cache, Entry, Key, LookUp, Policy};
pub use census::Census;
pub use config::{Algorithm, Config, Database, Topology};
pub use flow::FIRST_BY_HAND;
pub use history::History;
pub use input::{Fault, Input, InputError, Send};
pub use journey::{Hop, HopKind, Journey, Journeys, Outcome};
pub use latency::Latency;
pub use luck::{Draw, Luck, Purpose};
pub use node::{MAX_SERVERS, NODES, NodeId, NodeKind};
pub use popularity::Popularity;
pub use report::{LatencyReport, Report, RequestReport, StationReport};
pub use sim::Sim;
pub use spread::{Spread, WorkSpread};
pub use station::{Health, Station, StationTotals, Work};
pub use tandem::{Tandem, TandemStation};
