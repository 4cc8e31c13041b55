//! The log on its way from the primary to its replicas: a way of its own beside the machines, on which each write
//! travels as an upright bar.

use scalewalk_course::Lane;
use scalewalk_course::picture::Rect;
use scalewalk_model::{Health, NodeId, Sim};

use super::brush::Brush;
use super::flows::followable;
use super::furniture;
use super::palette::Palette;
use super::scene::{Cubic, Scene};

/// How far the way swings out beside the machines.
const SWING: f64 = 22.0;
/// Height of a bar, and its width.
const BAR: (f64, f64) = (8.0, 3.0);
/// No more writes than this are drawn on one way.
const MOST: usize = 60;

/// From the right side of one machine to that of another.
fn way(from: Rect, to: Rect) -> Cubic {
    let (a, b) = ((from.x + from.w, from.y + from.h * 0.55), (to.x + to.w, to.y + to.h * 0.55));
    let swing = a.0.max(b.0) + SWING;
    Cubic([a, (swing, a.1), (swing, b.1), b])
}

/// The ways of the log in `lane`, from the primary to each replica, and whether nothing flows on it.
fn ways(scene: &Scene, lane: Lane, sim: &Sim) -> Vec<(u8, Cubic, bool)> {
    let replication = sim.replication();
    let primary = replication.primary();
    let gone = |machine: u8| {
        let node = NodeId::database(machine);
        sim.is_cut(node) || sim.station(node).is_none_or(|s| matches!(s.health(), Health::Down(_) | Health::Booting(_)))
    };
    let place = |machine| scene.place(lane, NodeId::database(machine));
    let topology = &sim.config().topology;
    // Of several data centers, only what goes from one to another is shown.
    let shown = topology.replicas && !topology.sites;
    let Some(from) = place(primary).filter(|_| shown) else { return Vec::new() };
    (0..=sim.config().replicas() as u8)
        .filter(|machine| *machine != primary)
        .filter_map(|machine| Some((machine, way(from, place(machine)?), gone(primary) || gone(machine))))
        .collect()
}

/// Draws the ways, and where writes are too quick to follow their stream, as wide as there are writes a second.
pub fn draw_ways(brush: &Brush<'_>, palette: &Palette, scene: &Scene, lane: Lane, sim: &Sim, speed: f64) {
    let quick = !followable((sim.config().replication.lag_s * 1e9) as u64, speed);
    for (machine, way, cut) in ways(scene, lane, sim) {
        furniture::link(brush, palette, &way, 1.0, cut, false);
        let lag_s = sim.config().replication.lag_s.max(1e-3);
        let writes = sim.replication().under_way(machine, sim.now()).count();
        if quick && !cut {
            furniture::stream(brush, &palette.repl, &way, writes as f64 / lag_s);
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
    for (machine, way, _) in ways(scene, lane, sim) {
        let (height, width) = BAR;
        for (_, share) in sim.replication().under_way(machine, sim.now()).take(MOST) {
            let (x, y) = way.at(share);
            brush.canvas.rect(x - width / 2.0, y - height / 2.0, width, height);
        }
    }
    brush.canvas.fill();
}
