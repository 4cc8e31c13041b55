//! Where the machines stand that watch the others: in a row below the site.

use scalewalk_model::{Config, NodeId};

use super::draft::Draft;
use super::{Detail, Form, Label, Rect};

/// Between the site and them, and between them.
const APART: f64 = 18.0;

/// Stands them below what is `height` high, if there are some. How high it is then.
pub(super) fn stand(draft: &mut Draft, config: &Config, form: Form, height: f64) -> f64 {
    let nodes: Vec<NodeId> =
        [NodeId::METRICS, NodeId::LOGS, NodeId::PIPELINE].into_iter().filter(|node| config.has(*node)).collect();
    if nodes.is_empty() {
        return height;
    }
    let (x, width, gap, h) = if form == Form::Wide { (40.0, 908.0, APART, 92.0) } else { (4.0, 354.0, 8.0, 104.0) };
    let w = (width + gap) / 3.0 - gap;
    let y = height + APART;
    for node in nodes {
        let place = f64::from(node.index() as u8 - NodeId::METRICS.index() as u8);
        let rect = Rect::new(x + place * (w + gap), y, w, h);
        draft.node(0, node, rect, Detail::Medium, Label::Inside);
    }
    y + h + 10.0
}
