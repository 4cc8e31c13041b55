//! geoDNS at work: whom it sends where, and what it believes of the data centers.

use crate::config::Routing;
use crate::engine::event::Event;
use crate::engine::time::{Nanos, from_secs};
use crate::observe::count::Count;
use crate::parts::balancer::Balancer;
use crate::parts::data_centers::geo_dns::{self, Rule};
use crate::request::{Request, RequestKey};
use crate::sim::core::Core;
use crate::topology::network;
use crate::topology::node::{MAX_REPLICAS, MAX_SHARDS, MAX_SITES, NodeId, NodeKind};
use crate::topology::site::PerSite;
use crate::topology::world::{self, HOME, SITES, WORLD};

/// What geoDNS knows of the data centers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Geo {
    /// Whether each would pass the check now.
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

    /// Whether data center `site` passes the check from outside: a request for one page of somebody who is signed in, which
    /// no cache has. Its balancer has to answer and to send it to a server that works; that has to find the session in the
    /// store, where there is one, and a row in the data tier: in any database machine, or any shard. So a single shard that
    /// is gone is not noticed, nor how long an answer takes, nor what is wrong with writes and uploads.
    fn answers_a_page(&self, site: u8, balancer: &Balancer) -> bool {
        let well = |node: NodeId| node.station().is_some_and(|station| self.in_touch(station));
        let mut servers = self.config.servers_of(site);
        let sessions = NodeId::sessions_at(site);
        !self.is_out(NodeId::site(site))
            && balancer.is_up()
            && !self.is_cut(NodeId::balancer_at(site))
            && servers.any(|server| balancer.in_rotation(server) && well(NodeId::web(server)))
            && (!self.has(sessions) || well(sessions))
            && self.finds_a_row(site)
    }

    /// Whether any machine of the data tier of data center `site` answers, if it has one that pages need.
    fn finds_a_row(&self, site: u8) -> bool {
        let machines = (0..=MAX_REPLICAS as u8).map(|machine| NodeId::database_at(site, machine));
        let shards = (0..MAX_SHARDS as u8).map(|shard| NodeId::shard_at(site, shard));
        let mut tier = machines.chain(shards).filter(|node| self.has(*node)).peekable();
        let needed = self.config.queries > 0 && tier.peek().is_some();
        !needed || tier.any(|node| node.station().is_some_and(|station| self.in_touch(station)))
    }

    /// Whether `node` stands in a data center that is down as a whole: nothing in it can be repaired by itself.
    pub(crate) fn in_dead_site(&self, node: NodeId) -> bool {
        self.config.topology.sites && node.kind().is_in_a_site() && self.is_out(NodeId::site(node.home()))
    }
}

impl Geo {
    /// Whether data center `site` is named to those who are nearest to it.
    pub fn believes(&self, site: u8) -> bool {
        self.believed[usize::from(site)]
    }

    /// When data center `site` died last.
    pub fn died(&self, site: u8) -> Nanos {
        self.died[usize::from(site)]
    }

    /// Data center `site` dies now.
    pub fn dies(&mut self, site: u8, now: Nanos) {
        self.died[usize::from(site)] = now;
    }

    /// The data center that is named to a visitor now. If none is believed to answer, it is as if all did.
    pub fn site_for(&self, core: &Core, visitor: u32) -> u8 {
        let site = core.rule().choose(visitor, core.config.sites() as usize, |site| self.believed[site]);
        site.map_or_else(|| core.home_of(visitor), |site| site as u8)
    }

    /// The share of the visitors of `region` that is sent to each data center now, 0 to 1.
    pub fn sent_from(&self, core: &Core, region: usize) -> [f64; MAX_SITES] {
        let sites = core.config.sites() as usize;
        let fits = |site: usize| self.believed[site] || !self.believed[..sites].contains(&true);
        core.rule().shares(region, sites, fits)
    }

    /// The data center in which edge location `edge` finds the origin.
    pub fn origin_of(&self, core: &Core, edge: usize) -> u8 {
        let sites = core.config.sites() as usize;
        let near = geo_dns::nearest_site(edge, sites, |site| self.believed[site]);
        near.or_else(|| geo_dns::nearest_site(edge, sites, |_| true)).unwrap_or(0) as u8
    }

    /// What will be noticed: after anything that may have changed whether a data center passes the check from outside.
    pub fn watch(&mut self, core: &mut Core, balancers: &PerSite<Balancer>) {
        if !core.config.topology.sites {
            return;
        }
        for site in 0..core.config.sites() as u8 {
            let i = usize::from(site);
            let answers = core.answers_a_page(site, &balancers[site]);
            if core::mem::replace(&mut self.answers[i], answers) != answers {
                self.epochs[i] = self.epochs[i].wrapping_add(1);
                let at = core.now + from_secs(core.config.sites.detect_s);
                core.events.push(at, Event::SiteNoticed { site, epoch: self.epochs[i] });
            }
        }
    }

    /// It is noticed that a data center answers, or that it does not.
    pub fn noticed(&mut self, site: u8, epoch: u32) {
        let i = usize::from(site);
        if self.epochs[i] == epoch {
            self.believed[i] = self.answers[i];
        }
    }

    /// Data centers that are not wanted are well, so that one that is opened anew is.
    pub fn fit(&mut self, core: &mut Core, balancers: &mut PerSite<Balancer>) {
        for site in core.config.sites() as u8..MAX_SITES as u8 {
            let (node, i) = (NodeId::site(site), usize::from(site));
            (self.answers[i], self.believed[i]) = (true, true);
            self.epochs[i] = self.epochs[i].wrapping_add(1);
            core.out[node.index()] = false;
            core.set_cut(node, false);
            balancers[site].set_up(true);
        }
        if !core.config.topology.sites {
            *self = Self { epochs: self.epochs.map(|epoch| epoch.wrapping_add(1)), ..Self::default() };
            core.out[NodeId::site(0).index()] = false;
            core.set_cut(NodeId::site(0), false);
        }
    }
}
