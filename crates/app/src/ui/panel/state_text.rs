//! The system in words, for those who do not see the picture and for those who wish to read it.

use leptos::prelude::*;
use scalewalk_model::{Config, Health};

use crate::diagram::part::telemetry;
use crate::state::shared::{Shared, shared};
use crate::ui::kit::ui::ui;
use crate::ui::kit::{format, names};
use crate::ui::panel::shard_panel;
use crate::view_model::node::NodeReadout;
use crate::view_model::readout::LaneReadout;

fn health(s: Shared, node: &NodeReadout, slow_factor: f64) -> String {
    let messages = s.messages();
    match node.health {
        Health::Up if !node.in_rotation => messages.state_out.to_owned(),
        Health::Up => messages.state_up.to_owned(),
        Health::Slow => messages.state_slow.replace("{n}", &format::number(slow_factor)),
        Health::Down(_) => messages.state_down.to_owned(),
        Health::Booting(_) => messages.state_starting.to_owned(),
    }
}

fn sentences(s: Shared, lane: usize, readout: &LaneReadout, two: bool) -> Vec<String> {
    let messages = s.messages();
    let Some(config) = s.configs.with(|c| c.get(lane).cloned()) else { return Vec::new() };
    let mut out = Vec::new();
    if two {
        out.push(format!("{}:", names::capital(names::lane(lane, messages))));
    }
    if lane == 0 {
        let users = format::compact(config.users);
        let rate = format::number(readout.load.round());
        let text = if config.scaling.wave > 0.0 { messages.told_load_now } else { messages.told_load };
        out.push(text.replace("{users}", &users).replace("{rate}", &rate));
        if config.scaling.auto {
            let target = format::percent(config.scaling.target);
            out.push(messages.told_pool.replace("{n}", &config.servers.to_string()).replace("{target}", &target));
        }
        if readout.signed_out > 0 {
            out.push(messages.told_signed_out.replace("{n}", &format::number(readout.signed_out as f64)));
        }
    }
    let n = format::number(readout.answers.round());
    out.push(match readout.percentiles_ms {
        [Some(p50), _, Some(p99)] => messages
            .told_answers
            .replace("{n}", &n)
            .replace("{p50}", &format::millis(p50))
            .replace("{p99}", &format::millis(p99)),
        _ => messages.told_answers_few.replace("{n}", &n),
    });
    out.push(match readout.failures.iter().max_by(|a, b| a.1.total_cmp(&b.1)) {
        None => messages.told_no_failures.to_owned(),
        Some((cause, _)) => {
            let all: f64 = readout.failures.iter().map(|f| f.1).sum();
            let n = format::number((all * 10.0).round() / 10.0);
            messages.told_failures.replace("{n}", &n).replace("{cause}", names::cause(*cause, messages))
        }
    });
    for node in &readout.nodes {
        out.extend(site_sentences(s, node, &config));
    }
    let stations = |n: &&NodeReadout| n.workers > 0 && n.node.kind().is_station();
    for node in readout.nodes.iter().filter(stations) {
        let line = messages
            .told_node
            .replace("{name}", &names::capital(&names::node(node.node, &config, messages)))
            .replace("{state}", &health(s, node, config.slow_factor))
            .replace("{busy}", &node.busy.to_string())
            .replace("{cores}", &node.workers.to_string())
            .replace("{queued}", &node.waiting.to_string());
        let sessions = node.sessions.map(|sessions| {
            let n = format::number(f64::from(sessions.held));
            format!(" {}.", names::capital(&messages.told_sessions.replace("{n}", &n)))
        });
        let rows = s.player.with_value(|p| p.shown().get(lane).and_then(|sim| shard_panel::spoken(s, sim, node.node)));
        let rows = rows.map(|rows| format!(" {}.", names::capital(&rows)));
        out.push(line + &sessions.or(rows).unwrap_or_default());
    }
    if let Some(queue) = readout.nodes.iter().find_map(|node| node.queue) {
        let number = |n: u64| format::number(n as f64);
        let line = messages.told_queue.replace("{n}", &number(queue.waiting)).replace("{work}", &number(queue.in_work));
        let line = line.replace("{time}", &format::elapsed(queue.oldest_s)).replace("{dead}", &number(queue.dead));
        out.push(line.replace("{lost}", &number(queue.lost)).replace("{twice}", &number(queue.duplicates)));
    }
    if let Some(watch) = readout.watch.as_deref() {
        if let (Some(ago), Some(share)) = (watch.scraped_s, watch.share) {
            let share = format!("{}\u{a0}%", format::number(100.0 * share));
            out.push(messages.told_scraped.replace("{time}", &format::seconds(ago.floor())).replace("{share}", &share));
        }
        if let Some(firing) = watch.firing_s {
            out.push(messages.told_alert.replace("{time}", &format::seconds(firing.round())));
        }
        out.push(format!("{}.", names::capital(&telemetry::pipeline_words(s, watch))));
    }
    let fullest = readout.nodes.iter().filter(stations).max_by(|a, b| a.utilisation.total_cmp(&b.utilisation));
    if let Some(node) = fullest.filter(|n| n.utilisation > 0.05) {
        let name = names::capital(&names::node(node.node, &config, messages));
        out.push(messages.told_first_full.replace("{name}", &name));
    }
    out
}

/// How a data center fares, if the node is one.
fn site_sentences(s: Shared, node: &NodeReadout, config: &Config) -> Vec<String> {
    let (messages, Some(site)) = (s.messages(), node.site) else { return Vec::new() };
    let name = names::node(node.node, config, messages);
    let told = [
        (true, messages.told_site),
        (matches!(node.health, Health::Down(_)), messages.told_site_down),
        (node.cut, messages.told_site_cut),
        (!site.named, messages.told_site_not_named),
    ];
    let fill = |text: &str| {
        text.replace("{name}", &name)
            .replace("{share}", &format::percent(site.share))
            .replace("{build}", &messages.state_build.replace("{n}", &site.build.to_string()))
            .replace("{n}", &format::number(site.overwritten as f64))
    };
    told.into_iter().filter(|(is, _)| *is).map(|(_, text)| fill(text)).collect()
}

/// The state of the system in words; not read out by itself.
#[component]
pub fn StateText() -> impl IntoView {
    let s = shared();
    let messages = s.messages();
    let calm = ui().calm;
    let open = RwSignal::new(false);
    let text = move || {
        if !open.get() {
            return Vec::new();
        }
        calm.with(|r| {
            let two = r.lanes.len() > 1;
            r.lanes.iter().enumerate().flat_map(|(i, lane)| sentences(s, i, lane, two)).collect::<Vec<_>>()
        })
    };
    view! {
        <details class="told" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary>{messages.told_title}</summary>
            {move || text().into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        </details>
    }
}
