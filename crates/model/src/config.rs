//! All settings of a run.

use serde::Serialize;

use crate::luck::spread::WorkSpread;
use crate::machine::machine;
use crate::node::{NodeId, NodeKind};
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
            tandem: None,
        };
        for param in crate::params::all() {
            param.store(&mut config, param.default);
        }
        config
    }

    /// Workers and places of web server `index`, or of that station of a row.
    pub(crate) fn web_station(&self, index: usize) -> (u32, u32) {
        let of_row = self.tandem.as_ref().and_then(|tandem| tandem.stations.get(index));
        of_row.map_or((self.web_cores, self.web_queue), |station| (station.workers, station.places))
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

    /// Requests a second that arrive: users × requests a day × peak ÷ 86,400.
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

    /// Mean work of one request on the web server's cores, in seconds: over pages and JSON, with the
    /// queries where the database is inside.
    pub fn web_work_s(&self) -> f64 {
        let render = self.page_ms + (self.json_ms - self.page_ms) * self.mobile_share;
        let inside = if self.topology.database == Database::Inside { self.db_work_s() * 1e3 } else { 0.0 };
        (render + inside) * 1e-3
    }

    /// Squared coefficient of variation of the work of one request on the web server's cores: the mixture of
    /// pages and JSON, reads and writes, each spread by [`WorkSpread`].
    pub fn web_work_scv(&self) -> f64 {
        let inside = self.topology.database == Database::Inside && self.queries > 0;
        let extra = |write: bool| match (inside, write) {
            (false, _) => 0.0,
            (true, false) => f64::from(self.queries) * self.read_ms,
            (true, true) => f64::from(self.queries - 1) * self.read_ms + self.write_ms,
        };
        let (mut mean, mut square) = (0.0, 0.0);
        for (client, render) in [(1.0 - self.mobile_share, self.page_ms), (self.mobile_share, self.json_ms)] {
            for (access, write) in [(self.read_share, false), (1.0 - self.read_share, true)] {
                let work = render + extra(write);
                mean += client * access * work;
                square += client * access * work * work;
            }
        }
        (1.0 + self.work.scv()) * square / (mean * mean) - 1.0
    }

    /// Mean work of all queries of one request, in seconds. A writing request writes once and
    /// reads otherwise.
    pub fn db_work_s(&self) -> f64 {
        if self.topology.database == Database::Absent || self.queries == 0 {
            return 0.0;
        }
        let written = 1.0 - self.read_share;
        (f64::from(self.queries) * self.read_ms + written * (self.write_ms - self.read_ms)) * 1e-3
    }

    /// Squared coefficient of variation of the work of one query: the mixture of reading and writing ones.
    pub fn query_scv(&self) -> f64 {
        if self.queries == 0 {
            return 0.0;
        }
        let writing = (1.0 - self.read_share) / f64::from(self.queries);
        let mean = self.read_ms + writing * (self.write_ms - self.read_ms);
        let square = self.read_ms * self.read_ms * (1.0 - writing) + self.write_ms * self.write_ms * writing;
        (1.0 + self.work.scv()) * square / (mean * mean) - 1.0
    }

    /// Requests a second that the web tier can serve with all servers up.
    pub fn web_capacity(&self) -> f64 {
        f64::from(self.servers) * f64::from(self.web_cores) / self.web_work_s()
    }

    /// Requests a second that the database can serve; infinite where it is not a machine of its own.
    pub fn db_capacity(&self) -> f64 {
        match self.topology.database {
            Database::Own => f64::from(self.db_cores) / self.db_work_s(),
            _ => f64::INFINITY,
        }
    }

    /// Whether the system has a machine at `node`, or the name service; a row has nothing but its stations.
    pub fn has(&self, node: NodeId) -> bool {
        match node.kind() {
            NodeKind::Browser | NodeKind::Mobile => false,
            NodeKind::Dns => self.tandem.is_none(),
            NodeKind::Balancer => self.topology.balancer,
            NodeKind::Database => self.topology.database == Database::Own,
            NodeKind::Web => node.web_index().is_some_and(|i| u32::from(i) < self.servers),
        }
    }

    /// What the machines cost, in dollars a month. A balancer counts as two cores, its standby as two more. The
    /// stations of a row have no price.
    pub fn usd_month(&self) -> f64 {
        if self.tandem.is_some() {
            return 0.0;
        }
        let web = f64::from(self.servers) * machine(self.web_cores).usd_month;
        let database = match self.topology.database {
            Database::Own => machine(self.db_cores).usd_month,
            _ => 0.0,
        };
        let balancer = match (self.topology.balancer, self.standby) {
            (false, _) => 0.0,
            (true, false) => machine(2).usd_month,
            (true, true) => 2.0 * machine(2).usd_month,
        };
        web + database + balancer
    }
}
