//! The run: owns all parts, takes what is due next, applies inputs.

use std::collections::VecDeque;

use crate::autoscale::{Pool, PoolTotals};
use crate::balancer::Balancer;
use crate::between::Between;
use crate::between_flow::Post;
use crate::cdn::Files;
use crate::config::{Config, SessionConfig};
use crate::deploy::Deploys;
use crate::engine::delay_line::DelayLine;
use crate::engine::departures::Departures;
use crate::engine::event::{Event, EventList};
use crate::engine::request::Requests;
use crate::geo_flow::Geo;
use crate::input::{Input, InputError};
use crate::jobs::{JobTotals, Jobs};
use crate::luck::{Luck, mix};
use crate::measure::accounts::Accounts;
use crate::measure::journey::Journeys;
use crate::measure::latency::Latency;
use crate::measure::series::{self, BacklogFigures, SHOWN, Series, TICK};
use crate::node::{MAX_SITES, NODES, NodeId, STATIONS};
use crate::outage::Watch;
use crate::popularity::Popularity;
use crate::release::Release;
use crate::replication::Replication;
use crate::session::Sessions;
use crate::shards::Shards;
use crate::site::Site;
use crate::station::{Health, Station, StationLoad, StationTotals};
use crate::tandem::TandemStation;
use crate::telemetry::{Telemetry, WatchTotals};
use crate::time::{NEVER, Nanos};
use crate::workload::{Arrivals, Visitors};

pub(crate) fn in_use(config: &Config, station: u8) -> bool {
    config.has(NodeId::of_station(station))
}

/// A simulated system. A run is a function of (configuration, seed, timed inputs): the same three give the
/// same [`Sim::digest`] on every target. A clone is a fork that goes on alike.
#[derive(Clone, Debug)]
pub struct Sim {
    pub(crate) config: Config,
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

    /// The settings as they are now.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The time.
    pub fn now(&self) -> Nanos {
        self.now
    }

    /// How many events were handled.
    pub fn events_handled(&self) -> u64 {
        self.handled
    }

    /// A fingerprint of everything that happened to every request.
    pub fn digest(&self) -> u64 {
        mix(self.digest ^ self.handled)
    }

    /// All counts.
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// Requests in flight, counted from the requests themselves.
    pub fn in_flight(&self) -> u64 {
        self.requests.len() as u64 - self.chores
    }

    /// How many bytes it takes, with all that it holds on the heap: what was allocated, used or not. Follows the
    /// requests in flight and the inputs still to come, not the time that has passed, but for two things: figures
    /// over time fill up to their bound, and each refused input is kept. Costs a look at each followed request.
    pub fn bytes(&self) -> usize {
        let inputs: usize = self.inputs.iter().map(|(_, input)| input.bytes()).sum();
        let refused: usize = self.refused.iter().map(|(_, error)| error.bytes()).sum();
        let row = self.config.tandem.as_ref().map_or(0, |tandem| tandem.stations.capacity());
        size_of::<Self>()
            + row * size_of::<TandemStation>()
            + self.events.bytes()
            + self.departures.bytes()
            + self.inside.bytes()
            + self.deadlines.bytes()
            + self.requests.bytes()
            + self.visitors.bytes()
            + self.sessions.bytes()
            + self.pool.bytes()
            + self.popularity.bytes()
            + self.sites.capacity() * size_of::<Site>()
            + self.sites.iter().map(Site::bytes).sum::<usize>()
            + self.between.bytes()
            + self.files.bytes()
            + self.jobs.bytes()
            + self.telemetry.bytes()
            + self.stations.capacity() * size_of::<Station>()
            + self.stations.iter().map(Station::bytes).sum::<usize>()
            + self.accounts.bytes()
            + self.latency.bytes()
            + self.gathered.iter().map(Latency::bytes).sum::<usize>()
            + self.series.bytes()
            + self.journeys.bytes()
            + self.inputs.capacity() * size_of::<(Nanos, Input)>()
            + inputs
            + self.refused.capacity() * size_of::<(Nanos, InputError)>()
            + refused
            + self.mark.accounts.bytes()
            + self.mark.stations.capacity() * size_of::<StationTotals>()
    }

    /// Latency of the requests answered since measuring began.
    pub fn latency(&self) -> &Latency {
        &self.latency
    }

    /// Figures over time.
    pub fn series(&self) -> &Series {
        &self.series
    }

    /// Journeys of sampled requests.
    pub fn journeys(&self) -> &Journeys {
        &self.journeys
    }

    /// Follows a share (0 to 1) of the requests to come. Does not influence the run.
    pub fn follow(&mut self, share: f64) {
        self.journeys.set_share(share);
    }

    /// The load balancer.
    pub fn balancer(&self) -> &Balancer {
        &self.sites[0].balancer
    }

    /// The load balancer of data center `site`.
    pub fn balancer_at(&self, site: u8) -> &Balancer {
        &self.sites[usize::from(site)].balancer
    }

    /// Whether DNS answers.
    pub fn dns_is_up(&self) -> bool {
        self.dns_up
    }

    /// The database's machines and what each knows.
    pub fn replication(&self) -> &Replication {
        &self.sites[0].replication
    }

    /// The database's machines of data center `site` and what each knows.
    pub fn replication_at(&self, site: u8) -> &Replication {
        &self.sites[usize::from(site)].replication
    }

    /// The rows of data center `site`, and the shards that they are on.
    pub fn shards_at(&self, site: u8) -> &Shards {
        &self.sites[usize::from(site)].shards
    }

    /// Whether `node` cannot be reached although it may work.
    pub fn is_cut(&self, node: NodeId) -> bool {
        self.cut[node.index()]
    }

    /// Whether `node`, which has no workers, is down.
    pub fn is_out(&self, node: NodeId) -> bool {
        self.out[node.index()]
    }

    /// The station at `node`, if the system has one there.
    pub fn station(&self, node: NodeId) -> Option<&Station> {
        let station = node.station()?;
        self.config.has(node).then(|| &self.stations[usize::from(station)])
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
        self.jobs.emptied = None;
    }

    /// Plans `input` for `at`, after inputs planned earlier for the same moment. One that turns out not
    /// to be possible is left out and kept in [`Sim::refused`].
    pub fn plan(&mut self, at: Nanos, input: Input) {
        let at = at.max(self.now);
        let place = self.inputs.partition_point(|(t, _)| *t <= at);
        self.inputs.insert(place, (at, input));
        self.find_interlude();
    }

    /// Leaves out whatever is planned.
    pub(crate) fn forget_planned(&mut self) {
        self.inputs.clear();
        self.find_interlude();
    }

    /// Planned inputs that were refused, and when.
    pub fn refused(&self) -> &[(Nanos, InputError)] {
        &self.refused
    }

    /// Runs until `until`.
    pub fn run_until(&mut self, until: Nanos) {
        while !self.run_some(until, u64::MAX) {}
    }

    /// Runs until `until`, but takes no more than `most` steps, each one event or less. Whether it got there.
    pub fn run_some(&mut self, until: Nanos, most: u64) -> bool {
        for _ in 0..most {
            if !self.take_next(until) {
                return true;
            }
        }
        false
    }

    /// Handles the next thing that is due up to `until`; if there is none, goes there. Whether there was one. At the
    /// same moment inputs come first, then the closing of figures, then arrivals, departures in the order of
    /// stations and workers, hops inside the site, deadlines and all other events, these in the order in which they
    /// were scheduled.
    pub fn step(&mut self, until: Nanos) -> bool {
        !self.run_some(until, 1)
    }

    #[inline(always)]
    fn take_next(&mut self, until: Nanos) -> bool {
        let (event, hop, departure) = (self.events.next_time(), self.inside.next_time(), self.departures.next_time());
        let (deadline, arrival) = (self.deadlines.next_time(), self.arrivals.next());
        let next = event.min(hop).min(departure).min(deadline).min(arrival).min(self.interlude);
        if next > until {
            self.now = self.now.max(until);
            return false;
        }
        self.now = next;
        if next == self.interlude {
            self.interrupt();
        } else if next == arrival {
            self.handled += 1;
            let id = self.arrivals.take(&self.luck);
            self.arrive(id);
        } else if next == departure {
            self.handled += 1;
            let (station, worker) = self.departures.next();
            self.served(station, worker);
        } else if next == hop {
            self.handled += 1;
            self.inside.pop().into_iter().for_each(|key| self.reach(key));
        } else if next == deadline {
            // An event only if somebody still waits.
            let given_up = self.deadlines.pop().is_some_and(|key| self.give_up(key));
            self.handled += u64::from(given_up);
        } else {
            self.handled += 1;
            self.events.pop().into_iter().for_each(|event| self.handle(event));
        }
        true
    }

    /// Takes the next input, or closes the figures.
    #[cold]
    fn interrupt(&mut self) {
        if self.inputs.front().is_some_and(|(at, _)| *at == self.now) {
            if let Some((_, input)) = self.inputs.pop_front()
                && let Err(error) = self.apply(&input)
            {
                self.refused.push((self.now, error));
            }
        } else {
            let stations = self.shown_stations();
            let backlog = if self.config.topology.queue { self.observe_jobs() } else { BacklogFigures::default() };
            self.series.tick(self.now, &self.accounts.total, &stations, backlog);
            if self.config.scaling.wave > 0.0 || self.config.queue.spike > 1.0 {
                self.fit_rate();
            }
        }
        self.find_interlude();
    }

    fn find_interlude(&mut self) {
        self.interlude = self.series.next_tick().min(self.inputs.front().map_or(NEVER, |(at, _)| *at));
    }

    fn shown_stations(&self) -> [StationLoad; SHOWN] {
        core::array::from_fn(|i| self.stations[usize::from(series::shown(i))].load(self.now))
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Reach(key) => self.reach(key),
            Event::Probe { server, epoch } => self.probe(server, epoch),
            Event::Takeover { site, epoch } => {
                let balancer = &mut self.sites[usize::from(site)].balancer;
                if epoch == balancer.epoch && self.config.standby {
                    balancer.set_up(true);
                    self.watch_sites();
                }
            }
            Event::Booted { station, epoch } => {
                if self.stations[usize::from(station)].epoch() == epoch {
                    self.stations[usize::from(station)].set_health(Health::Up);
                    self.back_in_touch(station);
                }
            }
            Event::Noticed { station, epoch } => self.noticed(station, epoch),
            Event::Replaced { station, epoch } => self.replaced(station, epoch),
            Event::Look { epoch } => self.look(epoch),
            Event::SiteNoticed { site, epoch } => self.site_noticed(site, epoch),
            Event::Told { epoch } => self.told(epoch),
            Event::Deploy { site, epoch } => self.deploy_step(site, epoch),
            Event::Jobs { epoch } => self.wake_jobs(epoch),
            Event::Reported { receipt } => self.reported(u64::from(receipt)),
            Event::Scrape { epoch } => self.scrape(epoch),
            Event::Collect { epoch } => self.collect(epoch),
            Event::Roll { epoch } => self.roll(epoch),
            Event::NewBuild { epoch } => self.new_build(epoch),
            Event::Move { station, epoch } => self.next_batch(station, epoch),
        }
    }
}
