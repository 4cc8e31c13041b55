//! 9 · More than one place.

pub mod claims;

use scalewalk_model::geo_dns::nearest_site;
use scalewalk_model::theory::survivor_utilisation;
use scalewalk_model::world::WORLD;
use scalewalk_model::{Act, Config, Fault, MAX_SITES, NodeId, Report, Routing, Send, SessionMode, Topology};

use crate::curve::{Curve, Line};
use crate::stage::{Break, Stage, Walk, control, with};
use crate::stages::stateless;

/// The last stage's parts in two places. One of them alone can bear the load of both. Writes delete what the caches have
/// of them, at the other place too, so that what is old there is old for want of news.
pub fn config() -> Config {
    let before = stateless::steady(SessionMode::Store);
    let topology = Topology { sites: true, ..before.topology };
    let machines = [("users", 1e6), ("web.servers", 4.0), ("web.cores", 2.0), ("db.cores", 4.0)];
    let places = [("dns.ttl", 30.0), ("cache.invalidate", 1.0), ("dc.lag", 0.5), ("dc.shared", 0.05)];
    with(with(Config { topology, ..before }, &machines), &places)
}

/// The same in one place.
pub fn alone() -> Config {
    with(config(), &[("dc.count", 1.0)])
}

/// Utilisation of the web servers of each data center, 0 to 1.
fn utilisations(report: &Report) -> Vec<f64> {
    let mut sums = [(0.0, 0.0); MAX_SITES];
    for (name, station) in &report.stations {
        if let Some(server) = NodeId::parse(name).ok().filter(|node| node.web_index().is_some()) {
            let (sum, n) = &mut sums[usize::from(server.home())];
            (*sum, *n) = (*sum + station.utilisation, *n + 1.0);
        }
    }
    sums.into_iter().filter(|(_, n)| *n > 0.0).map(|(sum, n)| sum / n).collect()
}

/// The same in theory, as far as there is room.
fn utilisations_in_theory(config: &Config) -> Vec<f64> {
    let sites = config.sites() as usize;
    let share = |site: usize| -> f64 {
        WORLD
            .iter()
            .enumerate()
            .map(|(region, of)| {
                let part = match (config.sites.routing, sites) {
                    (Routing::Nearest, _) => f64::from(u8::from(nearest_site(region, sites, |_| true) == Some(site))),
                    (Routing::Split, 2) if site == 0 => config.sites.split,
                    (Routing::Split, 2) => 1.0 - config.sites.split,
                    (Routing::Split, _) => 1.0 / sites as f64,
                };
                0.01 * f64::from(of.percent) * part
            })
            .sum()
    };
    (0..sites).map(|site| share(site) * config.arrival_rate() / config.web_capacity()).collect()
}

/// The busiest of them, in percent.
fn busiest(utilisations: &[f64]) -> f64 {
    100.0 * utilisations.iter().copied().fold(0.0, f64::max).min(1.0)
}

/// One of them, if it had all traffic, in percent.
fn alone_percent(utilisations: &[f64]) -> f64 {
    100.0 * survivor_utilisation(utilisations).min(1.0)
}

/// How busy the busiest data center is, and how busy one would be with the traffic of all.
const LINES: &[Line] = &[
    Line {
        id: "site_busy",
        unit: " %",
        measure: |report| (report.requests.answered > 0).then(|| busiest(&utilisations(report))),
        theory: Some(|config| busiest(&utilisations_in_theory(config))),
    },
    Line {
        id: "site_alone",
        unit: " %",
        measure: |report| (report.requests.answered > 0).then(|| alone_percent(&utilisations(report))),
        theory: Some(|config| alone_percent(&utilisations_in_theory(config))),
    },
];

const EUROPE: u8 = 1;
const CLICK: Send = Send { new_visitor: true, ..Send::PAGE };

/// A user on the east coast, one in Europe, and one on the east coast when its data center is gone.
const WALKS: &[Walk] = &[
    Walk { id: "east", send: CLICK, ..Walk::PLAIN },
    Walk { id: "europe", send: Send { region: EUROPE, ..CLICK }, ..Walk::PLAIN },
    Walk {
        id: "failover",
        send: CLICK,
        settings: &[("dc.health", 1.0)],
        faults: &[(NodeId::site(0), Fault::Down)],
        ..Walk::PLAIN
    },
];

/// The stage.
pub const STAGE: Stage = Stage {
    id: "data-centers",
    lanes: || vec![config()],
    before: Some(|| vec![alone()]),
    before_faults: &[(0, NodeId::site(0), Fault::Down)],
    controls: &[
        control("users"),
        control("dns.ttl"),
        control("dc.health"),
        control("dc.count"),
        control("dc.routing"),
        control("dc.split"),
        control("dc.replication"),
        control("dc.lag"),
        control("dc.shared"),
        control("web.servers"),
    ],
    breaks: &[
        Break { lane: 0, node: NodeId::site(0), kind: Fault::Down },
        Break { lane: 0, node: NodeId::site(1), kind: Fault::Cut },
    ],
    acts: &[Act::DeployByHand, Act::DeployPipeline],
    walks: WALKS,
    curve: Some(Curve { param: "users", lane: 0, incident: None, lines: LINES }),
    speed: 1.0,
};
