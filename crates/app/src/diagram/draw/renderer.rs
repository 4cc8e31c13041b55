//! Draws the plate, frame by frame, on two canvases: bodies behind, whatever moves in front.

use scalewalk_course::picture::{Anchor, Picture};
use scalewalk_model::{Database, Health, NodeId, NodeKind, Sim, whole_of};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use crate::diagram::draw::brush::Brush;
use crate::diagram::draw::flows::Dot;
use crate::diagram::draw::palette::Palette;
use crate::diagram::draw::{fixtures, flows, glyph, machine};
use crate::diagram::part::{cache, data_centers, queue, replication, telemetry, world};
use crate::diagram::scene::queue_path;
use crate::diagram::scene::transition::{Motion, Scene};
use crate::state::player::Player;
use crate::view_model::node::NodeReadout;
use crate::view_model::readout::Readout;

/// One canvas with its context.
pub struct Layer {
    /// The element.
    pub element: HtmlCanvasElement,
    /// Its context.
    pub context: CanvasRenderingContext2d,
}

/// Everything that drawing needs to remember.
#[derive(Default)]
pub struct Renderer {
    /// Where everything is.
    pub scene: Scene,
    palette: Palette,
    zone: Option<scalewalk_course::picture::Rect>,
    size: (f64, f64),
    /// Canvas pixels a unit of the plate.
    scale: f64,
    /// CSS pixels a unit of the plate.
    pub css_scale: f64,
    dots: Vec<Dot>,
    dirty: bool,
    /// Whether motion is not wanted.
    pub reduced: bool,
}

impl Renderer {
    /// Sets out for another picture.
    pub fn retarget(&mut self, picture: &Picture, now: f64, motion: Motion) {
        let size = (picture.width, picture.height);
        let form_changed = self.size.0 != size.0;
        self.scene.retarget(picture, now, motion, form_changed);
        self.zone = picture.private;
        self.size = size;
        self.dirty = true;
    }

    /// The colours have changed.
    pub fn repaint(&mut self, palette: Palette) {
        self.palette = palette;
        self.dirty = true;
    }

    /// The bodies must be drawn anew.
    pub fn mark_dirty(&mut self) {
        self.dirty = true;
    }

    /// Whether the last drawing is not true any more, though nothing runs.
    pub fn is_stale(&self) -> bool {
        self.dirty || self.scene.is_moving()
    }

    /// Fits the canvases to a box of `width` CSS pixels.
    pub fn fit(&mut self, width: f64, device_ratio: f64, sheets: [&Layer; 2]) {
        let css_scale = width / self.size.0.max(1.0);
        let scale = css_scale * device_ratio;
        let pixels = |length: f64| (length * scale).round() as u32;
        let (w, h) = (pixels(self.size.0), pixels(self.size.1));
        for sheet in sheets {
            if sheet.element.width() != w || sheet.element.height() != h {
                sheet.element.set_width(w);
                sheet.element.set_height(h);
                self.dirty = true;
            }
        }
        self.scale = scale;
        self.css_scale = css_scale;
    }

    /// Draws the moment `now` (milliseconds of the reader's time).
    pub fn draw(&mut self, now: f64, player: &Player, readout: &Readout, back: &Layer, front: &Layer) {
        let moving = self.scene.is_moving();
        if moving {
            self.scene.set_now(now);
        }
        if moving || self.dirty {
            self.dirty = false;
            // One more round after the last move.
            self.scene.set_now(now);
            self.clear(back);
            self.draw_bodies(&Brush { canvas: &back.context, weight: self.palette.weight }, player, readout);
        }
        self.clear(front);
        self.draw_moving(&Brush { canvas: &front.context, weight: self.palette.weight }, player, now);
    }

    fn clear(&self, sheet: &Layer) {
        let c = &sheet.context;
        let _ = c.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        c.clear_rect(0.0, 0.0, f64::from(sheet.element.width()), f64::from(sheet.element.height()));
        let _ = c.set_transform(self.scale, 0.0, 0.0, self.scale, 0.0, 0.0);
    }

    fn draw_bodies(&self, brush: &Brush<'_>, player: &Player, readout: &Readout) {
        let palette = &self.palette;
        if let Some(zone) = self.zone {
            fixtures::zone(brush, palette, zone);
        }
        if let (Some(sim), Some(lane)) = (player.shown().first(), readout.lanes.first()) {
            let quiet = player.walk().is_some();
            data_centers::grounds(brush, palette, &self.scene, sim);
            data_centers::draw_streams(brush, palette, &self.scene, sim, Self::speed_of(player));
            world::ground(
                brush,
                palette,
                &self.scene,
                sim,
                if quiet { &[] } else { &lane.regions },
                Self::speed_of(player),
            );
        }
        self.draw_links(brush, player, readout);
        if let (Some(sim), Some(lane)) = (player.shown().first(), readout.lanes.first()) {
            let quick = !flows::followable(crossing_ns(sim, NodeId::QUEUE, false), Self::speed_of(player));
            queue_path::draw(brush, palette, &self.scene, sim, lane, quick && player.walk().is_none());
        }
        for (lane, sim) in player.shown().iter().enumerate() {
            replication::draw_ways(brush, palette, &self.scene, lane, sim, Self::speed_of(player));
        }
        for (r, solid) in self.scene.leaving() {
            brush.alpha(solid);
            brush.pen(&palette.ink_3, 1.25);
            brush.dashes(&[5.0, 4.0]);
            brush.panel(r, 3.0, &palette.paper);
            brush.dashes(&[]);
        }
        for (placed, r, solid) in self.scene.actors() {
            brush.alpha(solid);
            let Some(state) = node(readout, placed.lane, placed.node) else { continue };
            let down = matches!(state.health, Health::Down(_));
            let kind = placed.node.kind();
            // Balancers and DNS are drawn as what they are for, not as machines.
            let config = player.shown().get(placed.lane).map(Sim::config);
            if kind.is_station() && config.is_some_and(|config| config.has_standby(placed.node)) {
                machine::standby(brush, palette, r, kind.has_rows());
            }
            match kind {
                NodeKind::Browser => fixtures::browser(brush, palette, r),
                NodeKind::Mobile => fixtures::mobile(brush, palette, r),
                NodeKind::Dns => fixtures::dns(brush, palette, r, down),
                NodeKind::Balancer => {
                    let Some(sim) = player.shown().get(placed.lane) else { continue };
                    let site = sim.config().site_of(placed.node);
                    let pins = self.pins(placed.lane, sim, placed.node);
                    // Its servers may begin with a higher number.
                    let first = sim.config().servers_of(site).start;
                    let turn = usize::from(sim.balancer_at(site).last_turn().saturating_sub(first));
                    fixtures::balancer(brush, palette, r, &pins, Some(turn), down);
                }
                NodeKind::Database | NodeKind::Replica | NodeKind::Shard => {
                    machine::body(brush, palette, r, placed.detail, state, true);
                }
                NodeKind::Cache => {
                    // Its entries stand where others have their workers.
                    let state = NodeReadout { workers: 0, ..state.clone() };
                    machine::body(brush, palette, r, placed.detail, &state, false);
                }
                NodeKind::Site => {}
                NodeKind::Metrics | NodeKind::Logs | NodeKind::Pipeline => {
                    let Some(sim) = player.shown().get(placed.lane) else { continue };
                    telemetry::body(brush, palette, r, sim, placed.node, down);
                }
                NodeKind::Sessions => machine::body(brush, palette, r, placed.detail, state, false),
                NodeKind::Queue | NodeKind::Workers => queue::body(brush, palette, r, state),
                NodeKind::Cdn => world::plaque(brush, palette, r, down),
                NodeKind::Edge => world::edge(brush, palette, r, state),
                NodeKind::Web => {
                    machine::body(brush, palette, r, placed.detail, state, false);
                    if config.is_some_and(|c| c.topology.database == Database::Inside && c.servers == 1) && !down {
                        machine::both_inside(brush, palette, r, state.workers);
                    }
                }
            }
        }
        brush.alpha(1.0);
    }

    /// A walk is always slow enough to follow.
    fn speed_of(player: &Player) -> f64 {
        if player.walk().is_some() { 0.0 } else { player.speed }
    }

    fn pins(&self, lane: usize, sim: &Sim, balancer: NodeId) -> Vec<(Anchor, bool)> {
        let known = sim.balancer_at(sim.config().site_of(balancer));
        self.scene
            .wires()
            .filter(|(link, ..)| link.from == balancer && link.lane == lane)
            .map(|(link, ..)| (link.leaves, link.to.web_index().is_some_and(|i| known.in_rotation(i))))
            .collect()
    }

    fn draw_links(&self, brush: &Brush<'_>, player: &Player, readout: &Readout) {
        let crowded = self.scene.wires().count() > 24;
        for (link, way, drawn) in self.scene.wires() {
            let Some(state) = node(readout, link.lane, link.to) else { continue };
            let client = link.from.kind().is_client();
            let cut = !state.in_rotation || (matches!(state.health, Health::Down(_)) && !client);
            way.pieces().iter().for_each(|piece| fixtures::link(brush, &self.palette, piece, drawn, cut, crowded));
            let Some(sim) = player.shown().get(link.lane) else { continue };
            // The rate is one of late; from a dead machine nothing comes.
            let dead = node(readout, link.lane, link.from).is_some_and(|from| matches!(from.health, Health::Down(_)));
            if drawn >= 1.0
                && !dead
                && player.walk().is_none()
                && !flows::followable(crossing_ns(sim, link.to, client), player.speed)
            {
                let colour = match link.to.kind() {
                    NodeKind::Sessions => &self.palette.session,
                    NodeKind::Queue | NodeKind::Workers => &self.palette.message,
                    _ => &self.palette.read,
                };
                let rate = stream_rate(readout, link, state);
                way.pieces().iter().for_each(|piece| fixtures::stream(brush, colour, piece, rate));
            }
        }
    }

    fn draw_moving(&mut self, brush: &Brush<'_>, player: &Player, time_ms: f64) {
        let now = player.now();
        for (placed, r, solid) in self.scene.actors() {
            let Some(sim) = player.shown().get(placed.lane) else { continue };
            brush.alpha(solid);
            if placed.node.kind() == NodeKind::Cache {
                cache::draw(brush, &self.palette, r, placed.detail, sim, placed.node);
            } else if placed.node == NodeId::QUEUE {
                queue::messages(brush, &self.palette, r, sim);
            } else if placed.node == NodeId::WORKERS {
                queue::workers(brush, &self.palette, r, sim, now);
            } else if let Some(station) = sim.station(placed.node) {
                machine::work(brush, &self.palette, r, placed, sim, station, now);
            }
        }
        brush.alpha(1.0);
        self.dots.clear();
        let (walk, speed) = (player.walk(), Self::speed_of(player));
        for (lane, sim) in player.shown().iter().enumerate() {
            data_centers::draw_writes(brush, &self.palette, &self.scene, sim, speed);
            replication::draw_writes(brush, &self.palette, &self.scene, lane, sim, speed);
            if sim.config().topology.telemetry && walk.is_none() {
                let time_ms = (!self.reduced).then_some(time_ms);
                telemetry::draw(brush, &self.palette, &self.scene, lane, sim, speed, time_ms);
            }
            flows::dots(&self.scene, lane, sim, now, speed, self.reduced, &mut self.dots);
        }
        flows::draw(brush, &self.palette, &self.dots, walk.map(|w| w.journey().id));
        if let Some(walk) = walk
            && let Some(place) = walk.lost_at().and_then(|node| self.scene.place(walk.lane, node))
        {
            brush.pen(&self.palette.fail, 2.4);
            brush.canvas.begin_path();
            glyph::cross(brush.canvas, place.x - 12.0, place.y + place.h / 2.0, 6.0);
            brush.canvas.stroke();
        }
    }

    /// The request under a point of the plate, if there is one near.
    pub fn pick(&self, x: f64, y: f64) -> Option<(usize, u64)> {
        let distance = |d: &Dot| (d.x - x).hypot(d.y - y);
        let near = self.dots.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
        (distance(near) * self.css_scale <= 16.0).then_some((near.lane, whole_of(near.id)))
    }

    /// Any request on its way, for those who cannot point.
    pub fn any(&self) -> Option<(usize, u64)> {
        self.dots.first().map(|d| (d.lane, whole_of(d.id)))
    }
}

fn node(readout: &Readout, lane: usize, node: NodeId) -> Option<&NodeReadout> {
    readout.lanes.get(lane)?.nodes.iter().find(|n| n.node == node)
}

/// How long requests are on the way to `to`.
fn crossing_ns(sim: &Sim, to: NodeId, from_client: bool) -> u64 {
    let config = sim.config();
    let ms = match (to.kind(), from_client) {
        (NodeKind::Dns, _) => config.dns_ms,
        (_, true) => config.rtt_ms,
        _ => config.site_rtt_ms,
    };
    (ms * 0.5e6) as u64
}

/// Requests a second along a link. What a client sends is counted by client, then by where it goes; what comes to a
/// machine behind the web servers, there, each server having its part in it.
fn stream_rate(readout: &Readout, link: &scalewalk_course::picture::Link, state: &NodeReadout) -> f64 {
    let nodes = readout.lanes.get(link.lane).map_or(&[][..], |l| &l.nodes);
    let of = |id: NodeId| nodes.iter().find(|n| n.node == id).map_or(0.0, |n| n.rate);
    let clients = of(NodeId::BROWSER) + of(NodeId::MOBILE);
    match link.from.kind() {
        NodeKind::Browser | NodeKind::Mobile if clients > 0.0 => (state.rate + state.losing) * of(link.from) / clients,
        NodeKind::Web => {
            let all: f64 = nodes.iter().filter(|n| n.node.web_index().is_some()).map(|n| n.rate).sum();
            if all > 0.0 { state.rate * of(link.from) / all } else { 0.0 }
        }
        _ => state.rate,
    }
}
