//! A picture in the making.

use scalewalk_model::{Config, NodeId};

use super::{Anchor, Block, Detail, Form, Label, Link, Map, Placed, Rect};
use crate::stage::Lane;

pub(super) const LEFT: (f64, f64) = (-1.0, 0.0);
pub(super) const RIGHT: (f64, f64) = (1.0, 0.0);
pub(super) const UP: (f64, f64) = (0.0, -1.0);
pub(super) const DOWN: (f64, f64) = (0.0, 1.0);

/// A side and a place on it.
pub(super) type On = ((f64, f64), f64);

pub(super) fn anchor((side, at): On) -> Anchor {
    Anchor { side, at }
}

#[derive(Default)]
pub(super) struct Draft {
    pub nodes: Vec<Placed>,
    pub links: Vec<Link>,
    pub map: Option<Map>,
    pub blocks: Vec<Block>,
}

impl Draft {
    pub fn node(&mut self, lane: Lane, node: NodeId, rect: Rect, detail: Detail, label: Label) {
        self.nodes.push(Placed { lane, node, rect, detail, label });
    }

    pub fn link(&mut self, lane: Lane, from: NodeId, to: NodeId, leaves: On, arrives: On) {
        self.link_past(lane, (from, leaves, 0.0), (to, arrives, 0.0));
    }

    /// A link that goes straight on for a while at each end.
    pub fn link_past(&mut self, lane: Lane, from: (NodeId, On, f64), to: (NodeId, On, f64)) {
        let ((from, leaves, lead), (to, arrives, rest)) = (from, to);
        self.links.push(Link { lane, from, to, leaves: anchor(leaves), arrives: anchor(arrives), lead, rest });
    }

    pub fn lookups(&mut self, browser: On, mobile: On, dns_browser: On, dns_mobile: On) {
        self.link(0, NodeId::BROWSER, NodeId::DNS, browser, dns_browser);
        self.link(0, NodeId::MOBILE, NodeId::DNS, mobile, dns_mobile);
    }

    pub fn clients_to(&mut self, lane: Lane, to: NodeId, browser: On, mobile: On, upper: On, lower: On) {
        self.link(lane, NodeId::BROWSER, to, browser, upper);
        self.link(lane, NodeId::MOBILE, to, mobile, lower);
    }

    /// Stands the web servers of a system in `region`.
    pub fn servers(&mut self, lane: Lane, config: &Config, region: Rect, form: Form) -> Vec<Placed> {
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
    pub fn join_servers(
        &mut self,
        lane: Lane,
        config: &Config,
        servers: &[Placed],
        form: Form,
        browser: On,
        mobile: On,
    ) {
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
                let rest = behind_others(server, servers, side);
                self.link_past(lane, (NodeId::BALANCER, (out, at), 0.0), (server.node, (side, 0.5), rest));
            } else {
                self.clients_to(lane, server.node, browser, mobile, (side, 0.36), (side, 0.64));
            }
        }
    }

    /// The lower edge of the lowest server of a system.
    pub fn foot(&self, lane: Lane) -> f64 {
        let servers = self.nodes.iter().filter(|n| n.lane == lane && n.node.web_index().is_some());
        servers.map(|n| n.rect.y + n.rect.h).fold(0.0, f64::max)
    }

    /// Stands what is behind the web servers, and joins each of it to each of them.
    pub fn behind(&mut self, lane: Lane, servers: &[Placed], behind: Vec<Placed>, form: Form) {
        let sharded = behind.iter().any(|placed| placed.node.shard_index().is_some());
        for placed in &behind {
            let (out, side) = match form {
                Form::Wide => (RIGHT, LEFT),
                Form::Tall if behind.len() == 1 || sharded => (DOWN, UP),
                // Along the corridor between the two columns.
                Form::Tall if placed.rect.centre().0 < 181.0 => (DOWN, RIGHT),
                Form::Tall => (DOWN, LEFT),
            };
            self.join(lane, servers, placed, &behind, (out, side), 0.4);
        }
        self.nodes.extend(behind);
    }

    /// Joins web servers to a machine behind them, one of several, over a share of its side. Those that stand one behind
    /// the other share their way.
    pub fn join(
        &mut self,
        lane: Lane,
        servers: &[Placed],
        to: &Placed,
        behind: &[Placed],
        (out, side): ((f64, f64), (f64, f64)),
        share: f64,
    ) {
        let across = |placed: &Placed| if out.0 == 0.0 { placed.rect.x } else { placed.rect.y };
        let mut ways: Vec<f64> = Vec::new();
        for way in servers.iter().map(across) {
            if let Err(at) = ways.binary_search_by(|other| other.total_cmp(&way)) {
                ways.insert(at, way);
            }
        }
        // What they come to round a corner they have to reach one by one.
        let straight = out.0 + side.0 == 0.0 && out.1 + side.1 == 0.0;
        let rest = if straight { behind_others(to, behind, side) } else { 0.0 };
        for server in servers {
            let way = ways.iter().position(|way| *way == across(server)).unwrap_or(0);
            let at = 0.5 + ((way as f64 + 0.5) / ways.len() as f64 - 0.5) * share;
            let lead = behind_others(server, servers, out);
            self.link_past(lane, (server.node, (out, 0.5), lead), (to.node, (side, at), rest));
        }
    }
}

/// How far the outermost of `all` is in front of one of them, seen from `side`.
pub(super) fn behind_others(one: &Placed, all: &[Placed], side: (f64, f64)) -> f64 {
    let edge = |placed: &Placed| {
        let r = placed.rect;
        let (x, y) = (if side.0 < 0.0 { r.x } else { r.x + r.w }, if side.1 < 0.0 { r.y } else { r.y + r.h });
        x * side.0 + y * side.1
    };
    all.iter().map(|placed| edge(placed) - edge(one)).fold(0.0, f64::max)
}

/// A region of less height has not room for three servers one above the other.
const LOW: f64 = 340.0;

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
    if region.h < LOW {
        // Under the map.
        match n {
            2..=4 => return (Detail::Full, n.div_ceil(2), 192.0, 104.0, (24.0, 34.0)),
            5..=6 => return (Detail::Medium, 2, 192.0, 80.0, (24.0, 16.0)),
            7..=12 => return (Detail::Small, 3, 112.0, 52.0, (14.0, 14.0)),
            _ => {}
        }
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
