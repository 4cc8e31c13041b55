//! What the summary of a run tells of the world: its regions, and the data centers.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::observe::report::{map, ratio};
use crate::sim::Sim;
use crate::topology::node::NodeId;
use crate::topology::world::{Region, WORLD};

/// One data center.
#[derive(Clone, Debug, Serialize)]
pub struct SiteReport {
    /// Requests that came to its balancer.
    pub arrived: u64,
    /// Requests that failed in it, by the fault of one of its machines.
    pub failed: u64,
    /// The build that its web servers run, from 1.
    pub build: u16,
}

/// Answers that reached one region.
#[derive(Clone, Debug, Serialize)]
pub struct RegionReport {
    /// Pages and JSON.
    pub pages: u64,
    /// How long they took in the mean, in milliseconds.
    pub page_ms: Option<f64>,
    /// Files.
    pub files: u64,
    /// How long they took in the mean, in milliseconds.
    pub file_ms: Option<f64>,
}

impl Sim {
    /// The answers that reached `region` since measuring began, with files or with pages: how many, and how long they
    /// took in the mean, in milliseconds.
    pub fn measured_region(&self, region: usize, files: bool) -> (u64, Option<f64>) {
        let (now, before) = (self.core.accounts.region(region, files), self.mark.accounts.region(region, files));
        let answered = now.answered - before.answered;
        (answered, ratio((now.latency_ns - before.latency_ns) as f64 * 1e-6, answered))
    }

    pub(crate) fn region_reports(&self) -> BTreeMap<&'static str, RegionReport> {
        let regions = if self.core.config.topology.regions { &WORLD[..] } else { &[] };
        let report = |(i, region): (usize, &Region)| {
            let ((pages, page_ms), (files, file_ms)) = (self.measured_region(i, false), self.measured_region(i, true));
            (region.key, RegionReport { pages, page_ms, files, file_ms })
        };
        map(regions.iter().enumerate().map(report))
    }

    pub(crate) fn site_reports(&self) -> BTreeMap<String, SiteReport> {
        let sites = if self.core.config.topology.sites { self.core.config.sites() as u8 } else { 0 };
        let report = |site: u8| {
            let balancer = NodeId::balancer_at(site);
            let before = self.mark.accounts.node(balancer);
            let here =
                NodeId::all().filter(|node| node.kind().is_in_a_site() && self.core.config.site_of(*node) == site);
            let report = SiteReport {
                arrived: self.core.accounts.node(balancer).arrived - before.arrived,
                failed: here.map(|node| self.losses_since_mark(node).iter().sum::<u64>()).sum(),
                build: self.build_at(site),
            };
            (NodeId::site(site).to_string(), report)
        };
        map((0..sites).map(report))
    }
}
