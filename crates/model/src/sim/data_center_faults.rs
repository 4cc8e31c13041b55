//! Data centers that die as a whole and come back.

use crate::input::Fault;
use crate::parts::Parts;
use crate::request::station::Health;
use crate::sim::Sim;
use crate::topology::node::{NodeId, STATIONS};

impl Sim {
    /// What geoDNS will notice: after anything that may have changed whether a data center answers.
    pub(crate) fn watch_sites(&mut self) {
        self.parts.geo_dns.watch(&mut self.core, &self.parts.balancers);
    }

    /// Data centers agree with the configuration, in which there were `before`; if their number changed, everybody
    /// hears of it.
    pub(crate) fn fit_sites(&mut self, before: u32) {
        let sites = self.core.config.sites();
        self.parts.geo_dns.fit(&mut self.core, &mut self.parts.balancers);
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

    /// The site's name leads elsewhere now.
    pub(crate) fn switch_over(&mut self) {
        let Parts { dns, geo_dns, .. } = &mut self.parts;
        dns.switch_over(&mut self.core, geo_dns);
    }

    /// A data center dies or comes back.
    pub(crate) fn fault_site(&mut self, site: u8, kind: Fault) {
        let node = NodeId::site(site);
        match kind {
            Fault::Down if !self.core.is_out(node) => {
                self.core.out[node.index()] = true;
                self.parts.geo_dns.dies(site, self.core.now);
                self.parts.geo_replication.left_behind(&mut self.core, site);
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
