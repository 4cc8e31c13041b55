//! What machines, faults and causes are called.

use scalewalk_course::Lane;
use scalewalk_course::page::Messages;
use scalewalk_model::{Cause, Config, Database, Fault, NodeId, NodeKind};

/// The name of a node in a system of `config`.
pub fn node(node: NodeId, config: &Config, messages: &Messages) -> String {
    crate::ui::kit::node_names::node_name_in_full(messages, Some(config), node)
}

/// A web server's number, from 1.
fn number(node: NodeId) -> String {
    node.web_index().map_or(0, |i| u32::from(i) + 1).to_string()
}

/// `text` with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The label of the button that does `kind` to a node. `lanes` is how many systems there are.
pub fn fault(kind: Fault, target: NodeId, lane: Lane, lanes: usize, config: &Config, messages: &Messages) -> String {
    let what = match target.kind() {
        NodeKind::Database if !config.topology.keyed() => "database",
        // Of two name servers one is a machine like others.
        NodeKind::Dns if !config.has_standby(target) => "dns",
        NodeKind::Balancer if !config.topology.sites => "balancer",
        NodeKind::Site => "site",
        NodeKind::Queue => "queue",
        NodeKind::Workers => "workers",
        NodeKind::Web if lanes > 1 && lane == 0 => "left",
        NodeKind::Web if lanes > 1 => "right",
        NodeKind::Web if config.topology.sites => "node",
        NodeKind::Web if config.servers > 1 => "web",
        NodeKind::Web if config.topology.database == Database::Inside => "server",
        NodeKind::Web => "web_server",
        _ => "node",
    };
    let verb = match kind {
        Fault::Down => "kill",
        Fault::Slow => "slow",
        Fault::Cut => "cut",
        Fault::Restart => "restart",
        Fault::Destroy => "destroy",
        Fault::Repair => "repair",
    };
    let special = messages.get(&format!("fault_{verb}_{what}"));
    let text = special.or_else(|| messages.get(&format!("fault_{verb}_node"))).unwrap_or_default();
    text.replace("{n}", &number(target)).replace("{what}", &node(target, config, messages))
}

/// A cause of failure in words.
pub fn cause(cause: Cause, messages: &Messages) -> &'static str {
    messages.get(&format!("cause_{}", cause.key().replace('-', "_"))).unwrap_or_default()
}

/// A hop in words, by its key.
pub fn hop(key: &str, messages: &Messages) -> &'static str {
    messages.get(&format!("hop_{}", key.replace('-', "_"))).unwrap_or_default()
}

/// The name of one of two systems.
pub fn lane(lane: Lane, messages: &Messages) -> &'static str {
    if lane == 0 { messages.chart_left } else { messages.chart_right }
}
