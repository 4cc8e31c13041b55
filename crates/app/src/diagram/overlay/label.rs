//! The name of a node, what it is doing, and the button that breaks it.

use leptos::prelude::*;
use scalewalk_course::Lane;
use scalewalk_course::picture::{Detail, Label, Picture, Placed, Rect};
use scalewalk_model::replication::Role;
use scalewalk_model::{Health, NodeId, NodeKind, params, shards};

use crate::diagram::draw::machine;
use crate::diagram::draw::machine::Inside;
use crate::diagram::overlay::keyboard::Machine;
use crate::diagram::overlay::site_label;
use crate::diagram::overlay::system_label::css_percent;
use crate::diagram::part::{sessions, telemetry};
use crate::state::shared::{Mode, Shared, shared};
use crate::ui::kit::node_names::{grouped, node_name, node_name_in_full, number, percent, rate, seconds};
use crate::view_model::node::NodeReadout;

/// Which node's menu is open.
pub type Open = RwSignal<Option<Machine>>;

/// The figures of one node, as of the last look.
pub fn state_of(s: Shared, lane: Lane, node: NodeId) -> Option<NodeReadout> {
    s.readout.with(|r| r.lanes.get(lane)?.nodes.iter().find(|n| n.node == node).cloned())
}

/// A cache that is less full than this is cold.
const COLD: f64 = 0.1;

/// A node's state in a few words: `74 %`, `down 14 s`, `slow 4 ×`.
pub fn state_words(s: Shared, lane: Lane, state: &NodeReadout) -> String {
    let messages = s.messages();
    let factor = s.configs.with(|c| c.get(lane).map_or(1.0, |c| c.slow_factor));
    match state.health {
        Health::Down(_) if state.for_s > 0.0 => messages.state_down_for.replace("{time}", &seconds(state.for_s)),
        Health::Down(_) => messages.state_down.to_owned(),
        Health::Booting(_) => messages.state_starting_for.replace("{time}", &seconds(state.for_s)),
        Health::Slow => messages.state_slow.replace("{n}", &number(factor)),
        // One request makes no rate; a machine works on it or does not.
        Health::Up if s.mode.get() == Mode::Walk && state.edge.is_none() => match (state.workers, state.busy) {
            (0, _) => String::new(),
            (_, 0) => messages.state_idle.to_owned(),
            _ => messages.state_busy.to_owned(),
        },
        Health::Up if state.node == NodeId::QUEUE => {
            let waiting = state.queue.map_or(0, |queue| queue.waiting);
            messages.state_queue_of.replace("{n}", &grouped(waiting as f64))
        }
        Health::Up if state.node == NodeId::CDN => cdn_bill(s, lane),
        Health::Up if matches!(state.node.kind(), NodeKind::Metrics | NodeKind::Logs | NodeKind::Pipeline) => {
            telemetry::state_words(s, lane, state.node)
        }
        Health::Up if state.edge.is_some() => state.edge.and_then(|edge| edge.hits).map_or_else(String::new, percent),
        Health::Up if state.site.is_some() => site_label::state(s, None, state),
        Health::Up if state.workers == 0 => rate(state.rate),
        // The gauge has its utilisation.
        Health::Up if state.full.is_some_and(|full| full < COLD) => messages.state_cold.to_owned(),
        Health::Up => match state.full {
            Some(full) if full > 0.995 => messages.state_brimful.to_owned(),
            Some(full) => messages.state_full.replace("{n}", &grouped(100.0 * full)),
            None => percent(state.utilisation),
        },
    }
}

/// What files cost a month.
fn cdn_bill(s: Shared, lane: Lane) -> String {
    let usd = s.readout.with(|r| r.lanes.get(lane).map_or(0.0, |lane| lane.usd_traffic));
    s.messages().chart_a_month.replace("{n}", &grouped(usd))
}

/// The name of a node over the canvas; where it can break, also its button.
#[component]
pub fn NodeLabel(
    lane: Lane,
    node: NodeId,
    picture: Memo<Picture>,
    menu: Open,
    tab_stop: Memo<Option<Machine>>,
    last: RwSignal<Option<Machine>>,
) -> impl IntoView {
    let s = shared();
    let placed = Memo::new(move |_| {
        picture.with(|p| {
            let found = p.nodes.iter().find(|n| n.lane == lane && n.node == node).copied();
            found.map(|n| (n, p.width, p.height))
        })
    });
    let state = Memo::new(move |_| state_of(s, lane, node));
    // Whether what was lost is told in the line of the name.
    let lost_at = Memo::new(move |_| {
        let (n, ..) = placed.get()?;
        Some(n.rect.w > 150.0 && picture.with(|p| is_packed(p, &n)))
    });
    let name = Memo::new(move |_| s.configs.with(|c| node_name(s.messages(), c.get(lane), node)));
    let full_name = Memo::new(move |_| s.configs.with(|c| node_name_in_full(s.messages(), c.get(lane), node)));
    // In a small place only the number has room.
    let shown = Memo::new(move |_| match (placed.get(), node.web_index()) {
        (Some((n, ..)), Some(i)) if n.detail == Detail::Tiny || n.rect.w < 90.0 => {
            let first = s.configs.with(|c| c.get(lane).map_or(0, |c| c.servers_of(c.site_of(node)).start));
            (i - first + 1).to_string()
        }
        (Some((n, ..)), _) if n.rect.w < 140.0 && node.shard_index().is_some() => match node.shard_index() {
            Some(i @ shards::EXTRA..) => format!("★ {}", i - shards::EXTRA + 1),
            Some(i) if n.rect.w < 90.0 => (i + 1).to_string(),
            _ => name.get(),
        },
        (Some((n, ..)), _) if node == NodeId::WORKERS && n.rect.w < 170.0 => s.messages().node_workers_short.to_owned(),
        (Some((n, ..)), _) if node == NodeId::QUEUE && n.rect.w < 240.0 => s.messages().node_queue_short.to_owned(),
        // The region's name stands below.
        _ if node.kind() == NodeKind::Edge => String::new(),
        // An upright balancer among others has no room at all.
        (Some((n, ..)), _) if n.detail == Detail::Small && n.rect.w < NARROWEST => String::new(),
        (Some((n, ..)), _) if n.rect.w < 170.0 && node.kind() == NodeKind::Sessions => short_name(s, node, name.get()),
        (Some((n, ..)), _) if n.rect.w < 130.0 && (n.label == Label::Inside || n.detail == Detail::Small) => {
            short_name(s, node, name.get())
        }
        _ => name.get(),
    });
    let value = Memo::new(move |_| {
        // What is too narrow for its figure has a bar.
        let narrow = node.shard_index().is_some() && placed.get().is_some_and(|(n, ..)| n.rect.w < 56.0);
        state.get().filter(|_| !narrow).map(|state| state_words(s, lane, &state)).unwrap_or_default()
    });
    let length =
        move |of: fn(Rect, f64, f64) -> f64| move || placed.get().map(|(n, w, h)| css_percent(of(n.rect, w, h)));
    let class = move || {
        let Some((n, ..)) = placed.get() else { return String::new() };
        let place = match n.label {
            Label::Inside => "inside",
            Label::Below => "below",
            Label::Above => "above",
            Label::Left => "left",
            Label::Right => "right",
        };
        let detail = match n.detail {
            Detail::Full => "full",
            Detail::Medium => "medium",
            Detail::Small => "small",
            Detail::Tiny => "tiny",
        };
        let health = match state.get().map(|s| s.health) {
            Some(Health::Down(_)) => "is-down",
            Some(Health::Slow) => "is-slow",
            Some(Health::Booting(_)) => "is-booting",
            _ => "",
        };
        let strained = state.get().is_some_and(|s| s.utilisation >= 0.9);
        let kind = match node.kind() {
            NodeKind::Database | NodeKind::Replica | NodeKind::Shard => "database",
            NodeKind::Dns | NodeKind::Cdn => "dns",
            NodeKind::Edge => "edge",
            NodeKind::Balancer => "balancer",
            NodeKind::Site => "site",
            NodeKind::Metrics | NodeKind::Logs | NodeKind::Pipeline => "watch",
            _ => "",
        };
        let narrow = if n.rect.w < 130.0 { "narrow" } else { "" };
        let packed = if picture.with(|p| is_packed(p, &n)) { "packed" } else { "" };
        format!("node {place} {detail} {kind} {health} {narrow} {packed} {}", if strained { "is-strained" } else { "" })
    };
    let spoken = move || {
        let state = state.get();
        let waiting = state.as_ref().filter(|s| s.waiting > 0).map_or(String::new(), |state| {
            format!(", {}", s.messages().state_queue_of.replace("{n}", &state.waiting.to_string()))
        });
        let sessions = state.as_ref().map_or(String::new(), |state| sessions::spoken(s, state));
        let build = telemetry::spoken(s, lane, node);
        format!("{}: {}{waiting}{sessions}{build}", full_name.get(), value.get())
    };
    // The cells of a small cache node tell how full it is.
    let written = move || {
        let narrow = placed.get().is_some_and(|(n, ..)| n.rect.w < 140.0);
        let width = placed.get().map_or(0.0, |(n, ..)| n.rect.w);
        let crowded = || placed.get().is_none_or(|(n, ..)| n.label == Label::Inside || n.detail == Detail::Small);
        // How long has no room in there, and in the slimmest nothing has.
        match state.get().map(|state| (state.health, state)) {
            // A name outside has all the room there is.
            _ if width < NARROWEST && crowded() => return String::new(),
            Some((Health::Up, state)) if state.site.is_some() => {
                return site_label::state(s, placed.get().map(|p| p.0), &state);
            }
            Some((Health::Booting(_), _)) if width < 130.0 => return String::new(),
            // Its sessions are told below its name.
            Some((Health::Up | Health::Down(_), _)) if width < 140.0 && node.kind() == NodeKind::Sessions => {
                return String::new();
            }
            Some((Health::Slow, _)) if width < 140.0 => return s.messages().state_slow_short.to_owned(),
            Some((Health::Down(_), _)) if width < 140.0 || (width < 170.0 && node == NodeId::WORKERS) => {
                return s.messages().state_down.to_owned();
            }
            _ => {}
        }
        let told =
            narrow && state.get().is_some_and(|s| s.full.is_some_and(|full| full >= COLD) && s.health == Health::Up);
        if told && s.mode.get() == Mode::Traffic { String::new() } else { value.get() }
    };
    let breakable = !node.kind().is_client();
    view! {
        <div
            class=class
            style:left=length(|r, w, _| r.x / w)
            style:top=length(|r, _, h| r.y / h)
            style:width=length(|r, w, _| r.w / w)
            style:height=length(|r, _, h| r.h / h)
            style:--lid=length(|r, _, _| 2.0 * machine::lid(r) / r.h)
        >
            {breakable
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="node-hit"
                            data-node=node.to_string()
                            data-lane=lane.to_string()
                            aria-label=spoken
                            aria-haspopup="menu"
                            tabindex=move || if tab_stop.get() == Some((lane, node)) { "0" } else { "-1" }
                            aria-expanded=move || (menu.get() == Some((lane, node))).to_string()
                            on:focus=move |_| last.set(Some((lane, node)))
                            on:click=move |_| {
                                menu.update(|open| {
                                    *open = if *open == Some((lane, node)) { None } else { Some((lane, node)) };
                                });
                            }
                        ></button>
                    }
                })}
            <span class="node-head" aria-hidden=breakable.then_some("true")>
                <span class="node-name">{move || shown.get()}</span>
                <span class="node-value num">{written}</span>
                {move || if node == NodeId::BALANCER { algorithm(s, lane) } else { None }}
                {move || site_label::board(s, placed.get().map(|p| p.0), state.get())}
                {move || if lost_at.get() == Some(true) { lost(s, state.get()) } else { None }}
            </span>
            {move || role(s, placed.get(), state.get())}
            {move || sessions::held(s, placed.get().map(|p| p.0), state.get())}
            {move || telemetry::badge(s, lane, node)}
            {move || queue(s, placed.get(), state.get())}
            {move || messages(s, state.get())}
            {move || many_cores(s, placed.get(), state.get())}
            {move || if lost_at.get() == Some(false) { lost(s, state.get()) } else { None }}
        </div>
    }
}

/// Narrower machines have no room for a name.
const NARROWEST: f64 = 40.0;

/// A name for where there is little room.
fn short_name(s: Shared, node: NodeId, name: String) -> String {
    match node.kind() {
        NodeKind::Sessions => s.messages().node_sessions_short.to_owned(),
        NodeKind::Balancer => s.messages().node_balancer_short.to_owned(),
        _ => name,
    }
}

fn algorithm(s: Shared, lane: Lane) -> Option<impl IntoView + use<>> {
    let param = params::find("lb.algorithm").ok()?;
    // Of several there is no room for it.
    let text = s.configs.with(|c| c.get(lane).filter(|c| !c.topology.sites).map(|c| param.show(param.value(c))))?;
    Some(view! { <span class="node-remark">{text}</span> })
}

/// On the lid of a database machine with replicas: what it is, or how far behind the primary.
fn role(s: Shared, placed: Place, state: Option<NodeReadout>) -> Option<impl IntoView + use<>> {
    let ((placed, ..), data) = (placed?, state?.data?);
    if placed.rect.w < 110.0 {
        return None;
    }
    let messages = s.messages();
    let text = match data.role {
        Role::Parted | Role::Copying(_) if data.orphans > 0 => {
            messages.state_orphans.replace("{n}", &grouped(data.orphans as f64))
        }
        Role::Primary => messages.state_primary.to_owned(),
        Role::Replica if data.behind_s < 0.000_5 => messages.state_in_step.to_owned(),
        Role::Replica => messages.state_behind.replace("{time}", &seconds(data.behind_s)),
        Role::Copying(_) => messages.state_copying.replace("{time}", &seconds(data.ready_s.ceil())),
        Role::Parted => messages.state_parted.to_owned(),
    };
    Some(view! { <span class="node-role num">{text}</span> })
}

/// Below the messages of a queue: how old the oldest is, and what was put aside or lost; below its workers, what was made
/// twice.
fn messages(s: Shared, state: Option<NodeReadout>) -> Option<impl IntoView + use<>> {
    let state = state?;
    let queue = state.queue?;
    let messages = s.messages();
    let told = |n: u64, text: &str| (n > 0).then(|| text.replace("{n}", &grouped(n as f64)));
    let at_queue = state.node == NodeId::QUEUE;
    let oldest =
        (at_queue && queue.waiting > 0).then(|| messages.state_oldest.replace("{time}", &seconds(queue.oldest_s)));
    let bad = if at_queue {
        [told(queue.dead, messages.state_dead), told(queue.lost, messages.state_lost)]
    } else {
        [told(queue.duplicates, messages.state_twice), None]
    };
    let bad: Vec<_> = bad.into_iter().flatten().collect();
    Some(view! {
        <span class="node-messages num" aria-hidden="true">
            <span class="bad">{bad.join(", ")}</span>
            <span>{oldest}</span>
        </span>
    })
}

type Place = Option<(Placed, f64, f64)>;

/// How many wait, beside the trough.
fn queue(s: Shared, placed: Place, state: Option<NodeReadout>) -> Option<impl IntoView + use<>> {
    let ((placed, ..), state) = (placed?, state?);
    let r = placed.rect;
    if matches!(placed.node, NodeId::QUEUE | NodeId::WORKERS) {
        return None;
    }
    let lid = machine::lid_of(placed.node, r);
    let trough = Inside::of(r, placed.detail, state.workers, lid).trough.filter(|_| state.workers > 0)?;
    let left = css_percent((trough.x + trough.w + 5.0 - r.x) / r.w);
    let top = css_percent((trough.y + trough.h - r.y) / r.h);
    let text = if matches!(state.health, Health::Down(_)) {
        String::new()
    } else if state.waiting == 0 {
        s.messages().state_queue.to_owned()
    } else {
        grouped(f64::from(state.waiting))
    };
    Some(view! { <span class="node-queue num" style:left=left style:top=top aria-hidden="true">{text}</span> })
}

/// How many cores work, where there are too many to draw.
fn many_cores(s: Shared, placed: Place, state: Option<NodeReadout>) -> Option<impl IntoView + use<>> {
    let ((placed, ..), state) = (placed?, state?);
    if matches!(placed.node, NodeId::QUEUE | NodeId::WORKERS) {
        return None;
    }
    let none_drawn = Inside::of(placed.rect, placed.detail, state.workers, 0.0).sockets.is_empty();
    let room = matches!(placed.detail, Detail::Full | Detail::Medium);
    (none_drawn && room && state.workers > 0).then(|| {
        let text = s.messages().state_cores.replace("{n}", &state.busy.to_string());
        view! { <span class="node-cores num" aria-hidden="true">{text.replace("{total}", &state.workers.to_string())}</span> }
    })
}

/// Room that a line below a machine takes.
const LINE: f64 = 21.0;

/// Whether a line below web servers would run into the machines under them.
fn is_packed(picture: &Picture, of: &Placed) -> bool {
    let r = of.rect;
    // That of the last one would stand elsewhere than those of the others.
    let around = Rect::new(r.x, r.y - LINE, r.w, r.h + 2.0 * LINE);
    let near = |n: &Placed| n.node != of.node && n.node.web_index().is_some() && n.rect.overlaps(&around);
    of.detail == Detail::Medium && of.node.web_index().is_some() && picture.nodes.iter().any(near)
}

/// How many were lost here, and why.
fn lost(s: Shared, state: Option<NodeReadout>) -> Option<impl IntoView + use<>> {
    let state = state.filter(|state| state.lost > 0)?;
    let cause = state.lost_by?;
    let key = format!("cause_{}", cause.key().replace('-', "_"));
    let cause = s.messages().get(&key).unwrap_or_default();
    let count = if state.losing >= 0.05 { rate(state.losing) } else { grouped(state.lost as f64) };
    Some(view! {
        <span class="node-lost num">
            <svg viewBox="-6 -6 12 12" aria-hidden="true">
                <path d="M-4-4L4 4M4-4L-4 4" />
            </svg>
            <b>{format!("{count} ")}</b>
            <i>{cause}</i>
        </span>
    })
}
