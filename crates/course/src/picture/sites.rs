//! Data centers: the stack of each, side by side under the map in the order of the world from west to east, or on a phone
//! one under the other.

use scalewalk_model::{Config, MAX_SHARDS, NodeId, NodeKind};

use super::draft::{DOWN, Draft, LEFT, RIGHT, UP, behind_others};
use super::{Detail, Form, Label, Placed, Rect};

/// Numbers of the data centers from west to east: US West, US East, Europe, Asia.
const WESTWARD: [u8; 4] = [1, 0, 2, 3];
/// Height of a data center's name board.
const BOARD: f64 = 24.0;
const GAP: f64 = 8.0;
/// Between the rows of a stack, where its ways run.
const WAYS: f64 = 26.0;
/// Room under the stacks, or beside them, for the streams between their databases.
pub(super) const STREAMS: f64 = 56.0;

/// Room at the left on a phone, where the ways from the map lead to the balancers.
const LANES: f64 = 16.0;

/// A data center on the plate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// Which.
    pub site: u8,
    /// What it fills, its name board included.
    pub area: Rect,
}

/// The data centers that there are, from west to east.
fn there(config: &Config) -> impl Iterator<Item = u8> {
    let count = config.sites() as u8;
    WESTWARD.into_iter().filter(move |site| *site < count)
}

/// Stands the data centers from `y` on. Gives the lower edge of all.
pub(super) fn stand(draft: &mut Draft, config: &Config, form: Form, y: f64) -> f64 {
    let n = f64::from(config.sites());
    match form {
        Form::Wide => {
            let w = (972.0 + 2.0 * GAP) / n - 2.0 * GAP;
            let foot = there(config).zip(0..).map(|(site, i)| {
                let x = f64::from(i) * (w + 2.0 * GAP);
                column(draft, config, site, Rect::new(x, y, w, 0.0))
            });
            let foot = foot.fold(y, f64::max);
            draft.blocks.iter_mut().for_each(|block| block.area.h = foot - y);
            foot + if n > 1.0 { STREAMS } else { 2.0 }
        }
        Form::Tall => {
            let margin = if n > 1.0 { STREAMS * 0.6 } else { 0.0 };
            let at = |y| Rect::new(LANES, y, 362.0 - LANES - margin, 0.0);
            there(config).fold(y, |y, site| row(draft, config, site, at(y)) + GAP)
        }
    }
}

/// Web servers in a region of given width: how many stand beside each other, how large, how closely drawn.
fn shape(n: usize, w: f64, badges: bool) -> (usize, f64, f64, Detail) {
    match n {
        // Their workers are seen where no badges need the room.
        ..=4 if w > 400.0 && !badges => (n, 108.0, 74.0, Detail::Medium),
        ..=4 if w > 400.0 => (n, 108.0, 58.0, Detail::Small),
        5..=8 if w > 400.0 => (4, 108.0, 46.0, Detail::Small),
        _ if w > 400.0 => (8, 50.0, 34.0, Detail::Tiny),
        ..=2 if w > 200.0 => (n, 104.0, 52.0, Detail::Small),
        ..=8 => (4, (w + GAP) / 4.0 - GAP, 34.0, Detail::Tiny),
        _ => (4, (w + GAP) / 4.0 - GAP, 30.0, Detail::Tiny),
    }
}

/// Its web servers, in rows from `at` on, and the lower edge of the last.
fn servers(config: &Config, site: u8, at: Rect) -> (Vec<Placed>, f64) {
    let all = config.servers_of(site);
    let n = all.len();
    let (columns, w, h, detail) = shape(n, at.w, config.topology.telemetry);
    let columns = columns.max(1);
    let width = columns.min(n.max(1)) as f64 * (w + GAP) - GAP;
    let left = at.x + (at.w - width) / 2.0;
    let placed = all.enumerate().map(|(i, server)| {
        let (column, row) = ((i % columns) as f64, (i / columns) as f64);
        let rect = Rect::new(left + column * (w + GAP), at.y + row * (h + GAP), w, h);
        Placed { lane: 0, node: NodeId::web(server), rect, detail, label: Label::Inside }
    });
    (placed.collect(), at.y + n.div_ceil(columns).max(1) as f64 * (h + GAP) - GAP)
}

/// What stands behind its web servers: memory, then the database's machines.
fn behind(config: &Config, site: u8) -> Vec<NodeId> {
    let caches = (0..config.caches() as u8).map(|i| NodeId::cache_at(site, i));
    let sessions = Some(NodeId::sessions_at(site)).filter(|node| config.has(*node));
    let data = (0..=config.replicas() as u8).map(|i| NodeId::database_at(site, i));
    caches.chain(sessions).chain(data).filter(|node| config.has(*node)).collect()
}

/// Its shards.
fn shards(config: &Config, site: u8) -> Vec<NodeId> {
    (0..MAX_SHARDS as u8).map(|i| NodeId::shard_at(site, i)).filter(|node| config.has(*node)).collect()
}

/// Height of the machines behind the web servers where shards are among them.
const MEMORY: f64 = 40.0;
const SHARD: f64 = 50.0;

/// Stands memory in a row and the shards in rows below, in a region of given width. Gives the lower edge.
fn split(config: &Config, site: u8, at: Rect, out: &mut Vec<Placed>) -> f64 {
    let (memory, shards) = (behind(config, site), shards(config, site));
    let beside = if at.w < 180.0 { 2 } else { 4 };
    let y = grid(&memory, memory.len().min(beside), MEMORY, at, out);
    let y = if memory.is_empty() { at.y } else { y + GAP };
    let columns = match shards.len() {
        n @ ..=4 => n,
        n @ 5..=8 => n.div_ceil(2),
        _ => 8,
    };
    let (first, h) = (out.len(), if shards.len() > 8 { 34.0 } else { SHARD });
    let foot = grid(&shards, columns, h, Rect { y, ..at }, out);
    out[first..].iter_mut().for_each(|placed| placed.detail = Detail::Small);
    foot
}

/// Stands machines in rows of `columns` from `at` on, each `h` high. Gives the lower edge.
fn grid(nodes: &[NodeId], columns: usize, h: f64, at: Rect, out: &mut Vec<Placed>) -> f64 {
    let columns = columns.max(1);
    let w = (at.w + GAP) / columns as f64 - GAP;
    for (i, node) in nodes.iter().enumerate() {
        let (column, row) = ((i % columns) as f64, (i / columns) as f64);
        let rect = Rect::new(at.x + column * (w + GAP), at.y + row * (h + GAP), w, h);
        let cells = h >= 70.0 && w >= 84.0 && node.kind() != NodeKind::Sessions;
        let detail = match () {
            () if cells => Detail::Medium,
            () if w >= 84.0 => Detail::Small,
            () => Detail::Tiny,
        };
        out.push(Placed { lane: 0, node: *node, rect, detail, label: Label::Inside });
    }
    at.y + nodes.len().div_ceil(columns) as f64 * (h + GAP) - GAP
}

/// A stack in a column: balancer, web servers, what is behind them.
fn column(draft: &mut Draft, config: &Config, site: u8, at: Rect) -> f64 {
    let (x, w) = (at.x + 10.0, at.w - 20.0);
    let mut y = board(draft, site, at);
    let balancer = NodeId::balancer_at(site);
    draft.node(
        0,
        balancer,
        Rect::around(at.x + at.w / 2.0, y + 17.0, (w * 0.5).max(w.min(192.0)), 34.0),
        Detail::Small,
        Label::Inside,
    );
    y += 34.0 + WAYS;
    let (servers, foot) = servers(config, site, Rect::new(x, y, w, 0.0));
    let n = servers.len() as f64;
    for (i, server) in servers.iter().enumerate() {
        let rest = behind_others(server, &servers, UP);
        let pin = (DOWN, (i as f64 + 0.5) / n * 0.8 + 0.1);
        draft.link_past(0, (balancer, pin, 0.0), (server.node, (UP, 0.5), rest));
    }
    let nodes = behind(config, site);
    let columns = if w > 400.0 { nodes.len().clamp(1, 4) } else { 2 };
    let (mut stands, below) = (Vec::new(), Rect::new(x, foot + WAYS, w, 0.0));
    let y = if config.shards() > 0 {
        split(config, site, below, &mut stands)
    } else {
        grid(&nodes, columns, if w > 400.0 { 84.0 } else { 58.0 }, below, &mut stands)
    };
    join(draft, &servers, stands, (DOWN, UP));
    draft.blocks.push(Block { site, area: Rect { h: y + 10.0 - at.y, ..at } });
    y + 10.0
}

/// A stack in a row: the same from left to right.
fn row(draft: &mut Draft, config: &Config, site: u8, at: Rect) -> f64 {
    let top = board(draft, site, at);
    let mut nodes = behind(config, site);
    // The first database machine at the right, where the streams begin.
    if let Some(first) = nodes.iter().position(|node| node.database_index().is_some()) {
        nodes[first..].reverse();
    }
    let mut stands = Vec::new();
    let right = at.x + at.w * 0.58;
    let region = Rect::new(right, top, at.x + at.w - 6.0 - right, 0.0);
    let foot = if config.shards() > 0 {
        split(config, site, region, &mut stands)
    } else {
        grid(&nodes, 2, 44.0, region, &mut stands)
    };
    let (servers, servers_foot) = servers(config, site, Rect::new(at.x + 46.0, top, right - at.x - 46.0 - WAYS, 0.0));
    let foot = foot.max(servers_foot);
    let balancer = NodeId::balancer_at(site);
    draft.node(0, balancer, Rect::new(at.x + 6.0, top, 18.0, foot - top), Detail::Small, Label::Inside);
    let n = servers.len() as f64;
    for (i, server) in servers.iter().enumerate() {
        let rest = behind_others(server, &servers, LEFT);
        let pin = (RIGHT, (i as f64 + 0.5) / n * 0.8 + 0.1);
        draft.link_past(0, (balancer, pin, 0.0), (server.node, (LEFT, 0.5), rest));
    }
    join(draft, &servers, stands, (RIGHT, LEFT));
    draft.blocks.push(Block { site, area: Rect { h: foot + 6.0 - at.y, ..at } });
    foot + 6.0
}

/// The name board on top, and the upper edge of what stands under it.
fn board(draft: &mut Draft, site: u8, at: Rect) -> f64 {
    draft.node(0, NodeId::site(site), Rect { h: BOARD, ..at }, Detail::Small, Label::Inside);
    at.y + BOARD + 6.0
}

/// Joins each web server to each machine behind it.
fn join(draft: &mut Draft, servers: &[Placed], behind: Vec<Placed>, sides: ((f64, f64), (f64, f64))) {
    for placed in &behind {
        draft.join(0, servers, placed, &behind, sides, 0.5);
    }
    draft.nodes.extend(servers);
    draft.nodes.extend(behind);
}
