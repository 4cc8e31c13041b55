//! The queue and its workers. The box of the queue fills from the right, where the oldest message is: a closed envelope
//! waits for the first time, an open outline has been taken before, a crossed one kills whoever takes it; those that were
//! put aside lie on the left. What a dead worker had is hidden, and fills up until it can be seen again.

use core::f64::consts::TAU;

use scalewalk_course::picture::{Detail, Rect};
use scalewalk_model::queue::{Hold, Message};
use scalewalk_model::time::{Nanos, from_secs};
use scalewalk_model::{Health, NodeId, Sim};

use crate::diagram::draw::brush::Brush;
use crate::diagram::draw::glyph::Mark;
use crate::diagram::draw::palette::Palette;
use crate::diagram::draw::{glyph, machine};
use crate::view_model::node::NodeReadout;

/// Distances of envelopes in the box, and their radius.
const PITCH: (f64, f64) = (9.7, 9.3);
const RADIUS: f64 = 3.3;
/// Room for the name above, and for the words and the gauge below.
const HEAD: f64 = 30.0;
const FOOT: f64 = 36.0;
const PAD: f64 = 12.0;

/// The box of a queue in `r`.
fn tray(r: Rect) -> Rect {
    Rect::new(r.x + PAD, r.y + HEAD, r.w - 2.0 * PAD, r.h - HEAD - FOOT)
}

/// Draws what does not change from frame to frame.
pub fn body(brush: &Brush<'_>, palette: &Palette, r: Rect, state: &NodeReadout) {
    // Their contents stand where others have their cores.
    machine::body(brush, palette, r, Detail::Medium, &NodeReadout { workers: 0, ..state.clone() }, false);
    if state.node == NodeId::QUEUE && !matches!(state.health, Health::Down(_)) {
        let t = tray(r);
        brush.pen(&palette.ink_3, 1.25);
        brush.line(&[(t.x, t.y), (t.x, t.y + t.h), (t.x + t.w, t.y + t.h), (t.x + t.w, t.y)]);
    }
}

/// Draws the messages that wait, the oldest on the right.
pub fn messages(brush: &Brush<'_>, palette: &Palette, r: Rect, sim: &Sim) {
    let t = tray(r);
    let rows = ((t.h - 2.0) / PITCH.1).max(1.0) as usize;
    let columns = ((t.w - 4.0) / PITCH.0).max(1.0) as usize;
    let place = |i: usize| {
        let (column, row) = ((i / rows) as f64, (i % rows) as f64);
        (t.x + t.w - 2.0 - PITCH.0 * (column + 0.5), t.y + t.h - 1.5 - PITCH.1 * (row + 0.5))
    };
    let queue = sim.queue();
    let hidden = || queue.taken().iter().filter(|taken| taken.hold == Hold::Hidden && !taken.at_work);
    let first = hidden().count();
    let waiting = || queue.messages().enumerate().map(|(i, message)| (place(first + i), message));
    let shown = (rows * columns).saturating_sub(first + queue.dead() as usize);
    let c = brush.canvas;
    let envelopes = |which: fn(&Message) -> bool| {
        c.begin_path();
        for ((x, y), _) in waiting().take(shown).filter(|(_, message)| which(message)) {
            Mark::Message.shape(c, x, y, RADIUS);
        }
    };
    c.set_fill_style_str(&palette.message);
    envelopes(|message| message.attempts == 0 && !message.poison);
    c.fill();
    brush.pen(&palette.message, 1.3);
    envelopes(|message| message.attempts > 0 && !message.poison);
    c.stroke();
    brush.pen(&palette.fail, 1.3);
    envelopes(|message| message.poison);
    c.stroke();
    c.begin_path();
    for ((x, y), _) in waiting().take(shown).filter(|(_, message)| message.poison) {
        glyph::cross(c, x, y, RADIUS * 1.1);
    }
    c.stroke();
    // Dead letters, at the other end of the box.
    brush.pen(&palette.fail, 1.3);
    c.begin_path();
    for i in 0..(queue.dead() as usize).min(rows * columns / 2) {
        let (x, y) = place(rows * columns - 1 - i);
        Mark::Message.shape(c, x, y, RADIUS);
        glyph::cross(c, x, y, RADIUS * 1.1);
    }
    c.stroke();
    let span = from_secs(sim.config().queue.visibility_s).max(1) as f64;
    for (i, taken) in hidden().enumerate().take(rows * columns) {
        let (x, y) = place(i);
        let left = (taken.until.saturating_sub(sim.now()) as f64 / span).clamp(0.0, 1.0);
        let (w, h) = (2.4 * RADIUS, 1.7 * RADIUS);
        let colour = if taken.message.poison { &palette.fail } else { &palette.message };
        brush.block(Rect::new(x - w / 2.0, y + h / 2.0 - h * (1.0 - left), w, h * (1.0 - left)), colour);
        brush.pen(colour, 0.8);
        c.stroke_rect(x - w / 2.0, y - h / 2.0, w, h);
    }
}

/// Cells for `n` workers in `r`, as large as they can be.
fn cells(r: Rect, n: u32) -> Vec<Rect> {
    let area = Rect::new(r.x + PAD, r.y + HEAD, r.w - 2.0 * PAD, r.h - HEAD - FOOT);
    let pitch = |columns: u32| (area.w / f64::from(columns)).min(area.h / f64::from(n.div_ceil(columns))).min(30.0);
    let columns = (1..=n.max(1)).max_by(|a, b| pitch(*a).total_cmp(&pitch(*b))).unwrap_or(1);
    let pitch = pitch(columns);
    let cell = |i: u32| {
        let (column, row) = (f64::from(i % columns), f64::from(i / columns));
        Rect::new(area.x + column * pitch, area.y + row * pitch, pitch * 0.86, pitch * 0.86)
    };
    (0..n).map(cell).collect()
}

/// Draws the workers: an envelope and a bar for the part of the photo that is done; a clock in one that starts.
pub fn workers(brush: &Brush<'_>, palette: &Palette, r: Rect, sim: &Sim, now: Nanos) {
    let Some(station) = sim.station(NodeId::WORKERS) else { return };
    let c = brush.canvas;
    let cells = cells(r, station.workers());
    let starting = |i: usize| sim.workers_starting().iter().find(|start| usize::from(start.worker) == i);
    for (i, cell) in cells.iter().enumerate() {
        let start = starting(i);
        let dashes: &[f64] = if start.is_some() { &[2.0, 2.0] } else { &[] };
        brush.dashes(dashes);
        brush.pen(&palette.ink_3, 1.0);
        brush.panel(*cell, 2.5, &palette.sunk);
        brush.dashes(&[]);
        let (x, y) = cell.centre();
        if let Some(start) = start {
            let share = 1.0 - (start.ready.saturating_sub(now) as f64 / start.length.max(1) as f64).clamp(0.0, 1.0);
            brush.pen(if start.crashed { &palette.fail } else { &palette.ink_2 }, 1.4);
            c.begin_path();
            if start.crashed {
                glyph::cross(c, x, y, cell.w * 0.13);
            }
            c.move_to(x, y - cell.w * 0.32);
            let _ = c.arc(x, y, cell.w * 0.32, -TAU / 4.0, TAU * (share - 0.25));
            c.stroke();
        }
    }
    c.set_fill_style_str(&palette.message);
    c.begin_path();
    for (cell, work) in cells.iter().zip(station.works()) {
        let Some(work) = work else { continue };
        let (x, y) = cell.centre();
        Mark::Message.shape(c, x, y - cell.h * 0.08, cell.w * 0.25);
        let length = (work.end - work.start).max(1) as f64;
        let share = (now.saturating_sub(work.start) as f64 / length).clamp(0.0, 1.0);
        c.rect(cell.x + 2.0, cell.y + cell.h - 4.0, (cell.w - 4.0) * share, 2.4);
    }
    c.fill();
}
