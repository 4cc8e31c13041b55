//! Coarse figures for the page, copied from the simulations ten times a second.

use scalewalk_model::series::{Bucket, LEVELS, Series};
use scalewalk_model::time::{Nanos, to_secs};
use scalewalk_model::{Cause, Config, Count, NodeId, NodeKind, Sim};

use crate::state::player::Player;
use crate::view_model::node::{NodeReadout, node_readout};
use crate::view_model::watch::{WatchReadout, watch_readout};
use crate::view_model::world::{RegionReadout, WorldMeter};

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
    /// Of the requests that ended, the share whose clients gave up waiting, 0 to 1.
    pub gave_up: f64,
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

fn builds(sim: &Sim) -> Vec<u16> {
    let there = sim.config().topology.telemetry;
    let servers = sim.config().all_servers().last().filter(|_| there).map_or(0, |last| last + 1);
    (0..servers).map(|server| sim.build_of(server)).collect()
}

/// Remembers counts, to make rates of them.
#[derive(Debug, Default)]
pub struct RateMeter {
    last: Vec<(Nanos, Vec<Counters>)>,
    rates: Vec<Vec<Counters>>,
    worlds: Vec<WorldMeter>,
    version: u64,
    walking: bool,
}

/// Counts of a node, or how many a second.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counters {
    /// Requests that came.
    pub arrived: f64,
    /// Requests that failed here by its fault.
    pub lost: f64,
    /// Seconds in which workers worked, summed over them.
    pub busy: f64,
    /// Seconds in which they could have.
    pub capacity: f64,
    /// Requests sent from a browser.
    pub browser: f64,
    /// Requests sent from the app.
    pub mobile: f64,
}

impl Counters {
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

impl RateMeter {
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
        let mut seen = vec![Counters::default(); scalewalk_model::NODES];
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
                *rate = Counters {
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
            gave_up: gave_up(buckets.iter().rev()),
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

/// Of those who ended in the last few buckets, the share who gave up.
fn gave_up<'a>(latest_first: impl Iterator<Item = &'a Bucket>) -> f64 {
    let last = latest_first.take(10).map(|b| (b.gave_up().unwrap_or(0.0), b.answered + b.failed.iter().sum::<u64>()));
    let (gave_up, ended) = last.fold((0.0, 0), |(sum, all), (share, ended)| (sum + share * ended as f64, all + ended));
    if ended == 0 { 0.0 } else { gave_up / ended as f64 }
}

/// Of the last buckets, or of more where these hold too few requests for a p99.
fn percentiles(sim: &Sim, level: usize) -> [Option<f64>; 3] {
    let recent = (level..LEVELS - 1)
        .map(|l| sim.series().recent(l))
        .find(|latency| latency.percentile_ms(0.99).is_some())
        .unwrap_or_else(|| sim.series().recent(LEVELS - 2));
    [0.5, 0.95, 0.99].map(|p| recent.percentile_ms(p))
}

fn look(sim: &Sim, node: NodeId) -> Counters {
    let counts = sim.accounts().node(node);
    let totals = sim.station(node).map(|s| s.totals(sim.now())).unwrap_or_default();
    // What workers take is no client's request.
    let taken = if node == NodeId::WORKERS { sim.accounts().total.of(Count::Taken) } else { 0 };
    Counters {
        arrived: (counts.arrived + taken) as f64,
        lost: counts.failed_here.iter().sum::<u64>() as f64,
        busy: totals.busy_ns as f64 * 1e-9,
        capacity: totals.capacity_ns as f64 * 1e-9,
        browser: counts.sent[0] as f64,
        mobile: counts.sent[1] as f64,
    }
}
