//! The summary of a run since measuring began.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::engine::latency::Latency;
use crate::engine::time::{Nanos, to_secs};
use crate::observe::accounts::{CAUSES, Cause, Totals};
use crate::observe::count::Count;
use crate::observe::station_report::StationReport;
use crate::parts::data_centers::report::{RegionReport, SiteReport};
use crate::parts::queue::report::QueueReport;
use crate::sim::Sim;
use crate::theory::slowest_quantile;
use crate::topology::node::{MAX_SHARDS, NodeId, STATIONS};

/// What a run gave.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Measured time, in seconds.
    pub seconds: f64,
    /// Counts of requests.
    pub requests: RequestReport,
    /// Latency of answered requests.
    pub latency_ms: LatencyReport,
    /// By station.
    pub stations: BTreeMap<String, StationReport>,
    /// What the cache tier gave; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<CacheReport>,
    /// The rows of a database that is split; left out where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shards: Option<ShardsReport>,
    /// What else happened, by the name of its [`Count`]; what did not happen is left out.
    pub counts: BTreeMap<&'static str, u64>,
    /// The pool of web servers, where it can follow its load.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool: Option<PoolReport>,
    /// The message queue, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueueReport>,
    /// What those saw who watch the system, where there are some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telemetry: Option<TelemetryReport>,
    /// By region of the world, where there are some.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub regions: BTreeMap<&'static str, RegionReport>,
    /// By data center, where there can be several.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sites: BTreeMap<String, SiteReport>,
    /// Keys that are not the same in all data centers at the end; left out where each has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diverged: Option<u32>,
    /// Price of the machines that there are at the end and of delivering files, in dollars a month.
    pub usd_month: f64,
    /// … of which delivering files.
    #[serde(skip_serializing_if = "is_zero")]
    pub usd_traffic: f64,
    /// Events handled since the start.
    pub events: u64,
    /// Fingerprint of the run, in hexadecimal.
    pub digest: String,
}

/// The rows of a database that is split, of the first data center, and what joins over shards took.
#[derive(Clone, Debug, Serialize)]
pub struct ShardsReport {
    /// Rows on each shard at the end.
    pub rows: BTreeMap<String, u32>,
    /// Rows that are still to be moved at the end.
    pub leaving: u32,
    /// 99th percentile of the time until the last of the shards that were asked together had answered, in
    /// milliseconds.
    pub slowest_p99_ms: Option<f64>,
    /// The same as it follows from the times that the shards took each, if they were independent, see
    /// [`crate::theory::slowest_quantile`].
    pub slowest_p99_ms_in_theory: Option<f64>,
    /// 99th percentile of the time that one of these shards took, in milliseconds.
    pub part_p99_ms: Option<f64>,
}

/// The pool of web servers.
#[derive(Clone, Debug, Serialize)]
pub struct PoolReport {
    /// Servers at the end, those that start included.
    pub servers: u32,
    /// Mean number of servers that were paid for.
    pub mean_servers: f64,
    /// Share of worker time used by the servers in service, as the pool measured it: up to its last look; none if it
    /// has not looked.
    pub utilisation: Option<f64>,
}

/// What those saw who watch the system.
#[derive(Clone, Debug, Serialize)]
pub struct TelemetryReport {
    /// How often the alert's rule was looked at, of one machine or of all together …
    pub looks: u64,
    /// … and how often it held.
    pub above: u64,
    /// Alerts raised.
    pub alerts: u64,
    /// From the beginning of measuring to the first alert since, in seconds; of the alerts that are kept.
    pub first_alert_s: Option<f64>,
    /// Mean time from when a bad build met its first request to the alert, in seconds; of those that were noticed.
    pub notice_s: Option<f64>,
}

/// Counts of requests.
#[derive(Clone, Debug, Serialize)]
pub struct RequestReport {
    /// Requests in flight when measuring began: these and all that arrived are answered, have failed or are in flight.
    pub in_flight_before: u64,
    /// Requests that clients wanted.
    pub arrived: u64,
    /// Requests whose answer reached the client.
    pub answered: u64,
    /// Failures by cause; causes that did not occur are left out.
    pub failed: BTreeMap<&'static str, u64>,
    /// Requests in flight at the end.
    pub in_flight: u64,
    /// Requests that asked DNS first.
    pub looked_up: u64,
    /// Mean time from wish to failure, in milliseconds.
    pub failing_ms: Option<f64>,
    /// Mean bytes of an answer to a browser.
    pub page_bytes: Option<f64>,
    /// Mean bytes of an answer to the app.
    pub json_bytes: Option<f64>,
}

/// What the cache tier gave.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CacheReport {
    /// Look-ups that found a good entry.
    pub hits: u64,
    /// Look-ups that found none, or nobody to ask.
    pub misses: u64,
    /// Hits over look-ups, 0 to 1; none without look-ups.
    pub hit_ratio: Option<f64>,
    /// Values from the cache that the primary had replaced by then, those that a fetch brought to several included.
    pub stale: u64,
}

impl CacheReport {
    fn of(total: &Totals) -> Self {
        let (hits, misses) = (total.of(Count::Hit), total.of(Count::Miss));
        Self { hits, misses, hit_ratio: ratio(hits as f64, hits + misses), stale: total.of(Count::StaleHit) }
    }
}

/// Latency; a percentile is left out when fewer than ten requests lie beyond it.
#[derive(Clone, Debug, Serialize)]
pub struct LatencyReport {
    /// Mean.
    pub mean: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 95th percentile.
    pub p95: Option<f64>,
    /// 99th percentile.
    pub p99: Option<f64>,
    /// 99.9th percentile.
    pub p999: Option<f64>,
}

impl LatencyReport {
    fn of(latency: &Latency) -> Self {
        Self {
            mean: latency.mean_ms(),
            p50: latency.percentile_ms(0.5),
            p95: latency.percentile_ms(0.95),
            p99: latency.percentile_ms(0.99),
            p999: latency.percentile_ms(0.999),
        }
    }
}

impl Report {
    /// How often `count` happened.
    pub fn of(&self, count: Count) -> u64 {
        self.counts.get(count.key()).copied().unwrap_or(0)
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // As serde calls it.
fn is_zero(x: &f64) -> bool {
    *x == 0.0
}

pub(crate) fn ratio(sum: f64, n: u64) -> Option<f64> {
    (n > 0).then(|| sum / n as f64)
}

/// A map of a few entries. To collect them would bring a sort for each type, which the page would have to load.
pub(crate) fn map<K: Ord, V>(entries: impl Iterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(entries);
    map
}

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
            queue: self.queue_report(&total),
            telemetry: self.core.config.topology.telemetry.then(|| self.telemetry_report()),
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
}
