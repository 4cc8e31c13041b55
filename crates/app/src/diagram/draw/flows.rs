//! Requests on their way, drawn from journeys.

use scalewalk_course::Lane;
use scalewalk_model::time::{NEVER, Nanos};
use scalewalk_model::{HopKind, Journey, Sim};

use crate::diagram::draw::brush::Brush;
use crate::diagram::draw::glyph::Mark;
use crate::diagram::draw::palette::Palette;
use crate::diagram::part::world;
use crate::diagram::scene::queue_path;
use crate::diagram::scene::transition::Scene;

/// A dot on the plate, for drawing and for pressing.
#[derive(Clone, Copy, Debug)]
pub struct Dot {
    /// Its request.
    pub id: u64,
    /// Its system.
    pub lane: Lane,
    /// Where it is.
    pub x: f64,
    /// Where it is.
    pub y: f64,
    tail: (f64, f64),
    mark: Mark,
    back: bool,
}

/// Path covered by a tail, as a share of the link.
const TAIL: f64 = 0.13;
/// A way that takes less real time than this is too quick to follow, in seconds.
const FOLLOWABLE_S: f64 = 0.16;

/// Whether hops of `length` can be followed at `speed` simulated seconds a second.
pub fn followable(length: Nanos, speed: f64) -> bool {
    length as f64 * 1e-9 / speed >= FOLLOWABLE_S
}

/// Collects the dots of all journeys under way. `speed` leaves out ways that are too quick to follow;
/// `reduced` lets dots step from machine to machine.
pub fn dots(scene: &Scene, lane: Lane, sim: &Sim, now: Nanos, speed: f64, reduced: bool, out: &mut Vec<Dot>) {
    for journey in sim.journeys().live() {
        if let Some(dot) = dot(scene, lane, sim, journey, now, speed, reduced) {
            out.push(dot);
        }
    }
}

fn dot(scene: &Scene, lane: Lane, sim: &Sim, journey: &Journey, now: Nanos, speed: f64, reduced: bool) -> Option<Dot> {
    let hop = journey.hops.last()?;
    if hop.from == hop.to || hop.leave == NEVER || now < hop.enter || now > hop.leave {
        return None;
    }
    let length = hop.leave - hop.enter;
    if !followable(length, speed) {
        return None;
    }
    let over_the_map = world::way(scene, lane, journey.region, hop.from, hop.to);
    let plain = || scene.way(lane, hop.from, hop.to).map(|(way, reversed)| (*way, reversed));
    let to_queue = || queue_path::way(scene, sim, hop.from, hop.to);
    let (curve, reversed) = over_the_map.or_else(to_queue).or_else(plain)?;
    let share = (now - hop.enter) as f64 / length.max(1) as f64;
    let share = if reduced { 0.5 } else { share };
    let place = |t: f64| curve.at(if reversed { 1.0 - t } else { t });
    let (x, y) = place(share);
    let mark = match hop.kind {
        HopKind::AskDns | HopKind::DnsAnswer => Mark::Lookup,
        HopKind::AskSession | HopKind::SessionAnswer => Mark::Session,
        HopKind::Publish | HopKind::Published | HopKind::Take | HopKind::Report | HopKind::Reappear => Mark::Message,
        kind if kind.is_answer() && is_stale(journey) => Mark::Stale,
        _ if journey.file => Mark::File,
        _ => Mark::of(journey.write),
    };
    let tail = if reduced { (x, y) } else { place((share - TAIL).max(0.0)) };
    Some(Dot { id: journey.id, lane, x, y, tail, mark, back: hop.kind.is_answer() })
}

/// Whether the last value that a request got was old.
fn is_stale(journey: &Journey) -> bool {
    let last = journey.hops.iter().rev().find_map(|hop| hop.value);
    last.is_some_and(|value| value.version < value.newest)
}

/// Draws dots: tails first, then requests large and answers small.
pub fn draw(brush: &Brush<'_>, palette: &Palette, dots: &[Dot], picked: Option<u64>) {
    let c = brush.canvas;
    c.set_line_cap("round");
    for mark in Mark::ALL {
        let colour = mark.colour(palette);
        brush.pen(colour, 3.0);
        brush.alpha(0.42);
        c.begin_path();
        for dot in dots.iter().filter(|d| d.mark == mark && !d.back) {
            c.move_to(dot.tail.0, dot.tail.1);
            c.line_to(dot.x, dot.y);
        }
        c.stroke();
        brush.alpha(1.0);
        c.set_fill_style_str(colour);
        c.begin_path();
        for dot in dots.iter().filter(|d| d.mark == mark) {
            let small = (dot.back && mark != Mark::Stale) || mark == Mark::Lookup;
            mark.shape(c, dot.x, dot.y, if small { 3.6 } else { 5.5 });
        }
        c.fill();
    }
    if let Some(dot) = picked.and_then(|id| dots.iter().find(|d| d.id == id)) {
        brush.pen(&palette.ink, 1.5);
        c.begin_path();
        let _ = c.arc(dot.x, dot.y, 9.5, 0.0, core::f64::consts::TAU);
        c.stroke();
    }
    c.set_line_cap("butt");
}
