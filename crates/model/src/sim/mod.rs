//! A simulated system: owns all parts. What is due next is in `run.rs`, what can be seen of it in `view.rs`.

mod failure_detection;
mod faults;
mod history;
mod reconfigure;
mod refusal;
mod router;
mod run;
mod view;

pub use history::History;

use std::collections::VecDeque;

use crate::config::{Config, SessionConfig};
use crate::engine::delay_line::DelayLine;
use crate::engine::departures::Departures;
use crate::engine::event::EventList;
use crate::engine::latency::Latency;
use crate::engine::luck::{Luck, mix};
use crate::engine::time::Nanos;
use crate::input::{Input, InputError};
use crate::observe::accounts::Accounts;
use crate::observe::journey::Journeys;
use crate::observe::series::{Series, TICK};
use crate::parts::cdn::Files;
use crate::parts::data_centers::flow::Geo;
use crate::parts::data_centers::geo_replication::Between;
use crate::parts::data_centers::geo_replication::flow::Post;
use crate::parts::data_centers::site::Site;
use crate::parts::pool::{Pool, PoolTotals};
use crate::parts::queue::flow::{JobTotals, Jobs};
use crate::parts::release::Release;
use crate::parts::release::multi_site::Deploys;
use crate::parts::sessions::Sessions;
use crate::parts::telemetry::{Telemetry, WatchTotals};
use crate::parts::traffic::popularity::Popularity;
use crate::parts::traffic::workload::{Arrivals, Visitors};
use crate::request::Requests;
use crate::request::station::{Station, StationTotals};
use crate::sim::failure_detection::Watch;
use crate::topology::node::{MAX_SITES, NODES, NodeId, STATIONS};

pub(crate) fn in_use(config: &Config, station: u8) -> bool {
    config.has(NodeId::of_station(station))
}

/// A simulated system. A run is a function of (configuration, seed, timed inputs): the same three give the
/// same [`Sim::digest`] on every target. A clone is a fork that goes on alike.
#[derive(Clone, Debug)]
pub struct Sim {
    pub(crate) config: Config,
    /// How often it was another one.
    pub(crate) config_version: u64,
    pub(crate) luck: Luck,
    pub(crate) now: Nanos,
    pub(crate) events: EventList,
    /// When the next worker of each station is done.
    pub(crate) departures: Departures,
    /// Requests on their way inside the site.
    pub(crate) inside: DelayLine,
    pub(crate) deadlines: DelayLine,
    pub(crate) requests: Requests,
    pub(crate) arrivals: Arrivals,
    pub(crate) visitors: Visitors,
    pub(crate) sessions: Sessions,
    /// What the pool of web servers knows when it follows its load.
    pub(crate) pool: Pool,
    pub(crate) stations: Vec<Station>,
    /// Which nodes cannot be reached although they may work.
    pub(crate) cut: [bool; NODES],
    pub(crate) any_cut: bool,
    /// Which nodes without workers are down.
    pub(crate) out: [bool; NODES],
    /// What is believed of the machines behind the web servers.
    pub(crate) watch: Watch,
    pub(crate) popularity: Popularity,
    /// All data centers that there can be; the first is the one where there is but one.
    pub(crate) sites: Vec<Site>,
    pub(crate) geo: Geo,
    pub(crate) between: Between,
    pub(crate) post: Post,
    pub(crate) deploys: Deploys,
    pub(crate) files: Files,
    pub(crate) release: Release,
    pub(crate) jobs: Jobs,
    /// What is seen of all this.
    pub(crate) telemetry: Telemetry,
    pub(crate) dns_up: bool,
    pub(crate) dns_turn: u32,
    pub(crate) accounts: Accounts,
    pub(crate) latency: Latency,
    pub(crate) series: Series,
    pub(crate) journeys: Journeys,
    /// How long the shards took that were asked for a part, each, and the slowest of those asked together.
    pub(crate) gathered: [Latency; 2],
    pub(crate) sent_by_hand: u64,
    /// Chores and parts of requests among the requests in the slab; and how many chores there have been.
    pub(crate) chores: u64,
    pub(crate) chores_begun: u64,
    inputs: VecDeque<(Nanos, Input)>,
    /// When the next input is due, or figures are to be closed.
    interlude: Nanos,
    refused: Vec<(Nanos, InputError)>,
    pub(crate) digest: u64,
    handled: u64,
    pub(crate) mark: Mark,
}

/// Where measuring began.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    pub at: Nanos,
    pub accounts: Accounts,
    pub stations: Vec<StationTotals>,
    pub pool: PoolTotals,
    /// Server-nanoseconds paid for until then.
    pub server_ns: u128,
    pub jobs: JobTotals,
    /// Messages that waited then.
    pub backlog: usize,
    pub watch: WatchTotals,
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
            watch: WatchTotals::default(),
        };
        let mut sim = Self {
            arrivals: Arrivals::new(&luck, config.arrival_rate_at(0)),
            visitors: Visitors::new(&config),
            sessions: Sessions::default(),
            pool: Pool::default(),
            luck,
            now: 0,
            events: EventList::default(),
            departures: Departures::of(&stations, |i| in_use(&config, i)),
            inside: DelayLine::default(),
            deadlines: DelayLine::default(),
            requests: Requests::default(),
            stations,
            cut: [false; NODES],
            any_cut: false,
            out: [false; NODES],
            watch: Watch::default(),
            popularity: Popularity::zipf(1, 0.0),
            sites: (0..MAX_SITES).map(|_| Site::default()).collect(),
            geo: Geo::default(),
            between: Between::default(),
            post: Post::default(),
            deploys: Deploys::default(),
            files: Files::default(),
            release: Release::default(),
            jobs: Jobs::default(),
            telemetry: Telemetry::default(),
            dns_up: true,
            dns_turn: 0,
            accounts: Accounts::default(),
            latency: Latency::default(),
            series: Series::default(),
            journeys: Journeys::default(),
            gathered: Default::default(),
            sent_by_hand: 0,
            chores: 0,
            chores_begun: 0,
            inputs: VecDeque::new(),
            interlude: TICK,
            refused: Vec::new(),
            digest: mix(seed),
            handled: 0,
            mark,
            config,
            config_version: 0,
        };
        sim.fit_rotation(None);
        sim.fit_keys();
        sim.fit_sessions(&Config { sessions: SessionConfig::default(), ..sim.config.clone() });
        sim.fit_pool();
        sim.fit_jobs();
        sim.fit_telemetry();
        sim.files.fit(&sim.config);
        if sim.config.open {
            sim.files.warm(&sim.config, &sim.luck);
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
        self.journeys.set_share(share);
    }

    /// Starts measuring anew: latency and reports then tell of what follows.
    pub fn start_measuring(&mut self) {
        self.latency.clear();
        self.gathered.iter_mut().for_each(Latency::clear);
        self.mark = Mark {
            at: self.now,
            accounts: self.accounts.clone(),
            stations: self.stations.iter().map(|s| s.totals(self.now)).collect(),
            pool: self.pool.totals,
            server_ns: self.pool.totals.server_ns(self.now, self.config.all_servers().count() as u32),
            jobs: self.jobs.totals,
            backlog: self.jobs.queue.waiting(),
            watch: self.telemetry.totals,
        };
        self.jobs.emptied = (self.mark.backlog == 0).then_some(self.now);
    }
}
