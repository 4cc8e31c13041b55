//! What every part is handed: settings, time, what is due, requests, visitors, stations, links, and what is counted.

use crate::config::Config;
use crate::engine::delay_line::DelayLine;
use crate::engine::departures::Departures;
use crate::engine::event::EventList;
use crate::engine::latency::Latency;
use crate::engine::luck::Luck;
use crate::engine::time::{Nanos, from_millis};
use crate::observe::accounts::Accounts;
use crate::observe::journey::Journeys;
use crate::observe::series::Series;
use crate::request::Requests;
use crate::request::station::Station;
use crate::request::visitors::Visitors;
use crate::sim::failure_detection::Watch;
use crate::sim::in_use;
use crate::topology::node::{NODES, NodeId};

/// What every part is handed.
// In this order, since what stands behind large tables is reached by longer instructions.
#[derive(Clone, Debug)]
#[repr(C)]
pub(crate) struct Core {
    pub now: Nanos,
    pub events: EventList,
    /// When the next worker of each station is done.
    pub departures: Departures,
    /// Requests on their way inside the site.
    pub inside: DelayLine,
    pub deadlines: DelayLine,
    pub requests: Requests,
    pub visitors: Visitors,
    pub stations: Vec<Station>,
    pub journeys: Journeys,
    pub luck: Luck,
    pub digest: u64,
    pub sent_by_hand: u64,
    /// Chores and parts of requests among the requests in the slab; and of how many chores the work was drawn.
    pub chores: u64,
    pub chores_drawn: u64,
    /// How often the configuration was another one.
    pub config_version: u64,
    pub any_cut: bool,
    /// Whether every query is about a key: as [`crate::config::Topology::keyed`], known beforehand.
    pub keyed: bool,
    /// How long every way inside the site takes.
    pub way_inside: Nanos,
    pub config: Config,
    /// What is believed of the machines behind the web servers.
    pub watch: Watch,
    /// Which nodes cannot be reached although they may work.
    pub cut: [bool; NODES],
    /// Which nodes without workers are down.
    pub out: [bool; NODES],
    /// Which nodes the configuration has: as [`Config::has`], known beforehand.
    has: [bool; NODES],
    pub series: Series,
    pub latency: Latency,
    pub accounts: Accounts,
}

impl Core {
    /// At rest at time zero.
    pub fn new(config: Config, luck: Luck, stations: Vec<Station>) -> Self {
        Self {
            luck,
            now: 0,
            events: EventList::default(),
            departures: Departures::of(&stations, |i| in_use(&config, i)),
            inside: DelayLine::default(),
            deadlines: DelayLine::default(),
            requests: Requests::default(),
            visitors: Visitors::new(&config),
            stations,
            cut: [false; NODES],
            any_cut: false,
            out: [false; NODES],
            watch: Watch::default(),
            accounts: Accounts::default(),
            latency: Latency::default(),
            series: Series::default(),
            journeys: Journeys::default(),
            sent_by_hand: 0,
            chores: 0,
            chores_drawn: 0,
            digest: 0,
            has: nodes_of(&config),
            keyed: config.topology.keyed(),
            way_inside: way_inside(&config),
            config,
            config_version: 0,
        }
    }

    /// Takes over another configuration; gives the old one. All changes of it come through here, so that
    /// [`crate::Sim::config_version`] tells of them.
    pub fn take_config(&mut self, config: Config) -> Config {
        self.config_version += 1;
        self.has = nodes_of(&config);
        self.keyed = config.topology.keyed();
        self.way_inside = way_inside(&config);
        core::mem::replace(&mut self.config, config)
    }

    /// Whether the system has the machine at `node`.
    #[inline(always)]
    pub fn has(&self, node: NodeId) -> bool {
        self.has[node.index()]
    }
}

fn way_inside(config: &Config) -> Nanos {
    from_millis(config.site_rtt_ms / 2.0)
}

fn nodes_of(config: &Config) -> [bool; NODES] {
    let mut has = [false; NODES];
    NodeId::all().for_each(|node| has[node.index()] = config.has(node));
    has
}
