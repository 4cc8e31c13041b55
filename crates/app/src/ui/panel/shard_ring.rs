//! The ring of consistent hashing: where the virtual nodes of each shard stand, which part of it the newest shard owns,
//! and where users hash to.

use core::fmt::Write;

use leptos::prelude::*;
use scalewalk_model::Sim;
use scalewalk_model::placement::Placement;

use crate::state::shared::shared;
use crate::ui::kit::format;

/// Radius of the ring.
const R: f64 = 54.0;
/// Users that are drawn.
const USERS: u32 = 160;
/// No more virtual nodes than this are drawn.
const POINTS: usize = 2_048;

/// The ring as paths.
#[derive(Clone, Debug, Default, PartialEq)]
struct Drawn {
    /// The newest shard, and its share of the ring.
    newest: (u16, f64),
    arcs: String,
    /// Virtual nodes: of the others, and of the newest.
    points: [String; 2],
    /// Users: on the others, and on the newest.
    users: [String; 2],
}

fn at(place: u64, radius: f64) -> (f64, f64) {
    let angle = place as f64 / 2f64.powi(64) * core::f64::consts::TAU;
    (radius * libm::sin(angle), -radius * libm::cos(angle))
}

fn spoke(path: &mut String, place: u64, from: f64, to: f64) {
    let ((a, b), (c, d)) = (at(place, from), at(place, to));
    let _ = write!(path, "M{a:.1} {b:.1}L{c:.1} {d:.1}");
}

fn drawn(ring: &Placement) -> Drawn {
    let Some(newest) = ring.nodes().last().copied() else { return Drawn::default() };
    let mut out = Drawn { newest: (newest, ring.shares().last().copied().unwrap_or(0.0)), ..Drawn::default() };
    let points = ring.points();
    for (i, point) in points.iter().enumerate() {
        let own = point.node == newest;
        if own {
            // What it owns lies before it.
            let before = points[(i + points.len() - 1) % points.len()].at;
            let ((a, b), (c, d)) = (at(before, R), at(point.at, R));
            let long = u8::from(point.at.wrapping_sub(before) > u64::MAX / 2);
            let _ = write!(out.arcs, "M{a:.1} {b:.1}A{R} {R} 0 {long} 1 {c:.1} {d:.1}");
        }
        if i < POINTS {
            spoke(&mut out.points[usize::from(own)], point.at, R, R + if own { 9.0 } else { 5.0 });
        }
    }
    for user in (0..USERS).map(|i| u64::from(i) * 61) {
        let own = ring.owner(user) == Some(newest);
        let inward = if own { 12.0 } else { 8.0 };
        spoke(&mut out.users[usize::from(own)], ring.hash(user), R - 5.0, R - inward);
    }
    out
}

/// The ring of the system that is shown.
#[component]
pub fn Ring() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let drawn = Memo::new(move |_| {
        s.configs.track();
        s.walk_index.track();
        let ring = |sim: &Sim| drawn(sim.shards_at(0).map().placement());
        s.player.with_value(|p| p.shown().first().map(ring).unwrap_or_default())
    });
    let path = move |class: &'static str, get: fn(&Drawn) -> &String| {
        view! { <path class=class d=move || drawn.with(|d| get(d).clone()) /> }
    };
    let name = move || messages.node_shard_n.replace("{n}", &(drawn.with(|d| d.newest.0) + 1).to_string());
    let share = move || format::percent(drawn.with(|d| d.newest.1));
    view! {
        <div class="ring" aria-hidden="true">
            <svg viewBox="-66 -66 132 132">
                <circle r="54" class="hair" />
                {path("hair", |d| &d.points[0])}
                {path("users", |d| &d.users[0])}
                {path("own arc", |d| &d.arcs)}
                {path("own", |d| &d.points[1])}
                {path("own users", |d| &d.users[1])}
            </svg>
            <p>
                <b>{name}</b>
                <span class="num">{share}</span>
            </p>
        </div>
    }
}
