//! 7 · Closer to the user.

pub mod claims;

use scalewalk_model::{Act, Config, Count, Fault, NodeId, Send, Topology};

use crate::curve::{Curve, Line};
use crate::stage::{Break, Stage, Walk, control, with};
use crate::stages::cache;

/// Thirty pages a day as in the stages before, and one and a half files with each.
const REQUESTS: f64 = 75.0;

/// The last stage's machines, users all over the world, and an edge location in each region.
pub fn config() -> Config {
    let before = cache::config();
    let topology = Topology { regions: true, ..before.topology };
    with(Config { topology, ..before }, &[("requests", REQUESTS)])
}

/// The same without a CDN.
pub fn without() -> Config {
    with(config(), &[("cdn.edges", 0.0)])
}

const IMAGE: Send = Send { new_visitor: true, file: Some(0), region: EUROPE, ..Send::PAGE };
/// The number of Europe in [`scalewalk_model::world::WORLD`].
const EUROPE: u8 = 1;

/// The stage.
pub const STAGE: Stage = Stage {
    id: "cdn",
    lanes: || vec![config()],
    before: Some(|| vec![without()]),
    before_faults: &[],
    controls: &[
        control("cdn.ttl"),
        control("cdn.edges"),
        control("users"),
        control("cdn.versioned"),
        control("cdn.fallback"),
        control("cdn.rare"),
        control("cdn.price"),
        control("static"),
        control("files"),
        control("file.bytes"),
    ],
    breaks: &[
        Break { lane: 0, node: NodeId::CDN, kind: Fault::Down },
        Break { lane: 0, node: NodeId::edge(EUROPE), kind: Fault::Down },
    ],
    acts: &[Act::Deploy, Act::Purge],
    walks: &[
        Walk { id: "first", send: IMAGE, ..Walk::PLAIN },
        Walk { id: "second", before: &[IMAGE], send: IMAGE, ..Walk::PLAIN },
    ],
    curve: Some(Curve {
        param: "cdn.ttl",
        lane: 0,
        incident: None,
        lines: &[Line {
            id: "edge_hits",
            unit: " %",
            measure: |report| {
                let (hits, misses) = (report.of(Count::EdgeHit), report.of(Count::EdgeMiss));
                (hits + misses > 0).then(|| 100.0 * hits as f64 / (hits + misses) as f64)
            },
            theory: Some(|config| 100.0 * config.edge_hit_ratio()),
        }],
    }),
    speed: 0.05,
};
