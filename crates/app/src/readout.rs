//! Coarse figures for the page, copied from the simulations ten times a second.

use scalewalk_model::replication::Role;
use scalewalk_model::series::{Bucket, LEVELS, Series};
use scalewalk_model::time::{Nanos, to_secs};
use scalewalk_model::{CAUSES, Cause, Config, Count, Health, NodeId, NodeKind, SessionMode, Sim};

use crate::player::Player;
use crate::site_readout::{SiteReadout, site_readout};
use crate::watch_readout::{WatchReadout, watch_readout};
use crate::world_readout::{EdgeReadout, RegionReadout, WorldMeter, edge_readout};

/// What the page shows of all systems.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readout {
    /// The moment shown, in seconds since the reader came.
    pub now_s: f64,
    /// Simulated seconds a second, as of late.
    pub true_speed: f64,
    /// By system.
    pub lanes: Vec<LaneReadout>,
}

/// What the page shows of one system.
#[derive(Clone, Debug, PartialEq)]
pub struct LaneReadout {
    /// Requests a second that arrive at this moment by the settings.
    pub load: f64,
    /// Answers a second, over the last bucket.
    pub answers: f64,
    /// Median, 95th and 99th percentile of late, in milliseconds; none where too few.
    pub percentiles_ms: [Option<f64>; 3],
    /// Failures a second by cause, over the last bucket; only causes that occur.
    pub failures: Vec<(Cause, f64)>,
    /// Share of requests that are drawn.
    pub drawn: f64,
    /// Price of the machines and of delivering files, in dollars a month.
    pub usd_month: f64,
    /// Visitors whose sessions were lost, since the measuring began.
    pub signed_out: u64,
    /// … of which delivering files.
    pub usd_traffic: f64,
    /// By region of the world; none where users are not spread over it.
    pub regions: Vec<RegionReadout>,
    /// Of those who watch the system, if there are some.
    pub watch: Option<Box<WatchReadout>>,
    /// Which build each web server runs, where new ones can come.
    pub builds: Vec<u16>,
    /// By node.
    pub nodes: Vec<NodeReadout>,
}

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
    /// Seconds until it has copied everything.
    pub ready_s: f64,
    /// Acknowledged writes that are lost and can be read from its disk.
    pub orphans: u64,
}

fn builds(sim: &Sim) -> Vec<u16> {
    let there = sim.config().topology.telemetry;
    let servers = sim.config().all_servers().last().filter(|_| there).map_or(0, |last| last + 1);
    (0..servers).map(|server| sim.build_of(server)).collect()
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
    Some(DataReadout { role, behind_s: to_secs(replication.behind(machine, sim.now()).1), ready_s, orphans })
}

/// Remembers counts, to make rates of them.
#[derive(Debug, Default)]
pub struct Meter {
    last: Vec<(Nanos, Vec<Seen>)>,
    rates: Vec<Vec<Seen>>,
    worlds: Vec<WorldMeter>,
    version: u64,
    walking: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    arrived: f64,
    lost: f64,
    busy: f64,
    capacity: f64,
    browser: f64,
    mobile: f64,
}

impl Seen {
    fn over(&self, seconds: f64) -> Self {
        Self {
            arrived: self.arrived / seconds,
            lost: self.lost / seconds,
            busy: self.busy / seconds,
            capacity: self.capacity / seconds,
            browser: self.browser / seconds,
            mobile: self.mobile / seconds,
        }
    }
}

/// All nodes that a system of `config` has, clients and DNS first.
pub fn nodes(config: &Config) -> Vec<NodeId> {
    let first = [NodeId::BROWSER, NodeId::MOBILE, NodeId::DNS];
    // The web servers come before what stands behind them.
    let web = |node: &NodeId| node.kind() == NodeKind::Balancer || node.web_index().is_some();
    let (front, behind): (Vec<_>, Vec<_>) =
        NodeId::all().filter(|n| !first.contains(n) && config.has(*n)).partition(web);
    first.into_iter().chain(front).chain(behind).collect()
}

/// The level of the series that a chart of about seventy buckets takes at `speed`.
pub fn chart_level(speed: f64) -> usize {
    match speed {
        s if s < 0.2 => 0,
        s if s < 3.0 => 1,
        s if s < 30.0 => 2,
        s if s < 300.0 => 3,
        _ => 4,
    }
}

/// Looks closer together than this, in seconds of the reader, make no rate: a fifth of the usual distance.
const SOONEST_S: f64 = 0.02;

impl Meter {
    /// What to show now.
    pub fn read(&mut self, player: &Player) -> Readout {
        let sims = player.shown();
        if self.version != player.version() || self.last.len() != sims.len() {
            self.version = player.version();
            self.last.resize(sims.len(), (0, Vec::new()));
            self.rates.resize(sims.len(), Vec::new());
            self.worlds.resize_with(sims.len(), WorldMeter::default);
        }
        if self.walking != player.walk().is_some() {
            // Other systems are shown now: what was counted of the last ones says nothing of these.
            self.walking = !self.walking;
            self.last.fill((0, Vec::new()));
            self.rates.fill(Vec::new());
            self.worlds.iter_mut().for_each(WorldMeter::forget);
        }
        let lanes = sims.iter().enumerate().map(|(lane, sim)| self.lane(lane, sim, player.speed)).collect();
        Readout { now_s: to_secs(player.now().saturating_sub(player.start())), true_speed: player.true_speed(), lanes }
    }

    fn lane(&mut self, lane: usize, sim: &Sim, speed: f64) -> LaneReadout {
        let config = sim.config();
        let nodes = nodes(config);
        let mut seen = vec![Seen::default(); scalewalk_model::NODES];
        NodeId::all().for_each(|node| seen[node.index()] = look(sim, node));
        let (rates, (then, before), world) = (&mut self.rates[lane], &mut self.last[lane], &mut self.worlds[lane]);
        let dt = to_secs(sim.now().saturating_sub(*then));
        // A fault takes a nanosecond, in which much may fail: that is no rate yet. The next look counts it.
        let too_soon = !rates.is_empty() && sim.now() >= *then && dt < SOONEST_S * speed;
        if rates.is_empty() {
            // The first look tells the mean so far.
            let elapsed = to_secs(sim.now()).max(1e-9);
            *rates = seen.iter().map(|s| s.over(elapsed)).collect();
            world.look(sim, elapsed, 0.0);
        } else if before.len() == seen.len() && sim.now() > *then && !too_soon {
            // Smooth over half a second of simulated time, or 25 looks, whichever passes sooner.
            let keep = libm::exp(-(dt / 0.5).max(0.04));
            world.look(sim, dt, keep);
            for ((rate, a), b) in rates.iter_mut().zip(&*before).zip(&seen) {
                let blend = |old: f64, a: f64, b: f64| old * keep + (b - a).max(0.0) / dt * (1.0 - keep);
                *rate = Seen {
                    arrived: blend(rate.arrived, a.arrived, b.arrived),
                    lost: blend(rate.lost, a.lost, b.lost),
                    busy: blend(rate.busy, a.busy, b.busy),
                    capacity: blend(rate.capacity, a.capacity, b.capacity),
                    browser: blend(rate.browser, a.browser, b.browser),
                    mobile: blend(rate.mobile, a.mobile, b.mobile),
                };
            }
        }
        if !too_soon {
            (*then, *before) = (sim.now(), seen);
        }
        let clients = rates.iter().fold((0.0, 0.0), |(b, m), r| (b + r.browser, m + r.mobile));
        let regions = if config.topology.regions { world.readouts() } else { Vec::new() };
        let usd_traffic = world.usd_month(config);
        let readouts =
            nodes.iter().map(|node| node_readout(sim, *node, &rates[node.index()], clients, &regions)).collect();
        let buckets = sim.series().buckets(chart_level(speed));
        let width = to_secs(Series::width(chart_level(speed)));
        let last = buckets.back();
        LaneReadout {
            load: sim.arrival_rate(),
            answers: recent(buckets.iter().rev(), width, |b| b.answered),
            percentiles_ms: percentiles(sim, chart_level(speed)),
            failures: Cause::ALL
                .iter()
                .map(|c| (*c, recent(buckets.iter().rev(), width, |b| b.failed[*c as usize])))
                .filter(|(_, rate)| *rate > 0.0 && last.is_some())
                .collect(),
            drawn: sim.journeys().share(),
            usd_month: config.usd_month() + usd_traffic,
            usd_traffic,
            regions,
            watch: watch_readout(sim),
            builds: builds(sim),
            signed_out: sim.measured_totals().of(Count::SignedOut),
            nodes: readouts,
        }
    }
}

/// Mean a second over the last few buckets: enough of them for a steady number.
fn recent<'a>(latest_first: impl Iterator<Item = &'a Bucket>, width: f64, count: impl Fn(&Bucket) -> u64) -> f64 {
    let (mut sum, mut n) = (0u64, 0u32);
    for bucket in latest_first.take(10) {
        sum += count(bucket);
        n += 1;
    }
    if n == 0 { 0.0 } else { sum as f64 / (f64::from(n) * width) }
}

/// Of the last buckets, or of more where these hold too few requests for a p99.
fn percentiles(sim: &Sim, level: usize) -> [Option<f64>; 3] {
    let recent = (level..LEVELS - 1)
        .map(|l| sim.series().recent(l))
        .find(|latency| latency.percentile_ms(0.99).is_some())
        .unwrap_or_else(|| sim.series().recent(LEVELS - 2));
    [0.5, 0.95, 0.99].map(|p| recent.percentile_ms(p))
}

fn look(sim: &Sim, node: NodeId) -> Seen {
    let counts = sim.accounts().node(node);
    let totals = sim.station(node).map(|s| s.totals(sim.now())).unwrap_or_default();
    // What workers take is no client's request.
    let taken = if node == NodeId::WORKERS { sim.accounts().total.of(Count::Taken) } else { 0 };
    Seen {
        arrived: (counts.arrived + taken) as f64,
        lost: counts.failed_here.iter().sum::<u64>() as f64,
        busy: totals.busy_ns as f64 * 1e-9,
        capacity: totals.capacity_ns as f64 * 1e-9,
        browser: counts.sent[0] as f64,
        mobile: counts.sent[1] as f64,
    }
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

fn node_readout(sim: &Sim, node: NodeId, rate: &Seen, clients: (f64, f64), regions: &[RegionReadout]) -> NodeReadout {
    let station = sim.station(node);
    let health = match node {
        NodeId::DNS if !sim.dns_is_up() => Health::Down(0),
        _ if node.kind() == NodeKind::Balancer && !sim.balancer_at(node.home()).is_up() => Health::Down(0),
        _ if node.kind() == NodeKind::Site => sim.site_health(node.home()),
        _ if sim.is_out(node) || (node.edge_index().is_some() && sim.is_out(NodeId::CDN)) => Health::Down(0),
        _ => station.map_or(Health::Up, |s| s.health()),
    };
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
            Some(i) if sim.config().topology.balancer => {
                sim.balancer_at(sim.config().site_of(node)).backend(i).in_rotation
            }
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
