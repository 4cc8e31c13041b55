//! The summary of a run since measuring began.

use std::collections::BTreeMap;

use crate::engine::time::{Nanos, to_secs};
use crate::observe::accounts::{CAUSES, Cause};
use crate::observe::count::Count;
use crate::observe::report::{
    CacheReport, LatencyReport, PoolReport, Report, RequestReport, ShardsReport, TelemetryReport, map, ratio,
};
use crate::observe::station_report::StationReport;
use crate::parts::data_centers::report::{RegionReport, SiteReport};
use crate::parts::database::replication::MACHINES;
use crate::parts::database::report::ReplicaReport;
use crate::sim::Sim;
use crate::theory::slowest_quantile;
use crate::topology::node::{MAX_SHARDS, MAX_SITES, NodeId, STATIONS};
use crate::topology::world::{Region, WORLD};

impl Sim {
    /// Measured time so far.
    pub fn measured(&self) -> Nanos {
        self.now() - self.mark.at
    }

    /// The counts since measuring began.
    pub fn measured_totals(&self) -> crate::Totals {
        self.core.accounts.total.since(&self.mark.accounts.total)
    }

    /// Failures at `node` by its fault since measuring began, by cause.
    pub fn losses_since_mark(&self, node: NodeId) -> [u64; CAUSES] {
        let (now, before) = (self.core.accounts.node(node), self.mark.accounts.node(node));
        core::array::from_fn(|i| now.failed_here[i] - before.failed_here[i])
    }

    /// The summary since measuring began.
    pub fn report(&self) -> Report {
        let total = self.measured_totals();
        let failed = total.failed_in_all();
        let before = &self.mark.accounts.total;
        let nodes = (0..STATIONS as u8).map(NodeId::of_station).filter(|node| self.core.config.has(*node));
        Report {
            seconds: to_secs(self.measured()),
            requests: RequestReport {
                in_flight_before: before.arrived - before.answered - before.failed_in_all(),
                arrived: total.arrived,
                answered: total.answered,
                failed: map(Cause::ALL
                    .iter()
                    .filter(|c| total.failed[**c as usize] > 0)
                    .map(|c| (c.key(), total.failed[*c as usize]))),
                in_flight: self.in_flight(),
                looked_up: total.looked_up,
                failing_ms: ratio(total.failing_ns as f64 * 1e-6, failed),
                page_bytes: ratio(
                    total.page_bytes as f64,
                    total.answered - total.json_answered - total.of(Count::File),
                ),
                json_bytes: ratio(total.json_bytes as f64, total.json_answered),
            },
            latency_ms: LatencyReport::of(self.latency()),
            counts: map(Count::ALL.iter().map(|c| (c.key(), total.of(*c))).filter(|(_, n)| *n > 0)),
            stations: map(nodes.filter_map(|n| Some((n.to_string(), self.station_report(n)?)))),
            pool: self.pool_report(),
            queue: self.parts.queue.report(&self.core, &self.mark, &total),
            telemetry: self.core.config.topology.telemetry.then(|| self.telemetry_report()),
            replicas: self.replica_reports(),
            shards: self.shards_report(),
            cache: (self.core.config.caches() > 0).then(|| CacheReport::of(&total)),
            regions: self.region_reports(),
            sites: self.site_reports(),
            diverged: self.between().replicating().then(|| self.between().diverged()),
            usd_month: self.core.config.usd_month() + self.traffic_usd_month(),
            usd_traffic: self.traffic_usd_month(),
            events: self.events_handled(),
            digest: format!("{:016x}", self.digest()),
        }
    }

    /// By data center and machine: writes that a replica has received and not applied.
    pub(crate) fn replica_backlogs(&self) -> [[u64; MACHINES]; MAX_SITES] {
        core::array::from_fn(|site| {
            core::array::from_fn(|machine| self.replication_at(site as u8).backlog(machine as u8, self.now()))
        })
    }

    fn replica_reports(&self) -> BTreeMap<String, ReplicaReport> {
        let backlogs = self.replica_backlogs();
        let (sites, machines) = (self.core.config.sites() as u8, self.core.config.replicas() as u8 + 1);
        let all = (0..sites).flat_map(|site| (0..machines).map(move |machine| (site, machine)));
        let report = |(site, machine): (u8, u8)| {
            let replication = self.replication_at(site);
            if replication.primary() == machine || machines == 1 {
                return None;
            }
            let of = |each: &[[u64; MACHINES]; MAX_SITES]| each[usize::from(site)][usize::from(machine)];
            let report = ReplicaReport {
                backlog_before: of(&self.mark.replicas),
                backlog: of(&backlogs),
                behind_s: to_secs(replication.behind(machine, self.now()).1),
            };
            Some((NodeId::database_at(site, machine).to_string(), report))
        };
        map(all.filter_map(report))
    }

    fn shards_report(&self) -> Option<ShardsReport> {
        if self.core.config.shards() == 0 {
            return None;
        }
        let shards = self.shards_at(0);
        let nodes = (0..MAX_SHARDS as u8).map(|shard| (shard, NodeId::shard_at(0, shard)));
        let [part, slowest] = &self.parts.gathered;
        let asked = self.core.config.shards.fanout.min(self.core.config.shards());
        Some(ShardsReport {
            rows: map(nodes.filter(|(_, n)| self.core.config.has(*n)).map(|(i, n)| (n.to_string(), shards.held(i)))),
            leaving: shards.leaving(),
            slowest_p99_ms: slowest.percentile_ms(0.99),
            slowest_p99_ms_in_theory: part.percentile_ms(slowest_quantile(0.99, asked)),
            part_p99_ms: part.percentile_ms(0.99),
        })
    }

    fn pool_report(&self) -> Option<PoolReport> {
        let servers = self.core.config.all_servers().count() as u32;
        let (totals, before) = (&self.parts.pool.totals, &self.mark.pool);
        let capacity_ns = totals.capacity_ns - before.capacity_ns;
        let follows = self.core.config.topology.sessions || self.core.config.scaling.auto;
        follows.then(|| PoolReport {
            servers,
            mean_servers: (totals.server_ns(self.core.now, servers) - self.mark.server_ns) as f64
                / (self.measured() as f64).max(1.0),
            utilisation: (capacity_ns > 0).then(|| (totals.busy_ns - before.busy_ns) as f64 / capacity_ns as f64),
        })
    }

    fn telemetry_report(&self) -> TelemetryReport {
        let (now, before) = (self.parts.telemetry.totals, self.mark.watch);
        let fired = self.parts.telemetry.alerts().log().iter().map(|alert| alert.fired);
        TelemetryReport {
            looks: now.looks - before.looks,
            above: now.above - before.above,
            alerts: now.fired - before.fired,
            first_alert_s: fired.filter(|at| *at >= self.mark.at).min().map(|at| to_secs(at - self.mark.at)),
            notice_s: ratio((now.notice_ns - before.notice_ns) as f64 * 1e-9, now.noticed - before.noticed),
        }
    }

    /// The summary of one station since measuring began; none where the system has no station.
    pub fn station_report(&self, node: NodeId) -> Option<StationReport> {
        let totals = self.station(node)?.totals(self.now());
        let index = usize::from(node.station()?);
        let before = &self.mark.stations[index];
        let (counts, counts_before) = (self.core.accounts.node(node), self.mark.accounts.node(node));
        let seconds = to_secs(self.measured()).max(1e-9);
        let begun = totals.begun - before.begun;
        let here = |cause: Cause| counts.failed_here[cause as usize] - counts_before.failed_here[cause as usize];
        Some(StationReport {
            utilisation: (totals.busy_ns - before.busy_ns) as f64
                / ((totals.capacity_ns - before.capacity_ns) as f64).max(1.0),
            mean_wait_ms: ratio((totals.waited_ns - before.waited_ns) as f64 * 1e-6, begun),
            p_wait: ratio((totals.delayed - before.delayed) as f64, begun),
            mean_work_ms: ratio((totals.worked_ns - before.worked_ns) as f64 * 1e-6, totals.finished - before.finished),
            mean_queue: (totals.queue_ns - before.queue_ns) as f64 * 1e-9 / seconds,
            arrived: counts.arrived - counts_before.arrived,
            answered: counts.answered - counts_before.answered,
            turned_away: here(Cause::Refused) + here(Cause::QueueFull),
        })
    }

    /// The answers that reached `region` since measuring began, with files or with pages: how many, and how long they
    /// took in the mean, in milliseconds.
    pub fn measured_region(&self, region: usize, files: bool) -> (u64, Option<f64>) {
        let (now, before) = (self.core.accounts.region(region, files), self.mark.accounts.region(region, files));
        let answered = now.answered - before.answered;
        (answered, ratio((now.latency_ns - before.latency_ns) as f64 * 1e-6, answered))
    }

    pub(crate) fn region_reports(&self) -> BTreeMap<&'static str, RegionReport> {
        let regions = if self.core.config.topology.regions { &WORLD[..] } else { &[] };
        let report = |(i, region): (usize, &Region)| {
            let ((pages, page_ms), (files, file_ms)) = (self.measured_region(i, false), self.measured_region(i, true));
            (region.key, RegionReport { pages, page_ms, files, file_ms })
        };
        map(regions.iter().enumerate().map(report))
    }

    pub(crate) fn site_reports(&self) -> BTreeMap<String, SiteReport> {
        let sites = if self.core.config.topology.sites { self.core.config.sites() as u8 } else { 0 };
        let report = |site: u8| {
            let balancer = NodeId::balancer_at(site);
            let before = self.mark.accounts.node(balancer);
            let here =
                NodeId::all().filter(|node| node.kind().is_in_a_site() && self.core.config.site_of(*node) == site);
            let report = SiteReport {
                arrived: self.core.accounts.node(balancer).arrived - before.arrived,
                failed: here.map(|node| self.losses_since_mark(node).iter().sum::<u64>()).sum(),
                build: self.build_at(site),
            };
            (NodeId::site(site).to_string(), report)
        };
        map((0..sites).map(report))
    }

    /// The bill for files, from the bytes sent since measuring began.
    pub fn traffic_usd_month(&self) -> f64 {
        if !self.core.config.topology.regions || self.measured() == 0 {
            return 0.0;
        }
        let (totals, seconds) = (self.measured_totals(), to_secs(self.measured()));
        let rate = |count| totals.of(count) as f64 / seconds;
        self.core.config.traffic_usd_month(rate(Count::EdgeByte), rate(Count::SiteByte))
    }
}
