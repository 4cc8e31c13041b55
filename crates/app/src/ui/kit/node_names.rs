//! What nodes are called on the page.

use scalewalk_course::page::Messages;
use scalewalk_model::shards::EXTRA;
use scalewalk_model::world::{SITES, WORLD};
use scalewalk_model::{Config, Database, NodeId, NodeKind};

pub use scalewalk_units::{elapsed as seconds, grouped, millis as milliseconds, number, percent, rate, rate_number};

/// The name of a node: `web 2`, `server`, `load balancer`.
pub fn node_name(messages: &Messages, config: Option<&Config>, node: NodeId) -> String {
    match node.kind() {
        NodeKind::Browser => messages.node_web.to_owned(),
        NodeKind::Mobile => messages.node_mobile.to_owned(),
        NodeKind::Dns => messages.node_dns.to_owned(),
        NodeKind::Balancer => messages.node_balancer.to_owned(),
        NodeKind::Database | NodeKind::Replica if config.is_some_and(|c| c.topology.replicas) => {
            numbered(messages.node_database_n, node.database_index(), 1)
        }
        NodeKind::Database | NodeKind::Replica => messages.node_database.to_owned(),
        NodeKind::Sessions => messages.node_sessions.to_owned(),
        NodeKind::Cdn => messages.node_cdn.to_owned(),
        NodeKind::Cache => numbered(messages.node_cache_n, node.cache_index(), 1),
        NodeKind::Queue => messages.node_queue.to_owned(),
        NodeKind::Workers => messages.node_workers.to_owned(),
        NodeKind::Metrics => messages.node_metrics.to_owned(),
        NodeKind::Logs => messages.node_logs.to_owned(),
        NodeKind::Pipeline => messages.node_pipeline.to_owned(),
        NodeKind::Shard => match node.shard_index() {
            Some(index @ EXTRA..) => numbered(messages.node_celebrity_n, Some(index - EXTRA), 1),
            index => numbered(messages.node_shard_n, index, 1),
        },
        NodeKind::Site => region(messages, SITES[usize::from(node.home())]).to_owned(),
        NodeKind::Edge => {
            messages.node_edge_in.replace("{region}", region(messages, usize::from(node.edge_index().unwrap_or(0))))
        }
        NodeKind::Web => {
            if config.is_some_and(|c| c.topology.database == Database::Inside) {
                return messages.node_server.to_owned();
            }
            // Counted anew in each data center.
            let first = config.map_or(0, |c| c.servers_of(c.site_of(node)).start);
            numbered(messages.node_web_n, node.web_index().map(|i| i.saturating_sub(first)), 1)
        }
    }
}

/// The same with the data center in which the node stands, where there are several: `web 2 in Europe`; and which name
/// server it is, where there are two.
pub fn node_name_in_full(messages: &Messages, config: Option<&Config>, node: NodeId) -> String {
    if node == NodeId::DNS && config.is_some_and(|c| c.has_standby(node)) {
        return messages.node_first_dns.to_owned();
    }
    let name = node_name(messages, config, node);
    if !config.is_some_and(|c| c.topology.sites) || !node.kind().is_in_a_site() {
        return name;
    }
    let place = region(messages, SITES[usize::from(node.home())]);
    messages.node_in_place.replace("{name}", &name).replace("{place}", place)
}

/// The name of region `index` of the world.
pub fn region(messages: &Messages, index: usize) -> &'static str {
    let key = WORLD.get(index).map_or(String::new(), |region| format!("node_region_{}", region.key.replace('-', "_")));
    messages.get(&key).unwrap_or_default()
}

fn numbered(text: &str, index: Option<u8>, first: u8) -> String {
    text.replace("{n}", &index.map_or(0, |i| i + first).to_string())
}

/// An address for a node, from the ranges kept for documentation and for private networks.
pub fn ip_address(config: &Config, node: NodeId) -> String {
    match (node.kind(), config.topology.balancer) {
        (NodeKind::Balancer, _) => format!("203.0.113.{}", 10 * (1 + node.home())),
        (NodeKind::Site, _) => format!("203.0.113.{}", 10 * (1 + node.home())),
        (NodeKind::Web, true) => format!("10.{}.0.{}", config.site_of(node), 11 + node.web_index().unwrap_or(0)),
        (NodeKind::Web, false) => format!("203.0.113.{}", 11 + node.web_index().unwrap_or(0)),
        (NodeKind::Database | NodeKind::Replica, _) => {
            format!("10.{}.0.{}", node.home(), 101 + node.database_index().unwrap_or(0))
        }
        (NodeKind::Cache, _) => format!("10.{}.0.{}", node.home(), 121 + node.cache_index().unwrap_or(0)),
        (NodeKind::Sessions, _) => format!("10.{}.0.131", node.home()),
        (NodeKind::Queue, _) => "10.0.0.141".to_owned(),
        (NodeKind::Workers, _) => "10.0.0.151".to_owned(),
        (NodeKind::Metrics, _) => "10.0.0.241".to_owned(),
        (NodeKind::Logs, _) => "10.0.0.242".to_owned(),
        (NodeKind::Pipeline, _) => "10.0.0.243".to_owned(),
        (NodeKind::Shard, _) => format!("10.{}.0.{}", node.home(), 161 + node.shard_index().unwrap_or(0)),
        // One address for all of them.
        (NodeKind::Cdn | NodeKind::Edge, _) => "198.51.100.80".to_owned(),
        (NodeKind::Dns, _) => "198.51.100.53".to_owned(),
        _ => "203.0.113.10".to_owned(),
    }
}

/// Whether a node of this system has only a private address.
pub fn is_private(config: &Config, node: NodeId) -> bool {
    match node.kind() {
        NodeKind::Web => config.topology.balancer,
        NodeKind::Metrics | NodeKind::Logs | NodeKind::Pipeline => true,
        kind => kind.is_station(),
    }
}
