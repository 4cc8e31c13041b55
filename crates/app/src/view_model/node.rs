//! What the page shows of one node: its health, its load, and what it holds.

use scalewalk_model::replication::Role;
use scalewalk_model::time::to_secs;
use scalewalk_model::{CAUSES, Cause, Count, Health, NodeId, NodeKind, SessionMode, Sim};

use crate::view_model::readout::Counters;
use crate::view_model::site::{SiteReadout, site_readout};
use crate::view_model::world::{EdgeReadout, RegionReadout, edge_readout};

/// What the page shows of one node.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeReadout {
    /// Which.
    pub node: NodeId,
    /// Its state of health.
    pub health: Health,
    /// Seconds since it went down, or until it is up.
    pub for_s: f64,
    /// Share of worker time used lately.
    pub utilisation: f64,
    /// Workers that work.
    pub busy: u32,
    /// Workers.
    pub workers: u32,
    /// Requests that wait.
    pub waiting: u32,
    /// Requests that came lately, a second.
    pub rate: f64,
    /// Requests that failed here by its fault, since the measuring began.
    pub lost: u64,
    /// The cause of most of these.
    pub lost_by: Option<Cause>,
    /// Failures here a second, lately.
    pub losing: f64,
    /// Whether the balancer sends it requests; true where there is no balancer.
    pub in_rotation: bool,
    /// Whether it cannot be reached although it may work.
    pub cut: bool,
    /// Whether the web servers have noticed that it is gone.
    pub noticed: bool,
    /// The sessions that it holds, if it is one that does.
    pub sessions: Option<SessionReadout>,
    /// What it holds, if it is one of several database machines.
    pub data: Option<DataReadout>,
    /// The share of its places that are taken, if it is a cache node.
    pub full: Option<f64>,
    /// What it keeps, if it is an edge location.
    pub edge: Option<EdgeReadout>,
    /// How it fares, if it is a data center as a whole.
    pub site: Option<SiteReadout>,
    /// The messages, if it is the message queue or its workers.
    pub queue: Option<QueueReadout>,
}

/// The message queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QueueReadout {
    /// Messages that wait.
    pub waiting: u64,
    /// Messages in work.
    pub in_work: u64,
    /// Dead letters.
    pub dead: u64,
    /// Messages lost with its memory, since the measuring began.
    pub lost: u64,
    /// Pictures made twice, since the measuring began.
    pub duplicates: u64,
    /// Age of the oldest message that waits, in seconds.
    pub oldest_s: f64,
}

fn queue_readout(sim: &Sim, node: NodeId) -> Option<QueueReadout> {
    let (queue, totals) = (sim.queue(), sim.measured_totals());
    matches!(node.kind(), NodeKind::Queue | NodeKind::Workers).then(|| QueueReadout {
        waiting: queue.waiting() as u64,
        in_work: queue.in_work() as u64,
        dead: queue.dead(),
        lost: totals.of(Count::LostMessage),
        duplicates: totals.of(Count::Duplicate),
        oldest_s: queue.oldest().map_or(0.0, |published| to_secs(sim.now() - published)),
    })
}

/// The sessions of a machine.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SessionReadout {
    /// Of how many visitors it holds them.
    pub held: u32,
    /// How many it lost when it last lost its memory.
    pub lost: u32,
}

/// What a database machine holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DataReadout {
    /// What it is.
    pub role: Role,
    /// Age of the oldest write that it does not know of, in seconds.
    pub behind_s: f64,
    /// Seconds of work that it has with the writes that it has received and not applied.
    pub backlog_s: f64,
    /// Whether it is to be the primary once it has applied them.
    pub takes_over: bool,
    /// Seconds until it has copied everything.
    pub ready_s: f64,
    /// Acknowledged writes that are lost and can be read from its disk.
    pub orphans: u64,
}

/// Entries of a cache node, over as many as it can keep.
fn fullness(sim: &Sim, node: NodeId) -> Option<f64> {
    let cache = sim.cache_tier_at(sim.config().site_of(node)).node(node.cache_index()?)?;
    Some(f64::from(cache.len()) / f64::from(cache.capacity().max(1)))
}

fn data_readout(sim: &Sim, node: NodeId) -> Option<DataReadout> {
    let machine = node.database_index().filter(|_| sim.config().topology.keyed())?;
    let replication = sim.replication_at(sim.config().site_of(node));
    let role = replication.role(machine)?;
    let ready_s = match role {
        Role::Copying(until) => to_secs(until.saturating_sub(sim.now())),
        _ => 0.0,
    };
    let here = replication.orphans_on() == machine;
    let orphans = replication.orphans().iter().filter(|write| here && write.acknowledged).count() as u64;
    Some(DataReadout {
        role,
        behind_s: to_secs(replication.behind(machine, sim.now()).1),
        backlog_s: replication.backlog(machine, sim.now()) as f64 * sim.config().replication.apply_ms * 1e-3,
        takes_over: sim.takes_over(node),
        ready_s,
        orphans,
    })
}

fn sessions(sim: &Sim, node: NodeId) -> Option<SessionReadout> {
    let config = sim.config();
    let holds = match node.kind() {
        NodeKind::Web => config.topology.sessions && config.sessions.mode != SessionMode::Store,
        NodeKind::Sessions => true,
        _ => false,
    };
    holds.then(|| SessionReadout { held: sim.sessions_at(node), lost: sim.sessions_lost_at(node) })
}

/// How a node fares.
pub fn health(sim: &Sim, node: NodeId) -> Health {
    match node {
        NodeId::DNS if !sim.dns_is_up() => Health::Down(0),
        _ if node.kind() == NodeKind::Balancer && !sim.balancer_at(node.home()).is_up() => Health::Down(0),
        _ if node.kind() == NodeKind::Site => sim.site_health(node.home()),
        _ if sim.is_out(node) || (node.edge_index().is_some() && sim.is_out(NodeId::CDN)) => Health::Down(0),
        _ => sim.station(node).map_or(Health::Up, |station| station.health()),
    }
}

/// What to show of `node`, given its rates and those of the clients, from a browser and from the app.
pub fn node_readout(
    sim: &Sim,
    node: NodeId,
    rate: &Counters,
    clients: (f64, f64),
    regions: &[RegionReadout],
) -> NodeReadout {
    let station = sim.station(node);
    let health = health(sim, node);
    let for_s = match health {
        Health::Down(since) if since > 0 => to_secs(sim.now().saturating_sub(since)),
        Health::Booting(until) => to_secs(until.saturating_sub(sim.now())),
        _ => 0.0,
    };
    let lost: [u64; CAUSES] = sim.losses_since_mark(node);
    let most = Cause::ALL.iter().copied().filter(|c| lost[*c as usize] > 0).max_by_key(|c| lost[*c as usize]);
    NodeReadout {
        node,
        health,
        for_s,
        // Those that are to go may finish their work.
        utilisation: if rate.capacity > 0.0 { (rate.busy / rate.capacity).min(1.0) } else { 0.0 },
        busy: station.map_or(0, |s| s.busy()),
        workers: station.map_or(0, |s| s.workers()),
        waiting: station.map_or(0, |s| s.waiting()),
        rate: match node {
            NodeId::BROWSER => clients.0,
            NodeId::MOBILE => clients.1,
            _ => rate.arrived,
        },
        lost: lost.iter().sum(),
        lost_by: most,
        losing: rate.lost,
        in_rotation: match node.web_index() {
            Some(i) if sim.config().topology.balancer => sim.balancer_at(sim.config().site_of(node)).in_rotation(i),
            _ => true,
        },
        cut: sim.is_cut(node),
        noticed: !sim.is_believed(node),
        sessions: sessions(sim, node),
        data: data_readout(sim, node),
        full: fullness(sim, node),
        queue: queue_readout(sim, node),
        edge: node.edge_index().map(|i| edge_readout(sim, usize::from(i), regions.get(usize::from(i)))),
        site: node.site_index().map(|site| site_readout(sim, site, regions)),
    }
}
