//! Data centers: the ground that each stands on, and the streams of writes between their databases.

use scalewalk_course::picture::{Block, Rect};
use scalewalk_model::{NodeId, Sim};

use crate::diagram::draw::brush::Brush;
use crate::diagram::draw::fixtures;
use crate::diagram::draw::flows::followable;
use crate::diagram::draw::palette::Palette;
use crate::diagram::scene::transition::{Cubic, Scene};

/// Height of a bar, and its width.
const BAR: (f64, f64) = (8.0, 3.0);
/// More writes than this on one way are drawn as a stream.
const MOST: usize = 40;
/// How far the nearest stream swings out, and each one further.
const SWING: (f64, f64) = (11.0, 13.0);

/// The ground of each data center: hatched and crossed out where it is down, cut all round where it is cut off.
pub fn grounds(brush: &Brush<'_>, palette: &Palette, scene: &Scene, sim: &Sim) {
    for Block { site, area } in scene.blocks() {
        let node = NodeId::site(*site);
        let down = sim.is_out(node);
        if !down {
            brush.alpha(0.7);
            brush.dashes(if sim.is_cut(node) { &[9.0, 6.0] } else { &[2.0, 4.0] });
            brush.pen(if sim.is_cut(node) { &palette.ink } else { &palette.ink_3 }, 1.0);
            brush.outline(*area, 6.0);
            brush.canvas.stroke();
            brush.alpha(1.0);
            brush.dashes(&[]);
            continue;
        }
        brush.outline(*area, 6.0);
        brush.hatch(*area, 11.0, &palette.rule, 2.0);
        brush.pen(&palette.fail, 2.0);
        brush.outline(*area, 6.0);
        brush.canvas.stroke();
    }
}

/// A stream from one data center to another.
struct Stream {
    from: u8,
    to: u8,
    way: Cubic,
}

/// The streams between all data centers: under them where they stand side by side, at their right where they stand one
/// under the other. Those between distant ones swing out further.
fn streams(scene: &Scene, sim: &Sim) -> Vec<Stream> {
    let blocks = scene.blocks();
    let upright = blocks.windows(2).any(|pair| pair[0].area.y != pair[1].area.y);
    let sharded = sim.config().shards() > 0;
    // Each shard tells its like: all of them are drawn as one.
    let middle = |r: Rect| Rect {
        x: r.x + r.w * if upright { 0.0 } else { 0.4 },
        w: r.w * if upright { 1.0 } else { 0.2 },
        ..r
    };
    let door = |block: &Block| {
        let primary = || NodeId::database_at(block.site, sim.replication_at(block.site).primary());
        if sharded { Some(middle(block.area)) } else { scene.place(0, primary()) }
    };
    let mut streams = Vec::new();
    for (i, a) in blocks.iter().enumerate() {
        for (j, b) in blocks.iter().enumerate().filter(|(j, _)| *j != i) {
            let (Some(start), Some(end)) = (door(a), door(b)) else { continue };
            let forth = i < j;
            let out = SWING.0 + SWING.1 * (i.abs_diff(j) - 1) as f64 + if forth { 0.0 } else { 6.0 };
            let (leaves, arrives) = if forth { (0.62, 0.38) } else { (0.3, 0.7) };
            let way = if upright {
                along_the_right(start, end, a.area.x + a.area.w + out * 0.75, (leaves, arrives))
            } else {
                below(start, end, a.area.y + a.area.h + out, (leaves, arrives))
            };
            streams.push(Stream { from: a.site, to: b.site, way });
        }
    }
    streams
}

/// A curve that touches a line with its belly.
fn belly(edge: f64, line: f64) -> f64 {
    edge + (line - edge) / 0.75
}

fn below(start: Rect, end: Rect, line: f64, (leaves, arrives): (f64, f64)) -> Cubic {
    let (a, b) = ((start.x + start.w * leaves, start.y + start.h), (end.x + end.w * arrives, end.y + end.h));
    Cubic([a, (a.0, belly(a.1, line)), (b.0, belly(b.1, line)), b])
}

fn along_the_right(start: Rect, end: Rect, line: f64, (leaves, arrives): (f64, f64)) -> Cubic {
    let (a, b) = ((start.x + start.w, start.y + start.h * leaves), (end.x + end.w, end.y + end.h * arrives));
    Cubic([a, (belly(a.0, line), a.1), (belly(b.0, line), b.1), b])
}

/// Draws the streams, as wide as there are writes a second where these are too quick to follow
/// or too many.
pub fn draw_streams(brush: &Brush<'_>, palette: &Palette, scene: &Scene, sim: &Sim, speed: f64) {
    if !sim.between().replicating() {
        return;
    }
    let lag_s = sim.config().sites.lag_s;
    let quick = !followable((lag_s * 1e9) as u64, speed);
    for Stream { from, to, way } in streams(scene, sim) {
        let open = sim.between().is_open(from, to);
        fixtures::link(brush, palette, &way, 1.0, !open, false);
        if !open {
            gap(brush, palette, way.at(0.5));
            continue;
        }
        let writes = sim.between().under_way(from, to, sim.now()).count();
        if quick || writes > MOST {
            fixtures::stream(brush, &palette.repl, &way, writes as f64 / lag_s.max(1e-3));
        }
    }
}

/// Two strokes across a way that is cut.
fn gap(brush: &Brush<'_>, palette: &Palette, (x, y): (f64, f64)) {
    brush.block(Rect::around(x, y, 9.0, 9.0), &palette.plate);
    brush.pen(&palette.fail, 1.8);
    for dx in [-2.5, 2.5] {
        brush.line(&[(x + dx - 2.0, y + 6.0), (x + dx + 2.0, y - 6.0)]);
    }
}

/// Draws each write on its way to another data center.
pub fn draw_writes(brush: &Brush<'_>, palette: &Palette, scene: &Scene, sim: &Sim, speed: f64) {
    if !followable((sim.config().sites.lag_s * 1e9) as u64, speed) {
        return;
    }
    brush.canvas.set_fill_style_str(&palette.repl);
    brush.canvas.begin_path();
    for Stream { from, to, way } in streams(scene, sim) {
        let writes = || sim.between().under_way(from, to, sim.now());
        if writes().nth(MOST).is_some() {
            continue;
        }
        for (_, share) in writes() {
            let (x, y) = way.at(share);
            brush.canvas.rect(x - BAR.1 / 2.0, y - BAR.0 / 2.0, BAR.1, BAR.0);
        }
    }
    brush.canvas.fill();
}
