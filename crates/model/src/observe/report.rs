//! The summary of a run since measuring began.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::engine::latency::Latency;
use crate::observe::accounts::Totals;
use crate::observe::count::Count;
use crate::observe::station_report::StationReport;
use crate::parts::data_centers::report::{RegionReport, SiteReport};
use crate::parts::database::report::ReplicaReport;
use crate::parts::queue::report::QueueReport;

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
    /// By replica of the database; left out where there are none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub replicas: BTreeMap<String, ReplicaReport>,
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
    pub(crate) fn of(total: &Totals) -> Self {
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
    pub(crate) fn of(latency: &Latency) -> Self {
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
