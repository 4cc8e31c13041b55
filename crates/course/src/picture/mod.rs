//! Where machines stand on the plate. One layout serves all stages: it follows from the configuration, so that
//! a kept machine has a place to glide to and a new one a place to arrive at.
//!
//! Lengths are in the units of the plate: 972 × 430 when wide, 972 × 606 with the map of the world, 362 wide when tall.

mod behind;
mod draft;
mod jobs;
pub mod labels;
pub mod sites;
mod steer;
mod tall;
#[cfg(test)]
mod tests;
mod watch;
mod wide;
pub mod world;

use draft::Draft;
use scalewalk_model::{Config, NodeId};
pub use sites::Block;
pub use steer::Direction;
pub use world::{Map, RegionPlace};

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
    /// How far it first goes straight on, behind machines of the same kind.
    pub lead: f64,
    /// How far it goes straight on at its end.
    pub rest: f64,
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
    /// The world, where users are spread over it.
    pub map: Option<Map>,
    /// Data centers, where there can be several.
    pub blocks: Vec<Block>,
    /// Where the name of each of two systems stands.
    pub lane_labels: Vec<(f64, f64)>,
}

/// The picture of systems with these configurations.
pub fn layout(lanes: &[&Config], form: Form) -> Picture {
    let mut draft = Draft::default();
    let (height, private) = match (form, lanes) {
        (Form::Wide, [config]) => wide::one(&mut draft, config),
        (Form::Wide, _) => wide::pair(&mut draft, lanes),
        (Form::Tall, [config]) => tall::one(&mut draft, config),
        (Form::Tall, _) => tall::pair(&mut draft, lanes),
    };
    let height = lanes.first().map_or(height, |config| watch::stand(&mut draft, config, form, height));
    let width = if form == Form::Wide { 972.0 } else { 362.0 };
    let lane_labels = match (form, lanes.len()) {
        (_, 0..=1) => Vec::new(),
        (Form::Wide, _) => vec![(16.0, 2.0), (590.0, 2.0)],
        (Form::Tall, _) => vec![(4.0, 2.0), (4.0, draft.foot(1) + 14.0)],
    };
    let Draft { nodes, links, map, blocks } = draft;
    Picture { width, height, nodes, links, private, map, blocks, lane_labels }
}
