//! A simulated system: owns all parts. What is due next is in `run.rs`, what can be seen of it in `view.rs`.

mod arrivals;
mod autoscale;
mod chores;
pub(crate) mod core;
mod data_center_faults;
mod failure_detection;
mod faults;
mod history;
mod input_check;
mod machine_death;
pub(crate) mod next;
mod reconfigure;
mod report;
mod request_end;
mod router;
mod run;
mod view;
mod watching;

pub use history::History;

use std::collections::VecDeque;

use self::core::Core;
use crate::observe::mark::Mark;
use crate::parts::{Parts, balancer};

use crate::config::{Config, SessionConfig};
use crate::engine::latency::Latency;
use crate::engine::luck::{Luck, mix};
use crate::engine::time::Nanos;
use crate::input::{Input, InputError};
use crate::observe::accounts::Accounts;
use crate::observe::series::TICK;
use crate::parts::pool::PoolTotals;
use crate::parts::queue::flow::JobTotals;
use crate::parts::telemetry::WatchTotals;
use crate::request::station::{Station, StationTotals};
use crate::topology::node::{NodeId, STATIONS};

pub(crate) fn in_use(config: &Config, station: u8) -> bool {
    config.has(NodeId::of_station(station))
}

/// A simulated system. A run is a function of (configuration, seed, timed inputs): the same three give the
/// same [`Sim::digest`] on every target. A clone is a fork that goes on alike.
// The core stands first: what is the same in methods of both is then the same code, which packs well.
#[derive(Clone, Debug)]
#[repr(C)]
pub struct Sim {
    pub(crate) core: Core,
    pub(crate) parts: Parts,
    inputs: VecDeque<(Nanos, Input)>,
    /// When the next input is due, or figures are to be closed.
    interlude: Nanos,
    refused: Vec<(Nanos, InputError)>,
    handled: u64,
    pub(crate) mark: Mark,
}

impl Sim {
    /// A system at rest at time zero.
    pub fn new(config: Config, seed: u64) -> Self {
        let luck = Luck::new(seed);
        let station = |i| {
            let (workers, places) = config.station(i);
            Station::new(workers, places)
        };
        let stations: Vec<Station> = (0..STATIONS as u8).map(station).collect();
        let mark = Mark {
            at: 0,
            accounts: Accounts::default(),
            stations: vec![StationTotals::default(); stations.len()],
            pool: PoolTotals::default(),
            server_ns: 0,
            jobs: JobTotals::default(),
            backlog: 0,
            replicas: Default::default(),
            watch: WatchTotals::default(),
        };
        let mut sim = Self {
            parts: Parts::new(&luck, &config),
            core: Core::new(config, luck, stations),
            inputs: VecDeque::new(),
            interlude: TICK,
            refused: Vec::new(),
            handled: 0,
            mark,
        };
        sim.core.digest = mix(seed);
        balancer::flow::fit_rotation(&mut sim.core, &mut sim.parts.balancers, None);
        sim.fit_keys();
        sim.fit_sessions(&SessionConfig::default());
        sim.parts.pool.fit(&mut sim.core);
        sim.fit_jobs();
        sim.fit_telemetry();
        sim.parts.cdn.fit(&sim.core.config);
        if sim.core.config.open {
            sim.parts.cdn.warm(&sim.core.config, &sim.core.luck);
        }
        sim
    }

    /// Another one that goes on alike. As [`Clone::clone`], but one function for all who call it: what copies every part
    /// is 10 kB of code wherever it is compiled in.
    #[inline(never)]
    #[must_use]
    pub fn fork(&self) -> Self {
        self.clone()
    }

    /// Each of `sims`, forked.
    pub fn fork_all(sims: &[Self]) -> Vec<Self> {
        sims.iter().map(Self::fork).collect()
    }

    /// Follows a share (0 to 1) of the requests to come. Does not influence the run.
    pub fn follow(&mut self, share: f64) {
        self.core.journeys.set_share(share);
    }

    /// Starts measuring anew: latency and reports then tell of what follows.
    pub fn start_measuring(&mut self) {
        self.core.latency.clear();
        self.parts.gathered.iter_mut().for_each(Latency::clear);
        self.mark = Mark {
            at: self.core.now,
            accounts: self.core.accounts.clone(),
            stations: self.core.stations.iter().map(|s| s.totals(self.core.now)).collect(),
            pool: self.parts.pool.totals,
            server_ns: self.parts.pool.totals.server_ns(self.core.now, self.core.config.all_servers().count() as u32),
            jobs: self.parts.queue.totals,
            backlog: self.parts.queue.queue.waiting(),
            replicas: self.replica_backlogs(),
            watch: self.parts.telemetry.totals,
        };
        self.parts.queue.emptied = (self.mark.backlog == 0).then_some(self.core.now);
    }
}
