//! geoDNS at work: whom it sends where, what it believes of the data centers, and how one dies as a whole and comes back.

use crate::config::Routing;
use crate::engine::event::Event;
use crate::engine::time::{Nanos, from_secs};
use crate::input::Fault;
use crate::observe::count::Count;
use crate::parts::data_centers::geo_dns::{self, Rule};
use crate::request::station::Health;
use crate::request::{Phase, Request, RequestKey};
use crate::sim::Sim;
use crate::sim::core::Core;
use crate::topology::network;
use crate::topology::node::{MAX_SITES, NodeId, NodeKind, STATIONS};
use crate::topology::world::{self, HOME, SITES, WORLD};

/// What geoDNS knows of the data centers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Geo {
    /// Whether each answers.
    answers: [bool; MAX_SITES],
    /// Whether each is believed to.
    believed: [bool; MAX_SITES],
    /// How often each came and went.
    epochs: [u32; MAX_SITES],
    /// When each died last.
    died: [Nanos; MAX_SITES],
}

impl Default for Geo {
    fn default() -> Self {
        let all = [true; MAX_SITES];
        Self { answers: all, believed: all, epochs: [0; MAX_SITES], died: [0; MAX_SITES] }
    }
}

impl Core {
    pub(crate) fn rule(&self) -> Rule {
        match self.config.sites.routing {
            Routing::Nearest => Rule::Nearest,
            Routing::Split => Rule::Split(self.config.sites.split),
        }
    }

    /// The data center to which a visitor is sent when all are well.
    pub(crate) fn home_of(&self, visitor: u32) -> u8 {
        self.rule().choose(visitor, self.config.sites() as usize, |_| true).unwrap_or(0) as u8
    }

    pub(crate) fn is_public(&self, node: NodeId) -> bool {
        match node.web_index() {
            Some(index) => !self.config.topology.balancer && self.config.has_server(index),
            None => node.kind() == NodeKind::Balancer && self.config.has(node),
        }
    }

    /// The region in which the machine at `node` stands.
    pub(crate) fn region_of_site(&self, node: NodeId) -> usize {
        if self.config.topology.sites { SITES[usize::from(node.home())] } else { HOME }
    }

    /// One way between a request's client and the site that has the address `node`.
    #[inline]
    pub(crate) fn way_to_site_ns(&self, request: &Request, node: NodeId) -> Nanos {
        if self.config.topology.sites {
            let region = world::region_of(request.visitor);
            self.way_ns(request, WORLD[region].rtt_ms[self.region_of_site(node)])
        } else {
            network::internet_ns(&self.config, request.distance)
        }
    }

    /// Counts whether data center `site`, to which a request for a page has come, is its visitor's own.
    pub(crate) fn count_redirected(&mut self, key: RequestKey, site: u8) {
        let Some(request) = self.requests.get(key).filter(|request| !request.is_file()) else { return };
        let home = self.home_of(request.visitor) == site;
        self.accounts.tally(if home { Count::AtHome } else { Count::Redirected });
    }

    /// Whether `node` stands in a data center that is down as a whole: nothing in it can be repaired by itself.
    pub(crate) fn in_dead_site(&self, node: NodeId) -> bool {
        self.config.topology.sites && node.kind().is_in_a_site() && self.is_out(NodeId::site(node.home()))
    }
}

impl Sim {
    /// Whether geoDNS names data center `site` to those who are nearest to it.
    pub fn site_is_believed(&self, site: u8) -> bool {
        self.parts.geo_dns.believed[usize::from(site)]
    }

    /// The health of data center `site` as a whole.
    pub fn site_health(&self, site: u8) -> Health {
        if self.core.is_out(NodeId::site(site)) {
            Health::Down(self.parts.geo_dns.died[usize::from(site)])
        } else {
            Health::Up
        }
    }

    /// The data center that geoDNS names to a visitor now. If it believes that none answers, it answers as if all did.
    fn site_for(&self, visitor: u32) -> u8 {
        let (sites, believed) = (self.core.config.sites() as usize, &self.parts.geo_dns.believed);
        let site = self.core.rule().choose(visitor, sites, |site| believed[site]);
        site.map_or_else(|| self.core.home_of(visitor), |site| site as u8)
    }

    /// The share of the visitors of `region` that geoDNS sends to each data center now, 0 to 1.
    pub fn sent_from(&self, region: usize) -> [f64; MAX_SITES] {
        let sites = self.core.config.sites() as usize;
        let fits =
            |site: usize| self.parts.geo_dns.believed[site] || !self.parts.geo_dns.believed[..sites].contains(&true);
        self.core.rule().shares(region, sites, fits)
    }

    /// The address that DNS gives to a visitor who asks.
    pub(crate) fn front_for(&mut self, visitor: u32) -> NodeId {
        if self.core.config.topology.sites { NodeId::balancer_at(self.site_for(visitor)) } else { self.front() }
    }

    /// The site's name leads elsewhere now. The switch-over waits until all have heard: nobody keeps an
    /// old address, and who is on the way to a door that is gone comes to the new one.
    pub(crate) fn switch_over(&mut self) {
        self.parts.traffic.visitors.forget_all();
        let on_the_way: Vec<_> = self
            .core
            .requests
            .iter()
            .filter(|(_, r)| matches!(r.phase, Phase::FromDns | Phase::ToFront) && !self.core.is_public(r.address))
            .map(|(key, _)| key)
            .collect();
        for key in on_the_way {
            let Some(visitor) = self.core.requests.get(key).map(|request| request.visitor) else { continue };
            let front = self.front_for(visitor);
            let Some(request) = self.core.requests.get_mut(key) else { continue };
            request.address = front;
            if let (Phase::ToFront, Some(slot)) = (request.phase, request.journey)
                && let Some(hop) = self.core.journeys.last_hop(slot)
            {
                hop.to = front;
            }
        }
    }

    /// The data center in which edge location `edge` finds the origin.
    pub fn origin_of(&self, edge: usize) -> u8 {
        let (sites, believed) = (self.core.config.sites() as usize, &self.parts.geo_dns.believed);
        let near = geo_dns::nearest_site(edge, sites, |site| believed[site]);
        near.or_else(|| geo_dns::nearest_site(edge, sites, |_| true)).unwrap_or(0) as u8
    }

    /// The address at which edge location `edge` finds the origin.
    pub(crate) fn front_for_edge(&mut self, edge: usize) -> NodeId {
        if self.core.config.topology.sites { NodeId::balancer_at(self.origin_of(edge)) } else { self.front() }
    }

    /// What geoDNS will notice: after anything that may have changed whether a data center answers.
    pub(crate) fn watch_sites(&mut self) {
        if !self.core.config.topology.sites {
            return;
        }
        for site in 0..self.core.config.sites() as u8 {
            let i = usize::from(site);
            let balancer = &self.parts.balancers[i as u8];
            let mut servers = self.core.config.servers_of(site);
            let answers = !self.core.is_out(NodeId::site(site))
                && balancer.is_up()
                && !self.core.is_cut(NodeId::balancer_at(site))
                && servers.any(|server| balancer.backend(server).in_rotation);
            if core::mem::replace(&mut self.parts.geo_dns.answers[i], answers) != answers {
                self.parts.geo_dns.epochs[i] = self.parts.geo_dns.epochs[i].wrapping_add(1);
                let at = self.core.now + from_secs(self.core.config.sites.detect_s);
                self.core.events.push(at, Event::SiteNoticed { site, epoch: self.parts.geo_dns.epochs[i] });
            }
        }
    }

    /// geoDNS notices that a data center answers, or that it does not.
    pub(crate) fn site_noticed(&mut self, site: u8, epoch: u32) {
        let i = usize::from(site);
        if self.parts.geo_dns.epochs[i] == epoch {
            self.parts.geo_dns.believed[i] = self.parts.geo_dns.answers[i];
        }
    }

    /// One that is opened anew is well; if their number changed, everybody hears of it.
    pub(crate) fn fit_sites(&mut self, before: u32) {
        let sites = self.core.config.sites();
        for i in sites as usize..MAX_SITES {
            let node = NodeId::site(i as u8);
            (self.parts.geo_dns.answers[i], self.parts.geo_dns.believed[i]) = (true, true);
            self.parts.geo_dns.epochs[i] = self.parts.geo_dns.epochs[i].wrapping_add(1);
            self.core.out[node.index()] = false;
            self.core.set_cut(node, false);
            self.parts.balancers[i as u8].set_up(true);
        }
        if !self.core.config.topology.sites {
            self.parts.geo_dns =
                Geo { epochs: self.parts.geo_dns.epochs.map(|epoch| epoch.wrapping_add(1)), ..Geo::default() };
            self.core.out[NodeId::site(0).index()] = false;
            self.core.set_cut(NodeId::site(0), false);
        }
        // What is bought for one that is dead is dead.
        for site in 0..sites as u8 {
            if self.core.config.topology.sites && self.core.is_out(NodeId::site(site)) {
                self.empty_site(site);
            }
        }
        if sites != before {
            self.switch_over();
        }
        self.watch_sites();
    }

    /// A data center dies or comes back.
    pub(crate) fn fault_site(&mut self, site: u8, kind: Fault) {
        let node = NodeId::site(site);
        match kind {
            Fault::Down if !self.core.is_out(node) => {
                self.core.out[node.index()] = true;
                self.parts.geo_dns.died[usize::from(site)] = self.core.now;
                self.left_behind(site);
                self.empty_site(site);
            }
            Fault::Repair if self.core.is_out(node) => {
                self.core.out[node.index()] = false;
                self.revive_site(site);
            }
            _ => {}
        }
    }

    /// The stations of a data center, the primary first; also those that are on their way out and not empty yet.
    fn stations_of(&self, site: u8) -> Vec<u8> {
        let here = |station: &u8| {
            let node = NodeId::of_station(*station);
            // The queue and its workers are spread over all of them.
            node.kind().is_in_a_site()
                && (self.core.config.has(node) || self.core.accounts.node(node).inside() > 0)
                && self.core.config.site_of(node) == site
        };
        let primary = NodeId::machine_station(site, self.parts.databases[site].replication.primary());
        let mut stations: Vec<u8> = (0..STATIONS as u8).filter(here).collect();
        if let Some(place) = stations.iter().position(|station| *station == primary) {
            stations[..=place].rotate_right(1);
        }
        stations
    }

    /// Whatever is in a data center dies.
    pub(crate) fn empty_site(&mut self, site: u8) {
        let balancer = &mut self.parts.balancers[site];
        if balancer.is_up() {
            balancer.set_up(false);
            self.cut_balancer(site);
        }
        for station in self.stations_of(site) {
            if !matches!(self.core.stations[usize::from(station)].health(), Health::Down(_)) {
                self.kill(station);
                self.lost_touch(station, true);
            }
        }
    }

    /// Whatever is in a data center starts again.
    fn revive_site(&mut self, site: u8) {
        self.parts.balancers[site].set_up(true);
        for station in self.stations_of(site) {
            if matches!(self.core.stations[usize::from(station)].health(), Health::Down(_)) {
                self.core.begin_boot(station, self.core.config.boot_s);
            }
        }
    }
}
