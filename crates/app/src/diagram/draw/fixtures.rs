//! What is not a server: browsers, phones, DNS, the balancer, links, the private network.

use scalewalk_course::picture::{Anchor, Rect};

use crate::diagram::draw::brush::Brush;
use crate::diagram::draw::palette::Palette;
use crate::diagram::scene::transition::Cubic;

/// A browser window.
pub fn browser(brush: &Brush<'_>, palette: &Palette, r: Rect) {
    brush.dashes(&[]);
    brush.pen(&palette.ink, 1.25);
    brush.panel(r, 3.0, &palette.plate);
    let bar = r.h * 0.24;
    brush.line(&[(r.x, r.y + bar), (r.x + r.w, r.y + bar)]);
    brush.pen(&palette.ink_3, 1.0);
    for i in 0..3 {
        let x = r.x + r.w * 0.09 + f64::from(i) * r.w * 0.075;
        brush.block(Rect::around(x, r.y + bar / 2.0, 2.4, 2.4), &palette.ink_3);
    }
    for (i, width) in [0.72, 0.72, 0.46].into_iter().enumerate() {
        let y = r.y + bar + (r.h - bar) * (0.28 + 0.24 * i as f64);
        brush.line(&[(r.x + r.w * 0.14, y), (r.x + r.w * (0.14 + width), y)]);
    }
}

/// A phone.
pub fn mobile(brush: &Brush<'_>, palette: &Palette, r: Rect) {
    brush.dashes(&[]);
    brush.pen(&palette.ink, 1.25);
    brush.panel(r, r.w * 0.14, &palette.plate);
    brush.pen(&palette.ink_3, 1.0);
    for (i, width) in [0.5, 0.5, 0.3].into_iter().enumerate() {
        let y = r.y + r.h * (0.28 + 0.14 * i as f64);
        brush.line(&[(r.x + r.w * 0.25, y), (r.x + r.w * (0.25 + width), y)]);
    }
    brush.line(&[(r.x + r.w * 0.4, r.y + r.h * 0.9), (r.x + r.w * 0.6, r.y + r.h * 0.9)]);
}

/// DNS: a card of an index, with its tab.
pub fn dns(brush: &Brush<'_>, palette: &Palette, r: Rect, down: bool) {
    brush.pen(if down { &palette.ink_3 } else { &palette.ink }, 1.25);
    brush.dashes(if down { &[5.0, 4.0] } else { &[] });
    let tab = (r.h * 0.13).min(7.0);
    let c = brush.canvas;
    c.begin_path();
    c.move_to(r.x, r.y + r.h);
    c.line_to(r.x, r.y);
    c.line_to(r.x + r.w * 0.42, r.y);
    c.line_to(r.x + r.w * 0.42 + tab, r.y + tab);
    c.line_to(r.x + r.w, r.y + tab);
    c.line_to(r.x + r.w, r.y + r.h);
    c.close_path();
    c.set_fill_style_str(if down { &palette.paper } else { &palette.plate });
    c.fill();
    c.stroke();
    if down {
        brush.hatch(r, 8.5, &palette.rule, 1.5);
    }
    brush.dashes(&[]);
}

/// A plain box, hatched while it is down.
pub fn casing(brush: &Brush<'_>, palette: &Palette, r: Rect, down: bool) {
    brush.pen(if down { &palette.ink_3 } else { &palette.ink }, 1.25);
    brush.dashes(if down { &[5.0, 4.0] } else { &[] });
    brush.panel(r, 3.0, if down { &palette.paper } else { &palette.plate });
    brush.dashes(&[]);
    if down {
        brush.outline(r, 3.0);
        brush.hatch(r, 8.5, &palette.rule, 1.5);
    }
}

/// The balancer, with a pin for each server and a hand that points at whose turn it is.
pub fn balancer(
    brush: &Brush<'_>,
    palette: &Palette,
    r: Rect,
    pins: &[(Anchor, bool)],
    turn: Option<usize>,
    down: bool,
) {
    if !down {
        brush.depth(r, 5.0, &palette.ink_3);
    }
    casing(brush, palette, r, down);
    if down {
        return;
    }
    let upright = r.h > r.w;
    // A flat balancer has its name inside, so the hand stays at its lower edge.
    let hub = if upright { (r.x + r.w * 0.4, r.y + r.h / 2.0) } else { (r.x + r.w / 2.0, r.y + r.h - 3.0) };
    let pin = |anchor: &Anchor| {
        if upright { (r.x + r.w - 6.0, r.y + r.h * anchor.at) } else { (r.x + r.w * anchor.at, r.y + r.h - 5.0) }
    };
    let size = if pins.len() > 16 { 1.6 } else { 2.6 };
    if upright && let Some((anchor, _)) = turn.and_then(|i| pins.get(i)) {
        brush.pen(&palette.ink, 2.0);
        brush.line(&[hub, pin(anchor)]);
        dot(brush, hub, 3.4, &palette.ink);
    }
    for (i, (anchor, on)) in pins.iter().enumerate() {
        let colour = match (*on, turn == Some(i)) {
            (false, _) => &palette.plate,
            (_, true) => &palette.ink,
            _ => &palette.ink_3,
        };
        brush.pen(&palette.ink_3, 1.0);
        dot(brush, pin(anchor), size, colour);
        brush.canvas.stroke();
    }
}

fn dot(brush: &Brush<'_>, (x, y): (f64, f64), r: f64, colour: &str) {
    brush.canvas.begin_path();
    let _ = brush.canvas.arc(x, y, r, 0.0, core::f64::consts::TAU);
    brush.canvas.set_fill_style_str(colour);
    brush.canvas.fill();
}

/// A link: `drawn` is how much of it there is yet, `cut` whether nothing is sent along it.
pub fn link(brush: &Brush<'_>, palette: &Palette, curve: &Cubic, drawn: f64, cut: bool, faint: bool) {
    brush.pen(&palette.ink_3, 1.0);
    brush.alpha(if faint { 0.45 } else { 1.0 });
    if cut {
        brush.dashes(&[1.5, 5.0]);
    } else {
        brush.dashes(&[]);
    }
    trace(brush, curve, drawn);
    brush.canvas.stroke();
    brush.dashes(&[]);
    brush.alpha(1.0);
}

/// A way that is hardly ever taken.
pub fn hint(brush: &Brush<'_>, palette: &Palette, curve: &Cubic) {
    brush.pen(&palette.rule, 1.0);
    trace(brush, curve, 1.0);
    brush.canvas.stroke();
}

/// Traffic too dense to follow: a stroke whose width tells the rate.
pub fn stream(brush: &Brush<'_>, colour: &str, curve: &Cubic, rate: f64) {
    if rate <= 0.0 {
        return;
    }
    brush.pen(colour, (1.0 + 2.2 * libm::log10((rate / 10.0).max(1.0))).min(12.0));
    brush.alpha(0.36);
    trace(brush, curve, 1.0);
    brush.canvas.stroke();
    brush.alpha(1.0);
}

fn trace(brush: &Brush<'_>, curve: &Cubic, drawn: f64) {
    let c = brush.canvas;
    let [p, q, r, s] = curve.0;
    c.begin_path();
    c.move_to(p.0, p.1);
    if drawn >= 1.0 {
        c.bezier_curve_to(q.0, q.1, r.0, r.1, s.0, s.1);
        return;
    }
    for i in 1..=24 {
        let (x, y) = curve.at(drawn * f64::from(i) / 24.0);
        c.line_to(x, y);
    }
}

/// The private network: a faintly ruled zone around what has only private addresses.
pub fn zone(brush: &Brush<'_>, palette: &Palette, r: Rect) {
    brush.dashes(&[2.0, 4.0]);
    brush.pen(&palette.ink_3, 1.0);
    brush.alpha(0.7);
    brush.outline(r, 6.0);
    brush.canvas.stroke();
    brush.alpha(1.0);
    brush.dashes(&[]);
}
