//! What is written about a node: its name and its state, as long as there is room for them, and all of it in words.

use scalewalk_course::Lane;
use scalewalk_course::page::Term;
use scalewalk_course::picture::Detail;
use scalewalk_model::{Health, NodeId, NodeKind, shards};

use crate::diagram::overlay::label::Spot;
use crate::diagram::overlay::{label_part, site_label};
use crate::diagram::part::{sessions, telemetry};
use crate::state::shared::{Mode, Shared};
use crate::ui::kit::node_names::{grouped, number, percent, rate, seconds};
use crate::view_model::node::NodeReadout;
use leptos::prelude::*;

/// A cache that is less full than this is cold.
const COLD: f64 = 0.1;

/// Its name, or what of it has room.
pub fn name(s: Shared, spot: Spot, name: String) -> String {
    let (messages, node, room) = (s.messages(), spot.placed.node, spot.room);
    let detail = spot.placed.detail;
    match node.kind() {
        // The region's name stands below.
        NodeKind::Edge => String::new(),
        // An upright balancer among others has no room at all.
        _ if detail == Detail::Small && spot.is_slim() => String::new(),
        NodeKind::Cache if room < 62.0 => (node.cache_index().unwrap_or(0) + 1).to_string(),
        NodeKind::Sessions if room < 74.0 => String::new(),
        NodeKind::Web if detail == Detail::Tiny || room < 90.0 => {
            let server = node.web_index().unwrap_or(0);
            let first = s.configs.with(|c| c.get(spot.placed.lane).map_or(0, |c| c.servers_of(c.site_of(node)).start));
            (server.saturating_sub(first) + 1).to_string()
        }
        NodeKind::Shard if room < 140.0 => match node.shard_index() {
            Some(i @ shards::EXTRA..) => format!("★ {}", i - shards::EXTRA + 1),
            Some(i) if room < 90.0 => (i + 1).to_string(),
            _ => name,
        },
        NodeKind::Workers if room < 170.0 => messages.node_workers_short.to_owned(),
        NodeKind::Queue if room < 240.0 => messages.node_queue_short.to_owned(),
        NodeKind::Sessions if room < 170.0 => messages.node_sessions_short.to_owned(),
        NodeKind::Balancer if room < 130.0 && spot.is_crowded() => messages.node_balancer_short.to_owned(),
        _ => name,
    }
}

/// The sign that stands for the words of a name where these have no room.
pub fn sign(spot: Spot) -> Option<Term> {
    match spot.placed.node.kind() {
        NodeKind::Cache if spot.room < 62.0 => Some(Term::Cache),
        // Where its sessions are told, they have the sign.
        NodeKind::Sessions if spot.room < 74.0 && spot.placed.detail == Detail::Tiny => Some(Term::Session),
        _ => None,
    }
}

/// Its state, or what of it has room.
pub fn value(s: Shared, spot: Spot, state: &NodeReadout) -> Option<String> {
    let (messages, node, room) = (s.messages(), spot.placed.node, spot.room);
    let narrow = room < 140.0;
    // The cells of a small cache node tell how full it is.
    let told = narrow && s.mode.get() == Mode::Traffic && state.full.is_some_and(|full| full >= COLD);
    match state.health {
        // A name outside has all the room there is.
        _ if spot.is_slim() && spot.is_crowded() => None,
        // What is too narrow for its figure has a bar.
        _ if node.shard_index().is_some() && room < 56.0 => None,
        Health::Up if told => None,
        Health::Up if state.site.is_some() => Some(site_label::state(s, Some(spot), state)),
        Health::Booting(_) if room < 130.0 => None,
        // Its sessions are told below its name.
        Health::Up | Health::Down(_) if narrow && node.kind() == NodeKind::Sessions => None,
        // For how long has no room.
        Health::Slow if narrow => Some(messages.state_slow_short.to_owned()),
        Health::Down(_) if narrow || (room < 170.0 && node == NodeId::WORKERS) => Some(messages.state_down.to_owned()),
        _ => Some(state_words(s, spot.placed.lane, state)),
    }
}

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

/// All that is told of a machine, in words: for the name of its button, and for where not all of it has room.
pub fn in_words(s: Shared, lane: Lane, state: &NodeReadout) -> String {
    let messages = s.messages();
    let lost = |(count, cause): (String, &str)| format!("{}, {cause}", messages.state_lost.replace("{n}", &count));
    let told = [
        Some(state_words(s, lane, state)).filter(|words| !words.is_empty()),
        (state.waiting > 0).then(|| messages.state_queue_of.replace("{n}", &state.waiting.to_string())),
        label_part::role_words(s, state),
        label_part::lost_words(s, state).map(lost),
    ];
    let told: Vec<_> = told.into_iter().flatten().collect();
    let (sessions, build) = (sessions::spoken(s, state), telemetry::spoken(s, lane, state.node));
    format!("{}{sessions}{build}", told.join(", "))
}
