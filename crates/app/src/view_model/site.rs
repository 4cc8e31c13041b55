//! Coarse figures of data centers.

use scalewalk_model::{DeployState, Sim};

use crate::view_model::world::RegionReadout;

/// What the page shows of one data center.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SiteReadout {
    /// Share of all requests for pages that were sent to it lately, 0 to 1.
    pub share: f64,
    /// Whether geoDNS names it.
    pub named: bool,
    /// The build that it runs.
    pub build: u16,
    /// How a deploy stands here.
    pub deploy: DeployState,
    /// Values of its own that were overwritten unseen.
    pub overwritten: u64,
    /// Keys that it has still to tell another of, because the way is cut.
    pub untold: u32,
}

/// How data center `site` fares now.
pub fn site_readout(sim: &Sim, site: u8, regions: &[RegionReadout]) -> SiteReadout {
    let to = |site: usize| regions.iter().map(|region| region.to_sites[site]).sum::<f64>();
    let (here, all) = (to(usize::from(site)), (0..scalewalk_model::MAX_SITES).map(to).sum::<f64>());
    let between = sim.between();
    SiteReadout {
        share: if all > 0.0 { here / all } else { 0.0 },
        named: sim.site_is_believed(site),
        build: sim.build_at(site),
        deploy: match sim.deploy_state() {
            DeployState::Stopped(failed) if failed != site => DeployState::Idle,
            state => state,
        },
        overwritten: between.overwritten(site),
        untold: (0..between.sites() as u8).map(|to| between.waiting(site, to)).max().unwrap_or(0),
    }
}
