//! Servers and databases: their bodies, sockets, queues and gauges.

use scalewalk_course::picture::{Detail, Placed, Rect};
use scalewalk_model::time::Nanos;
use scalewalk_model::{Health, NodeId, NodeKind, Sim, Station, Work};

use crate::diagram::draw::brush::Brush;
use crate::diagram::draw::glyph::Mark;
use crate::diagram::draw::palette::Palette;
use crate::view_model::node::NodeReadout;

/// The inside of a machine: where its parts are drawn.
#[derive(Clone, Debug)]
pub struct Inside {
    /// One for each worker that is shown.
    pub sockets: Vec<Rect>,
    /// The queue, which fills from its right end.
    pub trough: Option<Rect>,
    /// The gauge of utilisation.
    pub gauge: Rect,
}

/// How many workers are shown one by one; more are told by number and gauge.
const SOCKETS: u32 = 16;

impl Inside {
    /// The parts of a server, or of a database with a lid, in `r`.
    pub fn of(r: Rect, detail: Detail, workers: u32, lid: f64) -> Self {
        let k = if detail == Detail::Full && r.w > 190.0 { (r.w / 192.0).min(1.7) } else { 1.0 };
        let pad = if detail == Detail::Tiny { 5.0 } else { 12.0 * k.min(1.2) };
        let width = r.w - 2.0 * pad;
        let head = r.y + if lid > 0.0 { 2.0 * lid + 24.0 } else { 30.0 * k.min(1.25) };
        let gauge_h = if detail == Detail::Full { 5.0 * k } else { 4.0 };
        let gauge_y = r.y + r.h - lid - gauge_h - if detail == Detail::Tiny { 4.0 } else { 9.0 * k.min(1.2) };
        let trough_h = 14.0 * k.min(1.3);
        let mut sockets = Vec::new();
        let mut bottom = head;
        if matches!(detail, Detail::Full | Detail::Medium) && (1..=SOCKETS).contains(&workers) {
            let room = gauge_y - head - if detail == Detail::Full { trough_h + 12.0 * k } else { 4.0 };
            let (columns, pitch) = fit(workers, width + 3.0 * k, room.max(10.0), 20.0 * k);
            let size = pitch * 0.85;
            for i in 0..workers {
                let (column, row) = (f64::from(i % columns), f64::from(i / columns));
                sockets.push(Rect::new(r.x + pad + column * pitch, head + row * pitch, size, size));
            }
            bottom = sockets.last().map_or(head, |s| s.y + s.h);
        }
        // The queue stands between sockets and gauge, nearer to the sockets.
        let free = (gauge_y - bottom - trough_h).max(0.0);
        let trough_y = bottom + (free * 0.42).min(22.0 * k);
        let trough_w = (width - 50.0 * k.min(1.1)).max(30.0);
        let trough = (detail == Detail::Full).then(|| Rect::new(r.x + pad, trough_y, trough_w, trough_h));
        Self { sockets, trough, gauge: Rect::new(r.x + pad, gauge_y, width, gauge_h) }
    }
}

/// Height of half the lid of a database in `r`.
pub fn lid(r: Rect) -> f64 {
    (r.w * 0.075).min(r.h * 0.11)
}

/// The same of a machine that may have none.
pub fn lid_of(node: NodeId, r: Rect) -> f64 {
    if matches!(node.kind(), NodeKind::Database | NodeKind::Replica | NodeKind::Shard) { lid(r) } else { 0.0 }
}

/// Columns and pitch of `n` sockets in a room of this size: as large as they can be, up to `most`.
fn fit(n: u32, width: f64, height: f64, most: f64) -> (u32, f64) {
    let pitch = |columns: u32| {
        let rows = n.div_ceil(columns);
        (width / f64::from(columns)).min(height / f64::from(rows)).min(most)
    };
    // Of equally large ones the flattest, but no more than eight in a row.
    let columns = (1..=n.min(8)).max_by(|a, b| pitch(*a).total_cmp(&pitch(*b))).unwrap_or(1);
    (columns, pitch(columns))
}

/// What strain a machine is under.
fn strain(utilisation: f64, palette: &Palette) -> (f64, &str) {
    match utilisation {
        u if u >= 0.9 => (2.0, &palette.strain_90),
        u if u >= 0.7 => (1.75, &palette.strain_70),
        _ => (1.25, &palette.strain_50),
    }
}

/// Draws the body of a machine: all that does not change from frame to frame.
pub fn body(brush: &Brush<'_>, palette: &Palette, r: Rect, detail: Detail, state: &NodeReadout, is_database: bool) {
    let lid = if is_database { lid(r) } else { 0.0 };
    let inside = Inside::of(r, detail, state.workers, lid);
    let (width, colour) = strain(state.utilisation, palette);
    let down = matches!(state.health, Health::Down(_));
    let booting = matches!(state.health, Health::Booting(_));
    let fill = if down { &palette.paper } else { &palette.plate };
    if !down && !booting && detail != Detail::Tiny && !is_database {
        brush.depth(r, 5.0, &palette.ink_3);
    }
    let (edge, dashes): (&str, &[f64]) = match (down, booting) {
        (true, _) => (&palette.ink_3, &[5.0, 4.0]),
        (_, true) => (&palette.ink, &[9.0, 5.0]),
        _ => (&palette.ink, &[]),
    };
    brush.dashes(dashes);
    brush.pen(edge, width);
    if is_database {
        cylinder(brush, r, lid, fill);
    } else {
        brush.panel(r, 3.0, fill);
    }
    brush.dashes(&[]);
    if down {
        brush.outline(r, 3.0);
        brush.hatch(r, 8.5, &palette.rule, 1.5);
    } else if is_database {
        engraving(brush, palette, r, lid);
    }
    if !down && !booting && state.utilisation >= 0.9 && detail != Detail::Tiny {
        brush.pen(&palette.strain_90, 1.25);
        if is_database {
            outline_cylinder(brush, Rect::new(r.x - 4.0, r.y - 4.0, r.w + 8.0, r.h + 8.0), lid);
        } else {
            brush.outline(Rect::new(r.x - 4.0, r.y - 4.0, r.w + 8.0, r.h + 8.0), 5.0);
        }
        brush.canvas.stroke();
    }
    let empty: &[f64] = if down || booting { &[2.0, 2.0] } else { &[] };
    brush.dashes(empty);
    brush.pen(&palette.ink_3, 1.0);
    for socket in &inside.sockets {
        brush.panel(*socket, 2.5, if down { &palette.paper } else { &palette.sunk });
    }
    brush.dashes(&[]);
    if let Some(t) = inside.trough {
        brush.pen(&palette.ink_3, 1.25);
        brush.line(&[(t.x, t.y), (t.x, t.y + t.h), (t.x + t.w, t.y + t.h), (t.x + t.w, t.y)]);
    }
    if !down {
        gauge(brush, palette, inside.gauge, state.utilisation, colour, detail);
    }
}

fn gauge(brush: &Brush<'_>, palette: &Palette, g: Rect, utilisation: f64, colour: &str, detail: Detail) {
    brush.pen(&palette.ink_3, 0.75);
    brush.panel(g, 1.0, &palette.sunk);
    brush.block(Rect::new(g.x, g.y, g.w * utilisation.clamp(0.0, 1.0), g.h), colour);
    if detail == Detail::Tiny {
        return;
    }
    brush.pen(&palette.ink_2, 1.0);
    for tick in [0.5, 0.7, 0.9] {
        brush.line(&[(g.x + g.w * tick, g.y - 3.0), (g.x + g.w * tick, g.y + g.h)]);
    }
}

/// Behind a machine, the one that stands by.
pub fn standby(brush: &Brush<'_>, palette: &Palette, r: Rect, is_database: bool) {
    let behind = Rect::new(r.x + 4.0, r.y - 4.0, r.w, r.h);
    brush.dashes(&[3.0, 2.5]);
    brush.pen(&palette.ink_3, 1.0);
    if is_database {
        outline_cylinder(brush, behind, lid(r));
    } else {
        brush.outline(behind, 3.0);
    }
    brush.canvas.stroke();
    brush.dashes(&[]);
}

fn outline_cylinder(brush: &Brush<'_>, r: Rect, lid: f64) {
    use core::f64::consts::PI;
    let (cx, rx) = (r.x + r.w / 2.0, r.w / 2.0);
    let c = brush.canvas;
    c.begin_path();
    let _ = c.ellipse(cx, r.y + lid, rx, lid, 0.0, PI, 2.0 * PI);
    c.line_to(r.x + r.w, r.y + r.h - lid);
    let _ = c.ellipse(cx, r.y + r.h - lid, rx, lid, 0.0, 0.0, PI);
    c.close_path();
}

fn cylinder(brush: &Brush<'_>, r: Rect, lid: f64, fill: &str) {
    use core::f64::consts::PI;
    outline_cylinder(brush, r, lid);
    brush.canvas.set_fill_style_str(fill);
    brush.canvas.fill();
    brush.canvas.stroke();
    brush.canvas.begin_path();
    let _ = brush.canvas.ellipse(r.x + r.w / 2.0, r.y + lid, r.w / 2.0, lid, 0.0, 0.0, PI);
    brush.canvas.stroke();
}

/// Four engraved lines on the right of a cylinder.
fn engraving(brush: &Brush<'_>, palette: &Palette, r: Rect, lid: f64) {
    brush.pen(&palette.ink_3, 0.7);
    brush.alpha(0.75);
    for i in 1..=4 {
        let x = r.x + r.w - f64::from(i) * 2.6;
        let across = 1.0 - 2.0 * (r.x + r.w - x) / r.w;
        let dip = lid * (1.0 - across * across).max(0.0).sqrt();
        brush.line(&[(x, r.y + lid + dip + 1.0), (x, r.y + r.h - lid + dip - 1.0)]);
    }
    brush.alpha(1.0);
}

/// Web and database in one machine: a page and a small cylinder beside the sockets.
pub fn both_inside(brush: &Brush<'_>, palette: &Palette, r: Rect, workers: u32) {
    let inside = Inside::of(r, Detail::Full, workers, 0.0);
    let Some(last) = inside.sockets.first() else { return };
    let (h, y) = (last.h * 0.95, last.y);
    let x = r.x + r.w - h * 2.6 - 14.0;
    brush.pen(&palette.ink_3, 1.0);
    brush.panel(Rect::new(x, y, h * 0.8, h), 1.5, &palette.plate);
    for share in [0.3, 0.52, 0.74] {
        brush.line(&[(x + h * 0.16, y + h * share), (x + h * 0.64, y + h * share)]);
    }
    cylinder(brush, Rect::new(x + h * 1.5, y, h * 0.95, h), h * 0.13, &palette.plate);
}

/// Draws what changes from frame to frame: the requests in the sockets and in the queue.
pub fn work(brush: &Brush<'_>, palette: &Palette, r: Rect, placed: &Placed, sim: &Sim, station: &Station, now: Nanos) {
    let lid = lid_of(placed.node, r);
    let inside = Inside::of(r, placed.detail, station.workers(), lid);
    let photos = sim.config().topology.queue && placed.node.web_index().is_some();
    let mark_of = |work: &Work| match placed.node {
        NodeId::SESSIONS => Mark::Session,
        _ if photos && sim.is_on_photo(work) => Mark::Message,
        _ => Mark::of(work.write),
    };
    for mark in Mark::ALL {
        brush.canvas.begin_path();
        let colour = mark.colour(palette);
        brush.canvas.set_fill_style_str(colour);
        for (socket, work) in inside.sockets.iter().zip(station.works()) {
            let Some(work) = work.filter(|w| mark_of(w) == mark) else { continue };
            let (x, y) = socket.centre();
            mark.shape(brush.canvas, x, y - socket.h * 0.06, socket.w * 0.27);
            let length = (work.end - work.start).max(1) as f64;
            let share = (now.saturating_sub(work.start) as f64 / length).clamp(0.0, 1.0);
            let bar = (socket.w - 4.0) * share;
            brush.canvas.rect(socket.x + 2.0, socket.y + socket.h - 3.5, bar, 2.0);
        }
        brush.canvas.fill();
    }
    if let Some(t) = inside.trough {
        queue(brush, palette, t, station);
    }
}

fn queue(brush: &Brush<'_>, palette: &Palette, t: Rect, station: &Station) {
    let pitch = 9.6 * (t.h / 14.0).min(1.15);
    let places = ((t.w - 6.0) / pitch).floor().max(1.0) as usize;
    let shown = (station.waiting() as usize).min(places);
    for mark in [Mark::Read, Mark::Write] {
        brush.canvas.begin_path();
        brush.canvas.set_fill_style_str(mark.colour(palette));
        for (i, write) in station.queue_marks(shown).enumerate() {
            if Mark::of(write) == mark {
                let x = t.x + t.w - 3.0 - pitch * (i as f64 + 0.5);
                mark.shape(brush.canvas, x, t.y + t.h - pitch * 0.6, pitch * 0.36);
            }
        }
        brush.canvas.fill();
    }
}
