//! Where the machines behind the web servers stand: the cache, the database with its replicas, the session store.

use scalewalk_model::{Config, MAX_SHARDS, NodeId};

use super::{Detail, Form, Label, Placed, Rect};

/// Machines of one kind: a block of the column.
struct Group {
    nodes: Vec<NodeId>,
    columns: usize,
    /// Height of a row, where there is room for it.
    row: f64,
    detail: Detail,
}

/// Between the rows of a group, and between its columns.
const GAP: f64 = 8.0;
/// Height that a database needs for its queue, and a machine for its workers.
const FULL: f64 = 110.0;
const MEDIUM: f64 = 56.0;
/// Between groups.
const APART: f64 = 18.0;

impl Group {
    fn rows(&self) -> usize {
        self.nodes.len().div_ceil(self.columns)
    }

    fn height(&self) -> f64 {
        let rows = self.rows() as f64;
        rows * (self.row + GAP) - GAP
    }

    /// What there is room for in a machine that is `height` high.
    fn detail_at(&self, height: f64) -> Detail {
        match self.detail {
            Detail::Full if height < FULL => Detail::Medium,
            Detail::Medium if height < MEDIUM => Detail::Small,
            detail => detail,
        }
    }

    fn stand(&self, region: Rect, scale: f64, out: &mut Vec<Placed>) {
        let columns = self.columns as f64;
        let w = (region.w + GAP) / columns - GAP;
        for (i, node) in self.nodes.iter().enumerate() {
            let (column, row) = ((i % self.columns) as f64, (i / self.columns) as f64);
            let (x, y) = (region.x + column * (w + GAP), region.y + row * (self.row + GAP) * scale);
            let rect = Rect::new(x, y, w, self.row * scale);
            out.push(Placed { lane: 0, node: *node, rect, detail: self.detail_at(rect.h), label: Label::Inside });
        }
    }
}

fn caches(config: &Config) -> Option<Group> {
    let nodes: Vec<_> = (0..config.caches() as u8).map(NodeId::cache).collect();
    let (columns, row, detail) = match nodes.len() {
        0 => return None,
        1 => (1, 98.0, Detail::Medium),
        2 => (1, 80.0, Detail::Medium),
        _ => (2, 62.0, Detail::Small),
    };
    Some(Group { nodes, columns, row, detail })
}

fn sessions(config: &Config, form: Form) -> Option<Group> {
    let there = config.has(NodeId::SESSIONS);
    // On a phone their number stands below the workers.
    let row = if form == Form::Wide || config.shards() > 0 { 76.0 } else { 98.0 };
    there.then(|| Group { nodes: vec![NodeId::SESSIONS], columns: 1, row, detail: Detail::Medium })
}

/// The shards that there are, those for a celebrity alone last.
fn shards(config: &Config, form: Form) -> Option<Group> {
    let nodes: Vec<_> =
        (0..MAX_SHARDS as u8).map(|i| NodeId::shard_at(0, i)).filter(|node| config.has(*node)).collect();
    let (columns, row) = match (nodes.len(), form) {
        (0, _) => return None,
        (1, _) => (1, 164.0),
        (2, Form::Wide) => (1, 138.0),
        (3..=4, Form::Wide) => (2, 138.0),
        (5..=6, Form::Wide) => (2, 90.0),
        (7..=9, Form::Wide) => (3, 90.0),
        (10..=12, Form::Wide) => (3, 66.0),
        (13..=16, Form::Wide) => (4, 66.0),
        (_, Form::Wide) => (4, 53.0),
        (2..=3, Form::Tall) => (nodes.len(), 120.0),
        (4..=8, Form::Tall) => (4, 96.0),
        (_, Form::Tall) => (4, 64.0),
    };
    // Where there is room for it, the queue is seen.
    let detail = match columns {
        _ if row > FULL => Detail::Full,
        4 if form == Form::Wide => Detail::Tiny,
        _ => Detail::Medium,
    };
    Some(Group { nodes, columns, row, detail })
}

/// The first machine, larger than the others, and these.
fn databases(config: &Config) -> [Option<Group>; 2] {
    let replicas: Vec<_> = (1..=config.replicas() as u8).map(NodeId::database).collect();
    let (row, detail) = match replicas.len() {
        0 => (164.0, Detail::Full),
        1..=2 => (124.0, Detail::Full),
        _ => (112.0, Detail::Full),
    };
    let first = Group { nodes: vec![NodeId::DATABASE], columns: 1, row, detail };
    let (columns, row, detail) = match replicas.len() {
        0 => return [Some(first), None],
        1 => (1, 108.0, Detail::Medium),
        2 => (1, 98.0, Detail::Medium),
        _ => (2, 58.0, Detail::Small),
    };
    [Some(first), Some(Group { nodes: replicas, columns, row, detail })]
}

/// Stands `groups` one under the other in the middle of `region`; where they are too high, all shrink.
fn stack(groups: Vec<Group>, region: Rect) -> Vec<Placed> {
    let gaps = APART * (groups.len() as f64 - 1.0);
    let high: f64 = groups.iter().map(Group::height).sum();
    let scale = ((region.h - gaps) / high).min(1.0);
    let mut y = region.y + (region.h - gaps - high * scale) / 2.0;
    let mut out = Vec::new();
    for group in groups {
        group.stand(Rect { y, ..region }, scale, &mut out);
        y += group.height() * scale + APART;
    }
    out
}

/// In a column beside the web servers.
pub(super) fn wide(config: &Config, region: Rect) -> Vec<Placed> {
    if let Some(shards) = shards(config, Form::Wide) {
        return stack(
            [caches(config), Some(shards), sessions(config, Form::Wide)].into_iter().flatten().collect(),
            region,
        );
    }
    let [first, replicas] = databases(config);
    if !config.topology.keyed() && !config.topology.sessions {
        let big = config.servers == 1;
        let (w, h) = if big { (160.0, 176.0) } else { (142.0, 164.0) };
        let rect = Rect::around(884.0, 209.0, w, h);
        return vec![database(rect)];
    }
    stack([caches(config), first, replicas, sessions(config, Form::Wide)].into_iter().flatten().collect(), region)
}

fn database(rect: Rect) -> Placed {
    Placed { lane: 0, node: NodeId::DATABASE, rect, detail: Detail::Full, label: Label::Inside }
}

/// Below the web servers, from `y` on: memory on the left, the database on the right of a corridor.
pub(super) fn tall(config: &Config, y: f64) -> Vec<Placed> {
    if let Some(shards) = shards(config, Form::Tall) {
        // Over the whole width; memory is below, in the middle.
        let memory: Vec<_> = [caches(config), sessions(config, Form::Tall)].into_iter().flatten().collect();
        let h = shards.height();
        let mut out = stack(vec![shards], Rect::new(4.0, y, 354.0, h));
        let below: f64 = memory.iter().map(|group| group.height() + APART).sum::<f64>() - APART;
        if !memory.is_empty() {
            out.extend(stack(memory, Rect::new(87.0, y + h + 24.0, 188.0, below)));
        }
        return out;
    }
    let [first, replicas] = databases(config);
    let memory: Vec<_> = [caches(config), sessions(config, Form::Tall)].into_iter().flatten().collect();
    if !config.topology.keyed() && memory.is_empty() {
        return vec![database(Rect::new(106.0, y, 150.0, 164.0))];
    }
    let data: Vec<_> = [first, replicas].into_iter().flatten().collect();
    let height = |groups: &[Group]| groups.iter().map(Group::height).sum::<f64>() + APART * (groups.len() as f64 - 1.0);
    let h = height(&data).max(height(&memory));
    let left = if memory.is_empty() { 0.0 } else { 136.0 };
    let mut out = stack(data, Rect::new(left + 40.0, y, 292.0 - left, h));
    out.extend(stack(memory, Rect::new(4.0, y, 132.0, h)));
    out
}
