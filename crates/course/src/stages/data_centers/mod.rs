//! 9 · More than one place.

pub mod claims;

use scalewalk_model::theory::old_answers;
use scalewalk_model::{Act, Config, Fault, NodeId, Report, Send, SessionMode, Topology};

use crate::curve::{Curve, Line};
use crate::stage::{Break, Stage, Walk, control, with};
use crate::stages::stateless;

/// The last stage's parts in two places. One of them alone can bear the load of both.
pub fn config() -> Config {
    let before = stateless::steady(SessionMode::Store);
    let topology = Topology { sites: true, ..before.topology };
    let settings = [("users", 1e6), ("web.servers", 4.0), ("web.cores", 2.0), ("db.cores", 4.0), ("dns.ttl", 30.0)];
    with(Config { topology, ..before }, &settings)
}

/// The same in one place.
pub fn alone() -> Config {
    with(config(), &[("dc.count", 1.0)])
}

/// Share of the requests for pages that asked DNS first, in percent.
fn asked_percent(report: &Report) -> Option<f64> {
    let arrived = report.requests.arrived;
    (arrived > 0).then(|| 100.0 * report.requests.looked_up as f64 / arrived as f64)
}

/// The same in theory: all whose answer is not an old one.
fn asked_in_theory_percent(config: &Config) -> f64 {
    100.0 * (1.0 - old_answers(0.0, config.dns_ttl_s, config.think_s, config.visit_requests))
}

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
        control("dns.ttl"),
        control("dc.health"),
        control("dc.count"),
        control("dc.routing"),
        control("dc.split"),
        control("dc.replication"),
        control("dc.lag"),
        control("dc.shared"),
        control("users"),
        control("web.servers"),
    ],
    breaks: &[
        Break { lane: 0, node: NodeId::site(0), kind: Fault::Down },
        Break { lane: 0, node: NodeId::site(1), kind: Fault::Cut },
    ],
    acts: &[Act::DeployByHand, Act::DeployPipeline],
    walks: WALKS,
    curve: Some(Curve {
        param: "dns.ttl",
        lane: 0,
        lines: &[Line { id: "dns_asked", unit: " %", measure: asked_percent, theory: Some(asked_in_theory_percent) }],
    }),
    speed: 1.0,
};
