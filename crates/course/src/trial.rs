//! Short ways to write down a trial and to read its outcome.

use scalewalk_model::theory::little;
use scalewalk_model::time::from_secs;
use scalewalk_model::{Act, Cause, Config, Count, Fault, Input, NodeId, Report, Send, StationReport};

use crate::claim::{Outcome, Trial};

/// The objective of the course: 99 of 100 answers are back within this, in milliseconds …
pub const OBJECTIVE_P99_MS: f64 = 500.0;
/// … and no more than this share of requests fails, in percent.
pub const OBJECTIVE_FAILED_PERCENT: f64 = 0.1;

impl Trial {
    /// `config` left to itself: measured for `measured_s` seconds after `warmup_s`.
    pub fn new(group: usize, config: Config, seed: u64, warmup_s: f64, measured_s: f64) -> Self {
        Self { group, config, seed, inputs: Vec::new(), warmup_s, measured_s, settled: false }
    }

    /// The same with caches as a long past would have left them.
    pub fn settled(self) -> Self {
        Self { settled: true, ..self }
    }

    /// The same with `node` broken or repaired after `at_s` seconds.
    pub fn fault(mut self, at_s: f64, node: NodeId, kind: Fault) -> Self {
        self.inputs.push((from_secs(at_s), Input::Fault { node, kind }));
        self
    }

    /// The same with `act` done after `at_s` seconds.
    pub fn act(mut self, at_s: f64, act: Act) -> Self {
        self.inputs.push((from_secs(at_s), Input::Act(act)));
        self
    }

    /// The same with a parameter set after `at_s` seconds.
    ///
    /// # Panics
    /// If there is no such parameter.
    pub fn set(mut self, at_s: f64, id: &str, value: f64) -> Self {
        self.inputs.push((from_secs(at_s), crate::stage::set(id, value)));
        self
    }

    /// The same with a request sent by hand after `at_s` seconds.
    pub fn send(mut self, at_s: f64, send: Send) -> Self {
        self.inputs.push((from_secs(at_s), Input::Send(send)));
        self
    }
}

/// `part` of `whole` in percent; not a number of nothing, so that no check holds.
pub fn percent(part: u64, whole: u64) -> f64 {
    100.0 * part as f64 / whole as f64
}

/// Failures among the requests that came to an end, in percent; not a number when none did.
pub fn failed_percent(report: &Report) -> f64 {
    let failed = report.requests.failed.values().sum();
    percent(failed, failed + report.requests.answered)
}

impl Outcome {
    /// Requests that failed.
    pub fn failed(&self) -> u64 {
        self.report.requests.failed.values().sum()
    }

    /// Requests that failed for `cause`.
    pub fn failed_by(&self, cause: Cause) -> u64 {
        self.report.requests.failed.get(cause.key()).copied().unwrap_or(0)
    }

    /// How often `count` happened.
    pub fn of(&self, count: Count) -> u64 {
        self.report.of(count)
    }

    /// Failures among the requests that came to an end, in percent.
    pub fn failed_percent(&self) -> f64 {
        failed_percent(&self.report)
    }

    /// Answers a second.
    pub fn answered_rate(&self) -> f64 {
        self.report.requests.answered as f64 / self.report.seconds
    }

    /// 99th percentile of latency in milliseconds; not a number when there are too few.
    pub fn p99_ms(&self) -> f64 {
        self.report.latency_ms.p99.unwrap_or(f64::NAN)
    }

    /// The station at `node`.
    pub fn station(&self, node: NodeId) -> Option<&StationReport> {
        self.report.stations.get(&node.to_string())
    }

    /// Mean wait at the web server `index`, in milliseconds; not a number when nobody came.
    pub fn wait_ms(&self, index: u8) -> f64 {
        self.station(NodeId::web(index)).and_then(|s| s.mean_wait_ms).unwrap_or(f64::NAN)
    }

    /// Requests that reached each web server.
    pub fn reached(&self) -> Vec<u64> {
        (0..self.config.servers).filter_map(|i| Some(self.station(NodeId::web(i as u8))?.arrived)).collect()
    }

    /// Share of all requests that reached web server `index`, in percent.
    pub fn share_percent(&self, index: usize) -> f64 {
        let reached = self.reached();
        percent(reached.get(index).copied().unwrap_or(0), reached.iter().sum())
    }

    /// Requests that arrive in `seconds`, in the mean.
    pub fn arrivals_in(&self, seconds: f64) -> f64 {
        little(self.config.arrival_rate(), seconds)
    }
}
