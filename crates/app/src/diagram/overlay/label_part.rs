//! What stands beside the name of a node and its state, each where the part of the machine is that it tells of.
//!
//! `data-rank` says how much a label matters, 0 the most; `data-group` is around labels that move together. Both are for
//! `placement.rs`.

use leptos::prelude::*;
use scalewalk_course::Lane;
use scalewalk_course::picture::{Detail, Picture, Placed, Rect};
use scalewalk_model::replication::Role;
use scalewalk_model::{Health, NodeId, params};

use crate::diagram::draw::machine;
use crate::diagram::draw::machine::Inside;
use crate::diagram::overlay::label::Spot;
use crate::diagram::overlay::system_label::css_percent;
use crate::state::shared::Shared;
use crate::ui::kit::node_names::{grouped, rate, seconds};
use crate::view_model::node::NodeReadout;

/// How the balancer chooses.
pub fn algorithm(s: Shared, lane: Lane) -> Option<impl IntoView + use<>> {
    let param = params::find("lb.algorithm").ok()?;
    // Of several there is no room for it.
    let text = s.configs.with(|c| c.get(lane).filter(|c| !c.topology.sites).map(|c| param.show(param.value(c))))?;
    Some(view! { <span class="node-remark" data-rank="5">{text}</span> })
}

/// A replica with more work before it than this is not merely unlucky.
const TOO_SLOW_S: f64 = 1.0;

/// On the lid of a database machine with replicas: what it is, or how far behind the primary.
pub fn role(s: Shared, spot: Spot, state: &NodeReadout) -> Option<impl IntoView + use<>> {
    let text = role_words(s, state).filter(|_| spot.placed.rect.w >= 110.0)?;
    let copying = matches!(state.data?.role, Role::Copying(_)) && spot.room < 130.0;
    let text = if copying { s.messages().state_copying_short.to_owned() } else { text };
    Some(view! { <span class="node-role num"><span data-rank="3">{text}</span></span> })
}

/// What a database machine with replicas is, or how far behind the primary.
pub fn role_words(s: Shared, state: &NodeReadout) -> Option<String> {
    let (messages, data) = (s.messages(), state.data?);
    Some(match data.role {
        Role::Parted | Role::Copying(_) if data.orphans > 0 => {
            messages.state_orphans.replace("{n}", &grouped(data.orphans as f64))
        }
        Role::Primary => messages.state_primary.to_owned(),
        Role::Replica if data.takes_over => messages.state_replaying.replace("{time}", &seconds(data.backlog_s)),
        Role::Replica if data.backlog_s >= TOO_SLOW_S => {
            messages.state_lagging.replace("{time}", &seconds(data.behind_s))
        }
        Role::Replica if data.behind_s < 0.000_5 => messages.state_in_step.to_owned(),
        Role::Replica => messages.state_behind.replace("{time}", &seconds(data.behind_s)),
        Role::Copying(_) => messages.state_copying.replace("{time}", &seconds(data.ready_s.ceil())),
        Role::Parted => messages.state_parted.to_owned(),
    })
}

/// Below the messages of a queue: how old the oldest is, and what was put aside or lost; below its workers, what was made
/// twice.
pub fn messages(s: Shared, state: &NodeReadout) -> Option<impl IntoView + use<>> {
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
            <span class="bad" data-rank="2">{bad.join(", ")}</span>
            <span data-rank="4">{oldest}</span>
        </span>
    })
}

/// How many wait, beside the trough.
pub fn queue(s: Shared, spot: Spot, state: &NodeReadout) -> Option<impl IntoView + use<>> {
    let placed = spot.placed;
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
    Some(view! {
        <span class="node-queue num" data-rank="4" style:left=left style:top=top aria-hidden="true">
            {text}
        </span>
    })
}

/// How many cores work, where there are too many to draw.
pub fn many_cores(s: Shared, spot: Spot, state: &NodeReadout) -> Option<impl IntoView + use<>> {
    let placed = spot.placed;
    if matches!(placed.node, NodeId::QUEUE | NodeId::WORKERS) {
        return None;
    }
    let none_drawn = Inside::of(placed.rect, placed.detail, state.workers, 0.0).sockets.is_empty();
    let room = matches!(placed.detail, Detail::Full | Detail::Medium);
    (none_drawn && room && state.workers > 0).then(|| {
        let text = s.messages().state_cores.replace("{n}", &state.busy.to_string());
        let text = text.replace("{total}", &state.workers.to_string());
        view! { <span class="node-cores num" data-rank="4" aria-hidden="true">{text}</span> }
    })
}

/// Room that a line below a machine takes, in pixels of usual type.
const LINE: f64 = 21.0;

/// Whether a line below web servers would run into the machines under them, in a picture whose units are `scale` times as
/// many as the pixels of usual type.
pub fn is_packed(picture: &Picture, of: &Placed, scale: f64) -> bool {
    let (r, line) = (of.rect, LINE * scale);
    // That of the last one would stand elsewhere than those of the others.
    let around = Rect::new(r.x, r.y - line, r.w, r.h + 2.0 * line);
    let near = |n: &Placed| n.node != of.node && n.node.web_index().is_some() && n.rect.overlaps(&around);
    of.detail == Detail::Medium && of.node.web_index().is_some() && picture.nodes.iter().any(near)
}

/// How many were lost here, and why.
pub fn lost(s: Shared, state: &NodeReadout, in_head: bool) -> Option<impl IntoView + use<>> {
    let (count, cause) = lost_words(s, state)?;
    Some(view! {
        <span class="node-lost num" data-group=(!in_head).then_some("")>
            <span data-rank="2">
                <svg viewBox="-6 -6 12 12" aria-hidden="true">
                    <path d="M-4-4L4 4M4-4L-4 4" />
                </svg>
                <b>{count}</b>
            </span>
            " "
            <i data-rank="5">{cause}</i>
        </span>
    })
}

/// The same in words: how many, or how many a second, and why.
pub fn lost_words(s: Shared, state: &NodeReadout) -> Option<(String, &'static str)> {
    let cause = state.lost_by.filter(|_| state.lost > 0)?;
    let key = format!("cause_{}", cause.key().replace('-', "_"));
    let cause = s.messages().get(&key).unwrap_or_default();
    let count = if state.losing >= 0.05 { rate(state.losing) } else { grouped(state.lost as f64) };
    Some((count, cause))
}
