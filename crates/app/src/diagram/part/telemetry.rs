//! The machines that watch the others: what metrics, logs and pipeline hold, and what flies to them.

use leptos::prelude::*;
use scalewalk_course::Lane;
use scalewalk_course::picture::Rect;
use scalewalk_model::time::{from_secs, to_secs};
use scalewalk_model::{BuildStage, NodeId, NodeKind, Sim, TESTS_S};

use crate::diagram::draw::brush::Brush;
use crate::diagram::draw::palette::Palette;
use crate::diagram::draw::{fixtures, glyph};
use crate::diagram::scene::transition::{Cubic, Scene};
use crate::state::shared::Shared;
use crate::ui::kit::node_names::{grouped, seconds};
use crate::view_model::watch::WatchReadout;

/// How long what is read or fetched is on its way, in seconds of the reader.
const FLIGHT_S: f64 = 0.8;
/// So many readings on their way are drawn in full.
const FEW: f64 = 25.0;
/// How long a ring around an alert takes to widen, in milliseconds: less than once a second.
const RING_MS: f64 = 1_600.0;
/// Scrapes in the curve of the machine for metrics.
const SHOWN: usize = 40;

/// What is inside, below the name.
fn inside(r: Rect) -> Rect {
    // In a narrow one the state stands below the name, in two lines.
    let head = if r.w < 200.0 { 54.0 } else { 32.0 };
    Rect::new(r.x + 12.0, r.y + head, r.w - 24.0, r.h - head - 10.0)
}

/// The body of a machine that watches.
pub fn body(brush: &Brush<'_>, palette: &Palette, r: Rect, sim: &Sim, node: NodeId, down: bool) {
    if !down {
        brush.depth(r, 5.0, &palette.ink_3);
    }
    fixtures::casing(brush, palette, r, down);
    if down {
        return;
    }
    match node.kind() {
        NodeKind::Metrics => curve(brush, palette, inside(r), sim),
        NodeKind::Logs => lines(brush, palette, inside(r), sim),
        _ => pipeline(brush, palette, inside(r), sim),
    }
    if node == NodeId::METRICS && sim.telemetry().alerts().is_firing() {
        brush.pen(&palette.fail, 2.4);
        brush.outline(Rect::new(r.x - 4.0, r.y - 4.0, r.w + 8.0, r.h + 8.0), 5.0);
        brush.canvas.stroke();
    }
}

/// The share of failed requests from scrape to scrape, over the threshold.
fn curve(brush: &Brush<'_>, palette: &Palette, area: Rect, sim: &Sim) {
    let (telemetry, told) = (sim.telemetry(), &sim.config().telemetry);
    let scrapes = telemetry.scrapes();
    let reach = scrapes.reach(from_secs(told.window_s));
    let shares: Vec<f64> = (0..SHOWN)
        .map_while(|age| {
            let span = reach.min(scrapes.times().len().checked_sub(age + 2)?);
            let (errors, requests) = telemetry.share_of_all(span.max(1), age, false)?;
            Some(errors as f64 / (requests as f64).max(1.0))
        })
        .collect();
    let most = shares.iter().copied().fold(2.0 * told.threshold, f64::max).max(1e-9);
    let y = |share: f64| area.y + area.h * (1.0 - share / most);
    let x = |age: usize| area.x + area.w * (1.0 - age as f64 / (SHOWN - 1) as f64);
    brush.pen(&palette.ink_3, 1.0);
    brush.line(&[(area.x, area.y + area.h), (area.x + area.w, area.y + area.h)]);
    brush.pen(&palette.fail, 1.0);
    brush.dashes(&[3.0, 3.0]);
    brush.line(&[(area.x, y(told.threshold)), (area.x + area.w, y(told.threshold))]);
    brush.dashes(&[]);
    brush.pen(&palette.ink, 1.6);
    brush.line(&shares.iter().enumerate().map(|(age, share)| (x(age), y(*share))).collect::<Vec<_>>());
    for (age, share) in shares.iter().enumerate() {
        let size = if age == 0 { 5.0 } else { 2.6 };
        let colour = if *share > told.threshold { &palette.fail } else { &palette.ink };
        brush.block(Rect::around(x(age), y(*share), size, size), colour);
    }
}

/// The last lines, each as long as its writer's number is high, so that it can be seen who writes.
fn lines(brush: &Brush<'_>, palette: &Palette, area: Rect, sim: &Sim) {
    let rows = ((area.h + 2.0) / 5.0).floor().max(1.0);
    let columns = (area.w / 64.0).floor().max(1.0);
    let collected = sim.telemetry().logs().collected();
    for (i, line) in collected.iter().rev().take((rows * columns) as usize).enumerate() {
        let (column, row) = ((i as f64 / rows).floor(), i as f64 % rows);
        let (x, y) = (area.x + column * 64.0, area.y + area.h - 3.0 - row * 5.0);
        brush.block(Rect::new(x, y, 4.0, 2.0), &palette.fail);
        let long = line.writer.web_index().map_or(52.0, |web| 12.0 + 5.0 * f64::from(web % 8));
        brush.block(Rect::new(x + 7.0, y, long.min(64.0 - 13.0), 2.0), &palette.ink_2);
    }
    brush.pen(&palette.ink_3, 1.0);
    brush.line(&[(area.x, area.y + area.h), (area.x + area.w, area.y + area.h)]);
}

/// From the tests to the servers: how far the last build has come.
fn pipeline(brush: &Brush<'_>, palette: &Palette, area: Rect, sim: &Sim) {
    let (pipeline, c) = (sim.pipeline(), brush.canvas);
    let (stage, size) = (pipeline.stage(), (area.h * 0.44).min(20.0));
    let y = area.y + area.h * 0.42;
    let tests = Rect::around(area.x + size * 0.7, y, size, size);
    brush.pen(&palette.ink_3, 1.25);
    brush.panel(tests, 2.0, &palette.sunk);
    let tick = |colour: &str| {
        brush.pen(colour, 2.2);
        brush.line(&[
            (tests.x + size * 0.22, y),
            (tests.x + size * 0.42, y + size * 0.22),
            (tests.x + size * 0.8, y - size * 0.24),
        ]);
    };
    match stage {
        BuildStage::Idle | BuildStage::Testing => {}
        BuildStage::Stopped => {
            brush.pen(&palette.fail, 2.4);
            c.begin_path();
            glyph::cross(c, tests.x + size / 2.0, y, size * 0.28);
            c.stroke();
        }
        _ => tick(&palette.ink),
    }
    let servers: Vec<u8> = sim.config().all_servers().collect();
    let from = tests.x + size + 30.0;
    let pitch = ((area.x + area.w - from) / servers.len().max(1) as f64).min(size + 5.0);
    let arrow = |a: f64, b: f64, y: f64, colour: &str| {
        let ahead = if b > a { -5.0 } else { 5.0 };
        brush.pen(colour, 1.6);
        brush.line(&[(a, y), (b, y)]);
        brush.line(&[(b + ahead, y - 4.0), (b, y), (b + ahead, y + 4.0)]);
    };
    let back = stage == BuildStage::RolledBack;
    let (start, end) = (tests.x + size + 5.0, from - 6.0);
    if back {
        arrow(end, start, y, &palette.fail)
    } else {
        arrow(start, end, y, &palette.ink_3)
    }
    let newest = pipeline.build().number + 1;
    for (i, server) in servers.iter().enumerate() {
        let r = Rect::new(from + i as f64 * pitch, y - size / 2.0, pitch - 4.0, size);
        let new = u32::from(sim.build_of(*server)) == newest && pipeline.builds() > 0;
        brush.pen(&palette.ink_3, 1.0);
        brush.panel(r, 1.5, if new { &palette.ink } else { &palette.plate });
    }
    // The time that is left until the next step.
    let (step, of) = match stage {
        BuildStage::Testing => (TESTS_S, Rect::new(tests.x, y + size * 0.8, size, 3.0)),
        BuildStage::RollingOut => {
            let width = pitch * servers.len() as f64 - 4.0;
            (sim.config().release.step_s, Rect::new(from, y + size * 0.8, width, 3.0))
        }
        _ => return,
    };
    let share = (to_secs(sim.now().saturating_sub(pipeline.since())) / step).clamp(0.0, 1.0);
    brush.block(of, &palette.rule);
    brush.block(Rect { w: of.w * share, ..of }, &palette.ink_2);
}

/// From one machine to another that watches.
fn way(from: Rect, to: Rect) -> Cubic {
    let (a, b) = ((from.x + from.w / 2.0, from.y + from.h), (to.x + to.w / 2.0, to.y));
    let bend = (b.1 - a.1) * 0.5;
    Cubic([a, (a.0, a.1 + bend), (b.0, b.1 - bend), b])
}

/// Draws what is on its way to the machines that watch, and the ring around an alert. `now` is the reader's time.
pub fn draw(brush: &Brush<'_>, palette: &Palette, scene: &Scene, lane: Lane, sim: &Sim, speed: f64, now: Option<f64>) {
    let telemetry = sim.telemetry();
    let c = brush.canvas;
    let since = |at: u64| to_secs(sim.now().saturating_sub(at)) / speed.max(1e-3);
    let place = |node: NodeId| scene.place(lane, node);
    let scrapes = telemetry.scrapes();
    let flight = |at: u64| Some(since(at) / FLIGHT_S).filter(|share| *share < 1.0 && now.is_some());
    if let (Some(share), Some(to)) = (scrapes.last().and_then(flight), place(NodeId::METRICS)) {
        let read = || scrapes.targets().filter(|node| scrapes.reading(*node, 0).is_some());
        brush.pen(&palette.ink_2, 1.2);
        // A whole fleet of them would hide what it flies over.
        brush.alpha((FEW / read().count().max(1) as f64).clamp(0.25, 1.0));
        c.begin_path();
        for node in read() {
            let Some(from) = place(node) else { continue };
            let (x, y) = way(from, to).at(share);
            c.move_to(x + 3.2, y);
            let _ = c.arc(x, y, 3.2, 0.0, core::f64::consts::TAU);
        }
        c.stroke();
        brush.alpha(1.0);
    }
    let (fetched_at, fetched) = telemetry.fetched();
    if let (Some(share), Some(to)) = (flight(fetched_at), place(NodeId::LOGS)) {
        c.set_fill_style_str(&palette.fail);
        c.begin_path();
        for (node, lines) in fetched {
            let Some(from) = place(*node) else { continue };
            for i in 0..(*lines).min(4) {
                let (x, y) = way(from, to).at((share - 0.03 * i as f64).max(0.0));
                c.rect(x - 4.0, y - 1.0, 8.0, 2.0);
            }
        }
        c.fill();
    }
    if let (Some(r), Some(now)) = (place(NodeId::METRICS), now)
        && telemetry.alerts().is_firing()
        && !sim.is_out(NodeId::METRICS)
    {
        let share = now % RING_MS / RING_MS;
        let wide = 4.0 + 9.0 * share;
        brush.pen(&palette.fail, 1.6);
        brush.alpha(1.0 - share);
        brush.outline(Rect::new(r.x - wide, r.y - wide, r.w + 2.0 * wide, r.h + 2.0 * wide), 5.0 + wide);
        c.stroke();
        brush.alpha(1.0);
    }
}

/// The state of a machine that watches, in a few words.
pub fn state_words(s: Shared, lane: Lane, node: NodeId) -> String {
    let messages = s.messages();
    s.readout.with(|r| {
        let Some(watch) = r.lanes.get(lane).and_then(|lane| lane.watch.as_deref()) else { return String::new() };
        match node.kind() {
            NodeKind::Metrics => match (watch.firing_s, watch.scraped_s) {
                (Some(firing), _) => messages.watch_alert.replace("{time}", &seconds(firing)),
                (_, Some(ago)) => messages.watch_ago.replace("{time}", &seconds(ago)),
                _ => String::new(),
            },
            NodeKind::Logs => messages.watch_lines.replace("{n}", &grouped(watch.lines as f64)),
            _ => pipeline_words(s, watch),
        }
    })
}

/// How far the last build has come, in a few words.
pub fn pipeline_words(s: Shared, watch: &WatchReadout) -> String {
    let messages = s.messages();
    let text = match watch.stage {
        BuildStage::Idle => messages.watch_build,
        BuildStage::Testing => messages.watch_testing,
        BuildStage::Stopped => messages.watch_stopped,
        BuildStage::RollingOut => messages.watch_rolling,
        BuildStage::Watching | BuildStage::Done => messages.watch_everywhere,
        BuildStage::RolledBack => messages.watch_rolled_back,
    };
    text.replace("{n}", &watch.build.to_string())
        .replace("{on}", &watch.on.0.to_string())
        .replace("{of}", &watch.on.1.to_string())
}

/// The number of a web server's build, and whether it is one that has not proved itself.
fn build(s: Shared, lane: Lane, node: NodeId) -> Option<(u32, bool)> {
    let server = node.web_index()?;
    s.readout.with(|r| {
        let lane = r.lanes.get(lane)?;
        let watch = lane.watch.as_deref()?;
        let build = u32::from(*lane.builds.get(usize::from(server))?);
        let under_way = matches!(watch.stage, BuildStage::RollingOut | BuildStage::Watching);
        Some((build, under_way && build == watch.build))
    })
}

/// On a web server: the number of its build, inverted while it is one that has not proved itself.
pub fn badge(s: Shared, lane: Lane, node: NodeId) -> Option<impl IntoView + use<>> {
    let (build, new) = build(s, lane, node)?;
    let class = if new { "node-build num new" } else { "node-build num" };
    Some(view! { <span class=class data-rank="3" aria-hidden="true">{format!("v{build}")}</span> })
}

/// The same in words, for the name of the machine's button.
pub fn spoken(s: Shared, lane: Lane, node: NodeId) -> String {
    let text = |(build, _): (u32, bool)| format!(", {}", s.messages().watch_build.replace("{n}", &build.to_string()));
    build(s, lane, node).map_or_else(String::new, text)
}
