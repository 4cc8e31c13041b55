//! The search for the most users that a system serves.

use scalewalk_model::time::from_secs;
use scalewalk_model::{Config, Report, Sim};

use super::{Build, users};
use crate::slices::run_until;
use crate::trial::{OBJECTIVE_FAILED_PERCENT, OBJECTIVE_P99_MS, failed_percent};

/// Runs at each number of users, with seeds from 1; each of them must be within the objective.
pub const SEEDS: u64 = 3;
/// Requests that a run measures, at least and in the mean: ten times what a p99 needs.
const REQUESTS: f64 = 10_000.0;
/// Seconds that a run measures, at least.
const LEAST_S: f64 = 0.25;
/// Seconds before measuring begins, besides those after which one machine's writes are another's work: longer than a
/// request may take.
const WARMUP_S: f64 = 0.6;
/// A station that is busier than this is never idle while it is measured.
const ALWAYS: f64 = 0.9999;

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The most users that are served.
    pub users: f64,
    /// The largest p99 of the runs with them, in milliseconds …
    pub p99_ms: f64,
    /// … and the largest share of failures, in percent.
    pub failed_percent: f64,
    /// What was busiest with the next larger number: the name of a station, without its number.
    pub limit: String,
}

/// A run of `config`.
async fn run(config: &Config, seed: u64) -> Report {
    let mut sim = Sim::new(config.clone(), seed);
    sim.settle_cache();
    let warmup_s = WARMUP_S + lag_s(config);
    run_until(&mut sim, from_secs(warmup_s)).await;
    sim.start_measuring();
    run_until(&mut sim, from_secs(warmup_s + (REQUESTS / config.arrival_rate()).max(LEAST_S))).await;
    sim.report()
}

fn p99_ms(report: &Report) -> f64 {
    report.latency_ms.p99.unwrap_or(f64::INFINITY)
}

/// The busiest station: its name, and the share of its workers' time that is used. What waits in a message queue may
/// wait, so those who work on it may be as busy as they like.
fn busiest(report: &Report) -> (&str, f64) {
    let stations = report.stations.iter().map(|(name, station)| (name.as_str(), station.utilisation));
    let asked = stations.filter(|(name, _)| *name != "workers");
    asked.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or_default()
}

/// Whether a run was within the objective, and would have been for as long as one likes: where a machine is never idle
/// its queue grows, and a run of seconds shows only the beginning of that.
fn is_within(report: &Report) -> bool {
    p99_ms(report) < OBJECTIVE_P99_MS && failed_percent(report) < OBJECTIVE_FAILED_PERCENT && busiest(report).1 < ALWAYS
}

/// The name of a machine without its number and its data center: `web` of `web-12`.
fn kind(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.rsplit_once('-').filter(|(_, number)| number.parse::<u8>().is_ok()).map_or(name, |(kind, _)| kind)
}

/// The time after which a write has reached all that have to do with it, in seconds.
fn lag_s(config: &Config) -> f64 {
    let inside = if config.replicas() > 0 { config.replication.lag_s } else { 0.0 };
    let across = if config.sites() > 1 && config.sites.replicate { config.sites.lag_s } else { 0.0 };
    inside + across
}

/// A search under way.
struct Search<'a> {
    build: &'a Build,
    tell: &'a mut dyn FnMut(usize),
    runs: usize,
    /// The best that is served, and the station that was busiest in the least that is not.
    served: (f64, f64),
    limit: String,
}

impl Search<'_> {
    /// Whether the users of `step` are served.
    async fn is_served(&mut self, step: u32) -> bool {
        let config = self.build.config(users(step));
        let mut worst = (0.0, 0.0);
        for seed in 1..=SEEDS {
            (self.tell)(self.runs);
            self.runs += 1;
            let report = run(&config, seed).await;
            if !is_within(&report) {
                kind(busiest(&report).0).clone_into(&mut self.limit);
                return false;
            }
            worst = (p99_ms(&report).max(worst.0), failed_percent(&report).max(worst.1));
        }
        self.served = worst;
        true
    }

    /// The largest step that is served, from `first` on: with strides that double, then by halves.
    async fn climb(&mut self, first: u32) -> u32 {
        let mut stride = 1;
        let (mut low, mut high) = (first, first);
        if self.is_served(first).await {
            loop {
                high = low + stride;
                if !self.is_served(high).await {
                    break;
                }
                low = high;
                stride *= 2;
            }
        } else {
            while low > 0 {
                low = high.saturating_sub(stride);
                if self.is_served(low).await {
                    break;
                }
                high = low;
                stride *= 2;
            }
        }
        while high > low + 1 {
            let middle = low.midpoint(high);
            if self.is_served(middle).await {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// Searches from the step `first` on for the most users that `build` serves, in slices; `tell` is told before each run
/// how many there have been.
pub async fn climb(build: &Build, first: u32, tell: &mut dyn FnMut(usize)) -> Found {
    let mut search = Search { build, tell, runs: 0, served: (f64::NAN, f64::NAN), limit: String::new() };
    let step = search.climb(first).await;
    let (p99_ms, failed_percent) = search.served;
    Found { users: users(step), p99_ms, failed_percent, limit: search.limit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_a_name_without_its_number_and_place() {
        assert_eq!(
            ["web-12", "dc-2/replica-3", "sessions", "database"].map(kind),
            ["web", "replica", "sessions", "database"]
        );
    }
}
