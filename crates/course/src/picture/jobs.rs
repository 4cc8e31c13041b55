//! Where the queue and its workers stand: below everything else, the queue under the web servers that fill it, the
//! workers under the data.

use scalewalk_model::{Config, NodeId};

use super::draft::{DOWN, Draft, LEFT, RIGHT, UP};
use super::{Detail, Label, Placed, Rect};

/// Height of both, when wide and when tall.
const HIGH: f64 = 124.0;
/// Height where they share a row with others.
const LOW: f64 = 92.0;
/// Between what is above and the queue.
const APART: f64 = 26.0;

/// Below a wide picture that ends at `foot`. Its new lower edge.
pub(super) fn wide(draft: &mut Draft, config: &Config, servers: &[Placed], foot: f64) -> f64 {
    if !config.has(NodeId::QUEUE) {
        return foot;
    }
    let y = foot + 6.0;
    let queue = Rect::new(458.0, y, 282.0, HIGH);
    draft.node(0, NodeId::QUEUE, queue, Detail::Full, Label::Inside);
    draft.node(0, NodeId::WORKERS, Rect::new(786.0, y, 162.0, HIGH), Detail::Full, Label::Inside);
    // Down the corridor on the right of the servers.
    let n = servers.len() as f64;
    for (i, server) in servers.iter().enumerate() {
        let at = 0.955 - 0.03 * (i as f64 + 0.5) / n;
        draft.link(0, server.node, NodeId::QUEUE, (RIGHT, 0.8), (UP, at));
    }
    draft.link(0, NodeId::QUEUE, NodeId::WORKERS, (RIGHT, 0.5), (LEFT, 0.5));
    y + HIGH + 14.0
}

/// In a row under several data centers, which share them: as wide as `width` allows. The upper and the lower edge.
pub(super) fn under_sites(draft: &mut Draft, config: &Config, width: f64, foot: f64) -> f64 {
    if !config.has(NodeId::QUEUE) {
        return foot;
    }
    let y = foot + APART * 0.7;
    let queue = (width - 18.0) * 0.64;
    draft.node(0, NodeId::QUEUE, Rect::new(2.0, y, queue, LOW), Detail::Medium, Label::Inside);
    let workers = Rect::new(queue + 20.0, y, width - queue - 24.0, LOW);
    draft.node(0, NodeId::WORKERS, workers, Detail::Medium, Label::Inside);
    draft.link(0, NodeId::QUEUE, NodeId::WORKERS, (RIGHT, 0.5), (LEFT, 0.5));
    y + LOW + 8.0
}

/// Below a tall picture whose last machine ends at `foot`. Where these end.
pub(super) fn tall(draft: &mut Draft, config: &Config, servers: &[Placed], foot: f64) -> f64 {
    if !config.has(NodeId::QUEUE) {
        return foot;
    }
    let y = foot + APART;
    draft.node(0, NodeId::QUEUE, Rect::new(8.0, y, 204.0, HIGH), Detail::Full, Label::Inside);
    draft.node(0, NodeId::WORKERS, Rect::new(236.0, y, 118.0, HIGH), Detail::Full, Label::Inside);
    // Down the corridor between memory and data.
    for server in servers {
        draft.link(0, server.node, NodeId::QUEUE, (DOWN, 0.5), (UP, 0.72));
    }
    draft.link(0, NodeId::QUEUE, NodeId::WORKERS, (RIGHT, 0.5), (LEFT, 0.5));
    y + HIGH
}
