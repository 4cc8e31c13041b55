//! Where the machines stand that watch the others: in a row below the site.

use scalewalk_model::{Config, NodeId};

use super::draft::Draft;
use super::{Detail, Form, Label, Rect};

/// Between the site and them, and between them.
const APART: f64 = 18.0;

/// Width of the queue and its workers, where they are in the same row.
pub(super) const QUEUE: f64 = 470.0;

/// Stands them below what is `height` high, if there are some. How high it is then.
pub(super) fn stand(draft: &mut Draft, config: &Config, form: Form, height: f64) -> f64 {
    let nodes: Vec<NodeId> =
        [NodeId::METRICS, NodeId::LOGS, NodeId::PIPELINE].into_iter().filter(|node| config.has(*node)).collect();
    if nodes.is_empty() {
        return height;
    }
    // Under several data centers they share a row with the queue.
    let beside = draft.nodes.iter().find(|placed| placed.node == NodeId::QUEUE && config.topology.sites);
    let (x, width, gap, h) = match (form, beside) {
        (Form::Wide, Some(_)) => (QUEUE + 18.0, 972.0 - QUEUE - 18.0, 10.0, 92.0),
        (Form::Wide, None) => (40.0, 908.0, APART, 92.0),
        (Form::Tall, _) => (4.0, 354.0, 8.0, 104.0),
    };
    let w = (width + gap) / 3.0 - gap;
    let y = match beside {
        Some(queue) if form == Form::Wide => queue.rect.y,
        _ => height + APART,
    };
    for node in nodes {
        let place = f64::from(node.index() as u8 - NodeId::METRICS.index() as u8);
        let rect = Rect::new(x + place * (w + gap), y, w, h);
        let detail = if w < 200.0 { Detail::Small } else { Detail::Medium };
        draft.node(0, node, rect, detail, Label::Inside);
    }
    y + h + 10.0
}
