//! Where everything is at this moment: kept machines glide to their new places, new ones fade in, and their
//! links draw themselves.

use scalewalk_course::Lane;
use scalewalk_course::picture::{Anchor, Block, Link, Map, Picture, Placed, Rect};
use scalewalk_model::{NODES, NodeId};

use crate::diagram::scene::path::Path;

/// How long machines glide and links draw, in milliseconds; zero where motion is not wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Motion {
    /// `--t-move`.
    pub glide_ms: f64,
    /// `--t-draw`.
    pub draw_ms: f64,
}

/// A node on the move.
#[derive(Clone, Copy, Debug)]
pub struct AnimatedNode {
    /// Where it is going.
    pub placed: Placed,
    from: Rect,
    is_new: bool,
}

/// A link, with whether it is new.
#[derive(Clone, Copy, Debug)]
pub struct AnimatedLink {
    /// The way.
    pub link: Link,
    is_new: bool,
}

/// A cubic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cubic(pub [(f64, f64); 4]);

impl Cubic {
    /// A straight one.
    pub fn line(a: (f64, f64), b: (f64, f64)) -> Self {
        let third = |t: f64| (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t);
        Self([a, third(1.0 / 3.0), third(2.0 / 3.0), b])
    }

    /// The point at share `t` of the way.
    pub fn at(&self, t: f64) -> (f64, f64) {
        let u = 1.0 - t;
        let (a, b, c, d) = (u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t);
        let [p, q, r, s] = self.0;
        (a * p.0 + b * q.0 + c * r.0 + d * s.0, a * p.1 + b * q.1 + c * r.1 + d * s.1)
    }
}

/// The picture as it is at a moment.
#[derive(Debug, Default)]
pub struct Scene {
    actors: Vec<AnimatedNode>,
    /// Machines that are no more, where they last were.
    leaving: Vec<Rect>,
    wires: Vec<AnimatedLink>,
    curves: Vec<Path>,
    map: Option<Map>,
    blocks: Vec<Block>,
    /// By lane, from and to: which wire, plus one; 0 is none.
    index: Vec<u16>,
    started: f64,
    now: f64,
    motion: Option<Motion>,
}

const LANES: usize = 2;
/// How far machines move that leave.
const AWAY: f64 = 46.0;

impl Scene {
    /// Sets out for `picture`. `form_changed` means that the old places mean nothing any more.
    pub fn retarget(&mut self, picture: &Picture, now: f64, motion: Motion, form_changed: bool) {
        let first = self.actors.is_empty() || form_changed;
        self.map = picture.map;
        self.blocks.clone_from(&picture.blocks);
        let old: Vec<(Placed, Rect)> = self.actors.iter().map(|a| (a.placed, self.rect(a))).collect();
        let find = |placed: &Placed| {
            let same = |lane: Lane| old.iter().find(|(o, _)| o.node == placed.node && o.lane == lane);
            same(placed.lane).or_else(|| same(0)).map(|(_, rect)| *rect)
        };
        let gone = |(o, _): &&(Placed, Rect)| !first && picture.nodes.iter().all(|p| p.node != o.node);
        self.leaving = old.iter().filter(gone).map(|(_, rect)| *rect).collect();
        self.actors = picture
            .nodes
            .iter()
            .map(|placed| {
                let from = if first { None } else { find(placed) };
                AnimatedNode { placed: *placed, from: from.unwrap_or(placed.rect), is_new: from.is_none() && !first }
            })
            .collect();
        let before = core::mem::take(&mut self.wires);
        self.wires = picture
            .links
            .iter()
            .map(|link| {
                let known =
                    before.iter().any(|w| (w.link.lane, w.link.from, w.link.to) == (link.lane, link.from, link.to));
                AnimatedLink { link: *link, is_new: !known && !first }
            })
            .collect();
        self.index = vec![0; LANES * NODES * NODES];
        for (i, wire) in self.wires.iter().enumerate() {
            let (from, to) = (wire.link.from.index(), wire.link.to.index());
            // DNS is drawn once for all systems.
            let lanes = if to == NodeId::DNS.index() { 0..LANES } else { wire.link.lane..wire.link.lane + 1 };
            for lane in lanes {
                self.index[(lane * NODES + from) * NODES + to] = i as u16 + 1;
            }
        }
        self.started = if first { f64::NEG_INFINITY } else { now };
        self.motion = Some(motion);
        self.set_now(now);
    }

    /// The map of the world, where there is one.
    pub fn map(&self) -> Option<&Map> {
        self.map.as_ref()
    }

    /// The data centers, where there can be several.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The moment to draw, in milliseconds.
    pub fn set_now(&mut self, now: f64) {
        self.now = now;
        let curves = self.wires.iter().map(|wire| self.curve_of(&wire.link)).collect();
        self.curves = curves;
    }

    /// Whether anything still moves.
    pub fn is_moving(&self) -> bool {
        self.motion.is_some_and(|m| self.now < self.started + m.glide_ms + m.draw_ms)
    }

    fn share(&self, after: f64, length: f64) -> f64 {
        if length <= 0.0 { 1.0 } else { ((self.now - self.started - after) / length).clamp(0.0, 1.0) }
    }

    /// All nodes with where they are and how solid, 0 to 1.
    pub fn actors(&self) -> impl Iterator<Item = (&Placed, Rect, f64)> {
        let motion = self.motion.unwrap_or(Motion { glide_ms: 0.0, draw_ms: 0.0 });
        let fade = self.share(motion.glide_ms * 0.5, motion.glide_ms * 0.5);
        self.actors.iter().map(move |a| (&a.placed, self.rect(a), if a.is_new { fade } else { 1.0 }))
    }

    /// Machines that go, with where they are and how solid they still are, 0 to 1.
    pub fn leaving(&self) -> impl Iterator<Item = (Rect, f64)> {
        let gone = self.share(0.0, self.motion.map_or(0.0, |motion| motion.glide_ms));
        // To the side on which there is nothing to run into.
        let aside = move |r: &Rect| (Rect { x: r.x + AWAY * ease_both(gone), ..*r }, 1.0 - gone);
        self.leaving.iter().map(aside).filter(|(_, solid)| *solid > 0.0)
    }

    /// All links with their curves and how much of each is drawn, 0 to 1.
    pub fn wires(&self) -> impl Iterator<Item = (&Link, &Path, f64)> {
        let motion = self.motion.unwrap_or(Motion { glide_ms: 0.0, draw_ms: 0.0 });
        let drawn = self.share(motion.glide_ms, motion.draw_ms);
        self.wires.iter().zip(&self.curves).map(move |(w, c)| (&w.link, c, if w.is_new { drawn } else { 1.0 }))
    }

    /// The way from one node to another, and whether it is drawn the other way round.
    pub fn way(&self, lane: Lane, from: NodeId, to: NodeId) -> Option<(&Path, bool)> {
        let find = |a: NodeId, b: NodeId| {
            let place = (lane * NODES + a.index()) * NODES + b.index();
            self.index.get(place).filter(|i| **i > 0).and_then(|i| self.curves.get(usize::from(*i) - 1))
        };
        find(from, to).map(|c| (c, false)).or_else(|| find(to, from).map(|c| (c, true)))
    }

    fn rect(&self, actor: &AnimatedNode) -> Rect {
        let motion = self.motion.unwrap_or(Motion { glide_ms: 0.0, draw_ms: 0.0 });
        let t = ease_both(self.share(0.0, motion.glide_ms));
        let (a, b) = (actor.from, actor.placed.rect);
        let mix = |a: f64, b: f64| a + (b - a) * t;
        Rect::new(mix(a.x, b.x), mix(a.y, b.y), mix(a.w, b.w), mix(a.h, b.h))
    }

    /// Where a node is now.
    pub fn place(&self, lane: Lane, node: NodeId) -> Option<Rect> {
        let found = |lane: Lane| self.actors.iter().find(|a| a.placed.node == node && a.placed.lane == lane);
        found(lane).or_else(|| found(0)).map(|a| self.rect(a))
    }

    fn curve_of(&self, link: &Link) -> Path {
        let edge = |node: NodeId, anchor: Anchor| {
            let r = self.place(link.lane, node).unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0));
            match anchor.side {
                (x, 0.0) => (if x < 0.0 { r.x } else { r.x + r.w }, r.y + r.h * anchor.at),
                (_, y) => (r.x + r.w * anchor.at, if y < 0.0 { r.y } else { r.y + r.h }),
            }
        };
        let on = |p: (f64, f64), side: (f64, f64), length: f64| (p.0 + side.0 * length, p.1 + side.1 * length);
        let (start, end) = (edge(link.from, link.leaves), edge(link.to, link.arrives));
        let (a, b) = (on(start, link.leaves.side, link.lead), on(end, link.arrives.side, link.rest));
        let along = |side: (f64, f64)| if side.1 == 0.0 { (b.0 - a.0).abs() } else { (b.1 - a.1).abs() };
        let handle = |p: (f64, f64), side: (f64, f64)| on(p, side, (along(side) * 0.48).max(14.0));
        let bend = Cubic([a, handle(a, link.leaves.side), handle(b, link.arrives.side), b]);
        let far = (a.0 - b.0).abs() + (a.1 - b.1).abs();
        let all = (link.lead + far + link.rest).max(1e-9);
        let (first, last) = (link.lead / all, 1.0 - link.rest / all);
        let way = if first > 0.0 { Path::plain(Cubic::line(start, a)).then(first, bend) } else { Path::plain(bend) };
        if last < 1.0 { way.then(last, Cubic::line(b, end)) } else { way }
    }
}

/// `--ease-both`: cubic-bezier(.6, 0, .2, 1).
fn ease_both(x: f64) -> f64 {
    let curve = Cubic([(0.0, 0.0), (0.6, 0.0), (0.2, 1.0), (1.0, 1.0)]);
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..20 {
        let t = (low + high) / 2.0;
        if curve.at(t).0 < x { low = t } else { high = t }
    }
    curve.at((low + high) / 2.0).1
}
