//! The claims of this stage, one file each.

use scalewalk_model::{Config, NodeId};

use super::config;
use crate::claim::{Claim, Outcome};
use crate::stage::with;
use crate::trial::percent;

mod async_lag;
mod data_missing;
mod deploy_skew;
mod failover;
mod headroom;
mod nearest;
mod partition;

/// All of them.
pub const ALL: &[Claim] = &[
    nearest::CLAIM,
    failover::CLAIM,
    headroom::CLAIM,
    data_missing::CLAIM,
    async_lag::CLAIM,
    partition::CLAIM,
    deploy_skew::CLAIM,
];

/// The data center that fails.
const EAST: NodeId = NodeId::site(0);
/// Share of the users who are nearest to it: US East, Europe, South America.
const EASTERN: f64 = 0.6;
/// Patience of clients, in seconds, less than by default: who is sent to a dead site fails that much later.
const PATIENCE_S: f64 = 1.0;

/// The stage's system with fewer users, who ask for nothing but pages. What one site has written is at the other at once:
/// only some of the claims are about lag.
fn small(settings: &[(&str, f64)]) -> Config {
    let few = [("users", 400_000.0), ("requests", 30.0), ("static", 0.0), ("timeout", PATIENCE_S), ("dc.lag", 0.0)];
    with(with(config(), &few), settings)
}

/// Requests that came to the web servers of data center `site`.
fn reached(o: &Outcome, site: u8) -> u64 {
    o.config.servers_of(site).filter_map(|i| Some(o.station(NodeId::web(i))?.arrived)).sum()
}

/// Share of all requests at any web server that came to those of `site`, in percent.
fn share_percent(o: &Outcome, site: u8) -> f64 {
    percent(reached(o, site), (0..o.config.sites() as u8).map(|site| reached(o, site)).sum())
}
