//! The way of messages from the web servers of several data centers to the one queue: behind the servers of a row, down
//! the left edge of the data center, and on to the queue.

use scalewalk_course::picture::{Block, Rect};
use scalewalk_model::{NodeId, Sim};

use crate::diagram::draw::brush::Brush;
use crate::diagram::draw::fixtures;
use crate::diagram::draw::palette::Palette;
use crate::diagram::scene::path::Path;
use crate::diagram::scene::transition::{Cubic, Scene};
use crate::view_model::readout::LaneReadout;

/// From the edge of a data center.
const INSIDE: f64 = 3.5;
/// How far down the side of a server its messages leave.
const DOOR: f64 = 0.82;

fn length(Cubic([a, .., b]): Cubic) -> f64 {
    (a.0 - b.0).abs() + (a.1 - b.1).abs()
}

/// From a height at the edge of a data center to the queue: down to the foot of what is in the way, then on.
fn down(scene: &Scene, block: &Block, y: f64, queue: Rect) -> [Cubic; 2] {
    let blocks = scene.blocks();
    let place = blocks.iter().position(|b| b.site == block.site).unwrap_or(0) as f64;
    let upright = blocks.windows(2).any(|pair| pair[0].area.y != pair[1].area.y);
    let foot = |b: &Block| b.area.y + b.area.h;
    let low = if upright { blocks.iter().map(foot).fold(0.0, f64::max) } else { foot(block) };
    let (x, end) = (block.area.x + INSIDE, queue.x + queue.w * (0.06 + 0.12 * place));
    let half = (queue.y - low) * 0.5;
    let on = Cubic([(x, low), (x, low + half), (end, queue.y - half), (end, queue.y)]);
    [Cubic::line((x, y), (x, low)), on]
}

/// The way from a web server to the queue where there are several data centers, and whether it is drawn the other way
/// round.
pub fn way(scene: &Scene, sim: &Sim, from: NodeId, to: NodeId) -> Option<(Path, bool)> {
    let (web, back) = if to == NodeId::QUEUE { (from, false) } else { (to, true) };
    if (back && from != NodeId::QUEUE) || web.web_index().is_none() {
        return None;
    }
    let site = sim.config().site_of(web);
    let block = scene.blocks().iter().find(|block| block.site == site)?;
    let (server, queue) = (scene.place(0, web)?, scene.place(0, NodeId::QUEUE)?);
    let y = server.y + server.h * DOOR;
    let row = Cubic::line((server.x, y), (block.area.x + INSIDE, y));
    let [down, on] = down(scene, block, y, queue);
    let all = (length(row) + length(down) + length(on)).max(1e-9);
    let corner = length(row) / all;
    let way = Path::plain(row).then(corner, down).then(corner + length(down) / all, on);
    Some((way, back))
}

/// Draws the ways, thinly, and where messages are too quick to follow their streams.
pub fn draw(brush: &Brush<'_>, palette: &Palette, scene: &Scene, sim: &Sim, lane: &LaneReadout, quick: bool) {
    let Some(queue) = scene.place(0, NodeId::QUEUE) else { return };
    let rate = |node: NodeId| lane.nodes.iter().find(|n| n.node == node).map_or(0.0, |n| n.rate);
    let of = |site: u8| sim.config().servers_of(site).map(|server| rate(NodeId::web(server))).sum::<f64>();
    let all: f64 = scene.blocks().iter().map(|block| of(block.site)).sum();
    for block in scene.blocks() {
        let servers = sim.config().servers_of(block.site).filter_map(|server| scene.place(0, NodeId::web(server)));
        let mut top = f64::INFINITY;
        let mut rows: Vec<(f64, f64)> = Vec::new();
        for server in servers {
            let y = server.y + server.h * DOOR;
            top = top.min(y);
            match rows.iter_mut().find(|row| (row.0 - y).abs() < 1.0) {
                Some(row) => row.1 = row.1.max(server.x),
                None => rows.push((y, server.x)),
            }
        }
        if rows.is_empty() {
            continue;
        }
        let x = block.area.x + INSIDE;
        let gone = sim.is_out(NodeId::site(block.site)) || sim.is_cut(NodeId::site(block.site));
        for (y, right) in rows {
            fixtures::link(brush, palette, &Cubic::line((x, y), (right, y)), 1.0, gone, true);
        }
        for piece in down(scene, block, top, queue) {
            fixtures::link(brush, palette, &piece, 1.0, gone, true);
            if quick && !gone && all > 0.0 {
                let messages = rate(NodeId::QUEUE) * of(block.site) / all;
                fixtures::stream(brush, &palette.message, &piece, messages);
            }
        }
    }
}
