//! Coarse figures of those who watch the system, made of what they saw and of nothing else.

use scalewalk_model::telemetry::{BusinessFigures, HostFigures, TierFigures};
use scalewalk_model::time::{from_secs, to_secs};
use scalewalk_model::{BuildStage, Sim, TESTS_S};

/// What the page shows of metrics, logs and pipeline.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchReadout {
    /// Seconds since the last scrape.
    pub scraped_s: Option<f64>,
    /// Share of the requests in the window that failed, 0 to 1, as of then.
    pub share: Option<f64>,
    /// Seconds since the alert that goes on was raised.
    pub firing_s: Option<f64>,
    /// Alerts so far.
    pub alerts: u64,
    /// Lines that the log collector has received.
    pub lines: u64,
    /// How far the last build has come.
    pub stage: BuildStage,
    /// The number of the last build, from 1.
    pub build: u32,
    /// Seconds that its tests still take.
    pub tests_s: f64,
    /// Servers that run it, and all servers.
    pub on: (u32, u32),
    /// Of each machine.
    pub hosts: Vec<HostFigures>,
    /// Of each tier.
    pub tiers: Vec<TierFigures>,
    /// Of the business, lately and one step before: the last first.
    pub business: Vec<BusinessFigures>,
}

/// Steps back in time that the figures of the business are shown for.
const STEPS: usize = 24;

/// What those see who watch `sim`, if there are some.
pub fn watch_readout(sim: &Sim) -> Option<Box<WatchReadout>> {
    let config = sim.config();
    if !config.topology.telemetry {
        return None;
    }
    let (telemetry, pipeline) = (sim.telemetry(), sim.pipeline());
    let scrapes = telemetry.scrapes();
    let since = |at: u64| to_secs(sim.now().saturating_sub(at));
    let reach = scrapes.reach(from_secs(config.telemetry.window_s));
    let share = |(errors, requests): (u64, u64)| errors as f64 / (requests as f64).max(1.0);
    let build = pipeline.build().number + 1;
    let servers = || config.all_servers();
    Some(Box::new(WatchReadout {
        scraped_s: scrapes.last().map(since),
        share: telemetry.share_of_all(reach, 0, config.telemetry.aggregate).map(share),
        firing_s: telemetry.alerts().firing().map(|alert| since(alert.fired)).reduce(f64::max),
        alerts: telemetry.alerts().fired(),
        lines: telemetry.logs().received(),
        stage: pipeline.stage(),
        build,
        tests_s: (TESTS_S - since(pipeline.since())).max(0.0),
        on: (servers().filter(|i| u32::from(sim.build_of(*i)) == build).count() as u32, servers().count() as u32),
        hosts: scrapes.hosts(),
        tiers: scrapes.tiers(reach),
        business: (0..STEPS).filter_map(|age| scrapes.business(config, reach.max(1), age)).collect(),
    }))
}
