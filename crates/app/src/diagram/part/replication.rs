//! The log on its way from the primary to its replicas: a way of its own beside the machines, on which each write
//! travels as an upright bar.

use scalewalk_course::Lane;
use scalewalk_course::picture::Rect;
use scalewalk_model::{Health, NodeId, Sim};

use crate::diagram::draw::brush::Brush;
use crate::diagram::draw::fixtures;
use crate::diagram::draw::flows::followable;
use crate::diagram::draw::palette::Palette;
use crate::diagram::scene::transition::{Cubic, Scene};

/// How far the way swings out beside the machines.
const SWING: f64 = 22.0;
/// Height of a bar, and its width.
const BAR: (f64, f64) = (8.0, 3.0);
/// No more writes than this are drawn on one way.
const MOST: usize = 60;

/// How far it hangs below machines that stand side by side.
const DIP: f64 = 9.0;

/// From the right side of one machine to that of another; under them where they stand side by side.
fn way(from: Rect, to: Rect) -> Cubic {
    if (from.y - to.y).abs() < 1.0 {
        // Clear of what leads to other data centers.
        let (leaves, arrives) = if from.x < to.x { (0.84, 0.3) } else { (0.16, 0.7) };
        let (a, b) = ((from.x + from.w * leaves, from.y + from.h), (to.x + to.w * arrives, to.y + to.h));
        let low = a.1.max(b.1) + DIP / 0.75;
        return Cubic([a, (a.0, low), (b.0, low), b]);
    }
    let (a, b) = ((from.x + from.w, from.y + from.h * 0.55), (to.x + to.w, to.y + to.h * 0.55));
    let swing = a.0.max(b.0) + SWING;
    Cubic([a, (swing, a.1), (swing, b.1), b])
}

/// A way of the log.
struct Log {
    site: u8,
    machine: u8,
    way: Cubic,
    /// Whether nothing flows on it.
    cut: bool,
}

/// The ways of the log in `lane`, from the primary of each data center to its replicas.
fn logs(scene: &Scene, lane: Lane, sim: &Sim) -> Vec<Log> {
    let config = sim.config();
    if !config.topology.replicas {
        return Vec::new();
    }
    let gone = |node: NodeId| {
        sim.is_cut(node) || sim.station(node).is_none_or(|s| matches!(s.health(), Health::Down(_) | Health::Booting(_)))
    };
    let mut logs = Vec::new();
    for site in 0..config.sites() as u8 {
        let primary = sim.replication_at(site).primary();
        let start = NodeId::database_at(site, primary);
        let Some(from) = scene.place(lane, start) else { continue };
        for machine in (0..=config.replicas() as u8).filter(|machine| *machine != primary) {
            let end = NodeId::database_at(site, machine);
            let Some(to) = scene.place(lane, end) else { continue };
            let cut = gone(start) || gone(end) || sim.is_out(NodeId::site(site));
            logs.push(Log { site, machine, way: way(from, to), cut });
        }
    }
    logs
}

/// Draws the ways, and where writes are too quick to follow their stream, as wide as there are writes a second.
pub fn draw_ways(brush: &Brush<'_>, palette: &Palette, scene: &Scene, lane: Lane, sim: &Sim, speed: f64) {
    let quick = !followable((sim.config().replication.lag_s * 1e9) as u64, speed);
    for Log { site, machine, way, cut } in logs(scene, lane, sim) {
        fixtures::link(brush, palette, &way, 1.0, cut, false);
        let lag_s = sim.config().replication.lag_s.max(1e-3);
        if quick && !cut {
            let writes = sim.replication_at(site).under_way(machine, sim.now()).count();
            fixtures::stream(brush, &palette.repl, &way, writes as f64 / lag_s);
        }
    }
}

/// Draws each write under way.
pub fn draw_writes(brush: &Brush<'_>, palette: &Palette, scene: &Scene, lane: Lane, sim: &Sim, speed: f64) {
    if !followable((sim.config().replication.lag_s * 1e9) as u64, speed) {
        return;
    }
    brush.canvas.set_fill_style_str(&palette.repl);
    brush.canvas.begin_path();
    for Log { site, machine, way, .. } in logs(scene, lane, sim) {
        let (height, width) = BAR;
        for (_, share) in sim.replication_at(site).under_way(machine, sim.now()).take(MOST) {
            let (x, y) = way.at(share);
            brush.canvas.rect(x - width / 2.0, y - height / 2.0, width, height);
        }
    }
    brush.canvas.fill();
}
