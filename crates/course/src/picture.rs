//! Where machines stand on the plate. One layout serves all stages: it follows from the configuration, so that
//! a kept machine has a place to glide to and a new one a place to arrive at.
//!
//! Lengths are in the units of the plate: 972 × 430 when wide, 362 wide when tall.

use scalewalk_model::{Config, Database, NodeId};

use crate::stage::Lane;

/// The shape of the plate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Beside the text: clients left, data right.
    Wide,
    /// A phone held upright: clients on top, data below.
    Tall,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// A rectangle from its left upper corner.
    pub const fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// A rectangle around its centre.
    pub fn around(cx: f64, cy: f64, w: f64, h: f64) -> Self {
        Self::new(cx - w / 2.0, cy - h / 2.0, w, h)
    }

    /// Its centre.
    pub fn centre(&self) -> (f64, f64) {
        (self.x + self.w / 2.0, self.y + self.h / 2.0)
    }

    /// Whether the two share an area.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.x + other.w
            && other.x < self.x + self.w
            && self.y < other.y + other.h
            && other.y < self.y + self.h
    }
}

/// How much of a machine can be shown in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Workers, queue and gauge.
    Full,
    /// Workers and gauge.
    Medium,
    /// Name and gauge.
    Small,
    /// A gauge.
    Tiny,
}

/// Where a node's name stands when there is no room inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Inside the machine.
    Inside,
    /// Below it.
    Below,
    /// Above it.
    Above,
    /// To its left.
    Left,
    /// To its right.
    Right,
}

/// A node in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// The system it belongs to. Clients and DNS, which all systems share, belong to the first.
    pub lane: Lane,
    /// Which node.
    pub node: NodeId,
    /// Where.
    pub rect: Rect,
    /// How closely it is drawn.
    pub detail: Detail,
    /// Where its name stands.
    pub label: Label,
}

/// A point on the edge of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// Outward direction: one of (±1, 0), (0, ±1).
    pub side: (f64, f64),
    /// How far along the side, 0 to 1, from the left or the top.
    pub at: f64,
}

/// A way between two nodes, as requests take it; answers come back the same way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The system it belongs to.
    pub lane: Lane,
    /// Where it begins.
    pub from: NodeId,
    /// Where it ends.
    pub to: NodeId,
    /// Where it leaves.
    pub leaves: Anchor,
    /// Where it arrives.
    pub arrives: Anchor,
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Width of the plate.
    pub width: f64,
    /// Height of the plate.
    pub height: f64,
    /// All nodes.
    pub nodes: Vec<Placed>,
    /// All ways.
    pub links: Vec<Link>,
    /// What has only private addresses.
    pub private: Option<Rect>,
    /// Where the name of each of two systems stands.
    pub lane_labels: Vec<(f64, f64)>,
}

const LEFT: (f64, f64) = (-1.0, 0.0);
const RIGHT: (f64, f64) = (1.0, 0.0);
const UP: (f64, f64) = (0.0, -1.0);
const DOWN: (f64, f64) = (0.0, 1.0);

/// The picture of systems with these configurations.
pub fn layout(lanes: &[&Config], form: Form) -> Picture {
    let mut draft = Draft::default();
    let (height, private) = match (form, lanes) {
        (Form::Wide, [config]) => wide(&mut draft, config),
        (Form::Wide, _) => wide_pair(&mut draft, lanes),
        (Form::Tall, [config]) => tall(&mut draft, config),
        (Form::Tall, _) => tall_pair(&mut draft, lanes),
    };
    let width = if form == Form::Wide { 972.0 } else { 362.0 };
    let lane_labels = match (form, lanes.len()) {
        (_, 0..=1) => Vec::new(),
        (Form::Wide, _) => vec![(16.0, 2.0), (590.0, 2.0)],
        (Form::Tall, _) => vec![(4.0, 2.0), (4.0, draft.foot(1) + 14.0)],
    };
    Picture { width, height, nodes: draft.nodes, links: draft.links, private, lane_labels }
}

fn wide(draft: &mut Draft, config: &Config) -> (f64, Option<Rect>) {
    let own = config.topology.database == Database::Own;
    draft.node(0, NodeId::BROWSER, Rect::around(56.0, 96.0, 76.0, 52.0), Detail::Full, Label::Below);
    draft.node(0, NodeId::MOBILE, Rect::around(56.0, 306.0, 38.0, 64.0), Detail::Full, Label::Below);
    draft.node(0, NodeId::DNS, Rect::around(212.0, 209.0, 92.0, 58.0), Detail::Full, Label::Inside);
    draft.lookups((RIGHT, 0.8), (RIGHT, 0.2), (LEFT, 0.3), (LEFT, 0.7));
    let mut private = None;
    let region = if config.topology.balancer {
        draft.node(0, NodeId::BALANCER, Rect::around(372.0, 215.0, 30.0, 152.0), Detail::Full, Label::Above);
        draft.clients_to(0, NodeId::BALANCER, (RIGHT, 0.35), (RIGHT, 0.65), (LEFT, 0.22), (LEFT, 0.78));
        private = Some(Rect::new(438.0, 2.0, 534.0, 426.0));
        Rect::new(472.0, 16.0, if own { 250.0 } else { 480.0 }, 394.0)
    } else {
        Rect::new(if own { 380.0 } else { 470.0 }, 12.0, if own { 290.0 } else { 460.0 }, 404.0)
    };
    let servers = draft.servers(0, config, region, Form::Wide);
    draft.join_servers(0, config, &servers, Form::Wide, (RIGHT, 0.35), (RIGHT, 0.65));
    if own {
        let big = config.servers == 1;
        let rect = Rect::around(884.0, 209.0, if big { 160.0 } else { 142.0 }, if big { 176.0 } else { 164.0 });
        draft.node(0, NodeId::DATABASE, rect, Detail::Full, Label::Inside);
        draft.join_database(0, &servers, (RIGHT, 0.5), LEFT);
    }
    (430.0, private)
}

fn wide_pair(draft: &mut Draft, lanes: &[&Config]) -> (f64, Option<Rect>) {
    draft.node(0, NodeId::BROWSER, Rect::around(442.0, 92.0, 76.0, 52.0), Detail::Full, Label::Above);
    draft.node(0, NodeId::DNS, Rect::around(442.0, 215.0, 92.0, 58.0), Detail::Full, Label::Inside);
    draft.node(0, NodeId::MOBILE, Rect::around(442.0, 334.0, 38.0, 64.0), Detail::Full, Label::Below);
    draft.lookups((DOWN, 0.5), (UP, 0.5), (UP, 0.5), (DOWN, 0.5));
    for (lane, config) in lanes.iter().enumerate() {
        let left = lane == 0;
        let region = if left { Rect::new(16.0, 30.0, 270.0, 376.0) } else { Rect::new(590.0, 30.0, 366.0, 376.0) };
        let side = if left { LEFT } else { RIGHT };
        let servers = draft.servers(lane, config, region, Form::Wide);
        draft.join_servers(lane, config, &servers, Form::Wide, (side, 0.5), (side, 0.5));
    }
    (430.0, None)
}

fn tall(draft: &mut Draft, config: &Config) -> (f64, Option<Rect>) {
    let own = config.topology.database == Database::Own;
    tall_clients(draft, 42.0);
    let mut y = 132.0;
    let mut private = None;
    if config.topology.balancer {
        draft.node(0, NodeId::BALANCER, Rect::around(181.0, 160.0, 128.0, 30.0), Detail::Full, Label::Right);
        draft.clients_to(0, NodeId::BALANCER, (DOWN, 0.5), (DOWN, 0.5), (UP, 0.22), (UP, 0.78));
        y = 252.0;
    }
    let top = y - 34.0;
    let region = Rect::new(4.0, y, 354.0, 300.0);
    let servers = draft.servers(0, config, region, Form::Tall);
    y = servers.iter().map(|s| s.rect.y + s.rect.h).fold(y, f64::max);
    draft.join_servers(0, config, &servers, Form::Tall, (DOWN, 0.5), (DOWN, 0.5));
    if own {
        draft.node(0, NodeId::DATABASE, Rect::new(106.0, y + 72.0, 150.0, 164.0), Detail::Full, Label::Inside);
        draft.join_database(0, &servers, (DOWN, 0.5), UP);
        y += 72.0 + 164.0;
    }
    if config.topology.balancer {
        private = Some(Rect::new(0.0, top, 362.0, y + 14.0 - top));
    }
    (y + 16.0, private)
}

/// One system above the clients, the other below, so that no link runs through a machine.
fn tall_pair(draft: &mut Draft, lanes: &[&Config]) -> (f64, Option<Rect>) {
    let above = draft.servers(0, lanes[0], Rect::new(4.0, 28.0, 354.0, 300.0), Form::Tall);
    let clients = draft.foot(0) + 84.0;
    tall_clients(draft, clients);
    draft.join_servers(0, lanes[0], &above, Form::Tall, (UP, 0.5), (UP, 0.5));
    for (lane, config) in lanes.iter().enumerate().skip(1) {
        let below = draft.servers(lane, config, Rect::new(4.0, clients + 100.0, 354.0, 300.0), Form::Tall);
        draft.join_servers(lane, config, &below, Form::Tall, (DOWN, 0.5), (DOWN, 0.5));
    }
    (draft.foot(lanes.len() - 1) + 40.0, None)
}

fn tall_clients(draft: &mut Draft, y: f64) {
    draft.node(0, NodeId::BROWSER, Rect::around(96.0, y, 62.0, 44.0), Detail::Full, Label::Left);
    draft.node(0, NodeId::MOBILE, Rect::around(264.0, y, 32.0, 54.0), Detail::Full, Label::Right);
    draft.node(0, NodeId::DNS, Rect::around(187.0, y, 62.0, 44.0), Detail::Full, Label::Inside);
    draft.lookups((RIGHT, 0.5), (LEFT, 0.5), (LEFT, 0.5), (RIGHT, 0.5));
}

/// A side and a place on it.
type On = ((f64, f64), f64);

fn anchor((side, at): On) -> Anchor {
    Anchor { side, at }
}

#[derive(Default)]
struct Draft {
    nodes: Vec<Placed>,
    links: Vec<Link>,
}

impl Draft {
    fn node(&mut self, lane: Lane, node: NodeId, rect: Rect, detail: Detail, label: Label) {
        self.nodes.push(Placed { lane, node, rect, detail, label });
    }

    fn link(&mut self, lane: Lane, from: NodeId, to: NodeId, leaves: On, arrives: On) {
        self.links.push(Link { lane, from, to, leaves: anchor(leaves), arrives: anchor(arrives) });
    }

    fn lookups(&mut self, browser: On, mobile: On, dns_browser: On, dns_mobile: On) {
        self.link(0, NodeId::BROWSER, NodeId::DNS, browser, dns_browser);
        self.link(0, NodeId::MOBILE, NodeId::DNS, mobile, dns_mobile);
    }

    fn clients_to(&mut self, lane: Lane, to: NodeId, browser: On, mobile: On, upper: On, lower: On) {
        self.link(lane, NodeId::BROWSER, to, browser, upper);
        self.link(lane, NodeId::MOBILE, to, mobile, lower);
    }

    /// Stands the web servers of a system in `region`.
    fn servers(&mut self, lane: Lane, config: &Config, region: Rect, form: Form) -> Vec<Placed> {
        let n = config.servers as usize;
        let (detail, columns, w, h, gap) = arrangement(n, config.web_cores, region, form);
        let rows = n.div_ceil(columns);
        let (width, height) = (columns as f64 * (w + gap.0) - gap.0, rows as f64 * (h + gap.1) - gap.1);
        let x = region.x + (region.w - width) / 2.0;
        let y = if form == Form::Wide { region.y + (region.h - height) / 2.0 } else { region.y };
        let servers: Vec<_> = (0..n)
            .map(|i| {
                // Down the columns when wide, along the rows when tall.
                let (column, row) = if form == Form::Wide { (i / rows, i % rows) } else { (i % columns, i / columns) };
                let rect = Rect::new(x + column as f64 * (w + gap.0), y + row as f64 * (h + gap.1), w, h);
                Placed { lane, node: NodeId::web(i as u8), rect, detail, label: Label::Inside }
            })
            .collect();
        self.nodes.extend(&servers);
        servers
    }

    /// Joins servers to the balancer, or to the clients where there is none.
    fn join_servers(&mut self, lane: Lane, config: &Config, servers: &[Placed], form: Form, browser: On, mobile: On) {
        let leftward = browser.0 == LEFT;
        let side = match form {
            Form::Wide if leftward => RIGHT,
            Form::Wide => LEFT,
            Form::Tall if browser.0 == UP => DOWN,
            Form::Tall => UP,
        };
        let out = if form == Form::Wide { RIGHT } else { DOWN };
        let n = servers.len() as f64;
        for (i, server) in servers.iter().enumerate() {
            if config.topology.balancer {
                let at = (i as f64 + 0.5) / n * 0.7 + 0.15;
                self.link(lane, NodeId::BALANCER, server.node, (out, at), (side, 0.5));
            } else {
                self.clients_to(lane, server.node, browser, mobile, (side, 0.36), (side, 0.64));
            }
        }
    }

    /// The lower edge of the lowest server of a system.
    fn foot(&self, lane: Lane) -> f64 {
        let servers = self.nodes.iter().filter(|n| n.lane == lane && n.node.web_index().is_some());
        servers.map(|n| n.rect.y + n.rect.h).fold(0.0, f64::max)
    }

    fn join_database(&mut self, lane: Lane, servers: &[Placed], out: On, side: (f64, f64)) {
        let n = servers.len() as f64;
        for (i, server) in servers.iter().enumerate() {
            let at = 0.5 + ((i as f64 + 0.5) / n - 0.5) * 0.4;
            self.link(lane, server.node, NodeId::DATABASE, out, (side, at));
        }
    }
}

/// Detail, columns, width, height and gaps of `n` servers in a region.
fn arrangement(n: usize, cores: u32, region: Rect, form: Form) -> (Detail, usize, f64, f64, (f64, f64)) {
    if form == Form::Tall {
        return match n {
            // A machine grows with its cores, so that "up" can be seen.
            1 => {
                let w = (200.0 * growth(cores)).min(region.w);
                (Detail::Full, 1, w, 0.62 * w, (0.0, 0.0))
            }
            2..=3 => (Detail::Full, n, 112.0, 142.0, (9.0, 9.0)),
            4 => (Detail::Medium, 4, 82.0, 84.0, (8.0, 9.0)),
            5..=6 => (Detail::Medium, 3, 112.0, 84.0, (9.0, 9.0)),
            7..=12 => (Detail::Small, 3, 112.0, 52.0, (9.0, 9.0)),
            _ => grid(n, Rect { h: 330.0, ..region }),
        };
    }
    match n {
        1 => {
            let k = 1.22 * growth(cores);
            let k = k.min(region.w / 192.0).min(region.h / 104.0);
            (Detail::Full, 1, 192.0 * k, 104.0 * k, (0.0, 0.0))
        }
        2..=3 => (Detail::Full, 1, 192.0, 104.0, (0.0, 34.0)),
        4 => (Detail::Medium, 1, 192.0, 66.0, (0.0, 24.0)),
        5..=6 => (Detail::Medium, 1, 192.0, 58.0, (0.0, 9.0)),
        7..=12 => (Detail::Small, 2, 112.0, 52.0, (14.0, 14.0)),
        _ => grid(n, region),
    }
}

/// How much larger a machine of `cores` is drawn: 1 at four cores.
fn growth(cores: u32) -> f64 {
    0.88 + 0.06 * f64::from(cores.max(1).ilog2())
}

fn grid(n: usize, region: Rect) -> (Detail, usize, f64, f64, (f64, f64)) {
    let gap = 6.0;
    let columns = if region.w > 300.0 { n.div_ceil(8).clamp(4, 8) } else { 4 };
    let rows = n.div_ceil(columns);
    let w = (region.w + gap) / columns as f64 - gap;
    let h = ((region.h + gap) / rows as f64 - gap).min(44.0);
    (Detail::Tiny, columns, w.min(84.0), h, (gap, gap))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::STAGES;
    use crate::stage::with;

    fn check(lanes: &[&Config], form: Form, what: &str) {
        let picture = layout(lanes, form);
        for (i, a) in picture.nodes.iter().enumerate() {
            let r = a.rect;
            assert!(r.x >= 0.0 && r.y >= 0.0, "{what}: {a:?}");
            assert!(r.x + r.w <= picture.width && r.y + r.h <= picture.height, "{what}: {a:?}");
            for b in &picture.nodes[i + 1..] {
                assert!(!r.overlaps(&b.rect), "{what}: {a:?} covers {b:?}");
                assert!((a.lane, a.node) != (b.lane, b.node), "{what}: {a:?} stands twice");
            }
        }
        for link in &picture.links {
            for node in [link.from, link.to] {
                let there = picture.nodes.iter().any(|n| n.node == node && (n.lane == link.lane || n.lane == 0));
                assert!(there, "{what}: {link:?} leads nowhere");
            }
        }
    }

    #[test]
    fn no_two_machines_overlap_at_any_setting_of_any_stage() {
        for stage in STAGES {
            for form in [Form::Wide, Form::Tall] {
                for servers in 1..=64 {
                    for cores in [1.0, 4.0, 448.0] {
                        let lanes: Vec<_> = (stage.lanes)()
                            .into_iter()
                            .map(|c| with(c, &[("web.servers", f64::from(servers)), ("web.cores", cores)]))
                            .collect();
                        let what = format!("{} {form:?} {servers} × {cores}", stage.id);
                        check(&lanes.iter().collect::<Vec<_>>(), form, &what);
                    }
                }
            }
        }
    }
}
