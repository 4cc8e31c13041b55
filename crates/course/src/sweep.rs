//! Sweeps: one system at several values of one parameter, each with the same seeds, run in slices.

use scalewalk_model::estimate::{Confidence, Estimate};
use scalewalk_model::params::Param;
use scalewalk_model::time::from_secs;
use scalewalk_model::{Config, Report, Sim};

/// How much is run at each value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// Runs at each value, with seeds from 1. Of one run the intervals are infinite; 0 counts as 1.
    pub seeds: u64,
    /// How many requests a run measures, at least and in the mean, where `measured_s` does not say how long it is.
    pub requests: f64,
    /// Measured time, in seconds.
    pub measured_s: Option<f64>,
    /// Time before measuring begins, in seconds; if none is given, as long as is measured.
    pub warmup_s: Option<f64>,
}

/// No run that counts requests is longer, in seconds: with one user a day 3,000 requests would take a month.
const LONGEST_S: f64 = 600.0;

impl Effort {
    /// `seeds` runs of about `requests` measured requests.
    pub const fn requests(seeds: u64, requests: f64) -> Self {
        Self { seeds, requests, measured_s: None, warmup_s: None }
    }

    /// When measuring begins and when it ends in a run of `config`, in seconds.
    fn times_s(&self, config: &Config) -> (f64, f64) {
        let measured_s = self.measured_s.unwrap_or_else(|| {
            let span_s = (self.requests / config.arrival_rate().max(1e-9)).min(LONGEST_S);
            // Long enough for the slowest to time out, too.
            span_s.max(0.5 * config.timeout_s.min(4.0))
        });
        let warmup_s = self.warmup_s.unwrap_or(measured_s);
        (warmup_s, warmup_s + measured_s)
    }
}

/// What the runs at one value gave.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The value.
    pub x: f64,
    /// The settings; none where the value is not legal with the others.
    pub config: Option<Config>,
    /// The summary of each run, by seed; empty where there are no settings.
    pub reports: Vec<Report>,
}

impl Sample {
    /// Mean and 95 % interval of what `measure` finds in the runs; none where it finds nothing in any. The
    /// interval is infinite if it finds something in one run only.
    pub fn estimate(&self, measure: impl Fn(&Report) -> Option<f64>) -> Option<Estimate> {
        let values: Vec<f64> = self.reports.iter().filter_map(measure).collect();
        (!values.is_empty()).then(|| Estimate::of(&values, Confidence::P95))
    }
}

/// A run under way: measuring ends at `until_s` and has begun if `warm`.
#[derive(Debug)]
struct Running {
    sim: Sim,
    warm: bool,
    warmup_s: f64,
    until_s: f64,
}

/// A sweep in the making. Runs at different values with one seed meet the same luck.
#[derive(Debug)]
pub struct Sweep {
    param: &'static Param,
    base: Config,
    xs: Vec<f64>,
    effort: Effort,
    samples: Vec<Sample>,
    reports: Vec<Report>,
    running: Option<Running>,
}

impl Sweep {
    /// `param` at each of `xs` around the settings of `base`.
    pub fn new(param: &'static Param, base: Config, xs: Vec<f64>, effort: Effort) -> Self {
        Self { param, base, xs, effort, samples: Vec::new(), reports: Vec::new(), running: None }
    }

    /// What is finished, in the order of the values.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    fn config(&self, x: f64) -> Option<Config> {
        let mut config = self.base.clone();
        self.param.apply(&mut config, x).is_ok().then_some(config)
    }

    fn start(&self, config: Config) -> Running {
        let (warmup_s, until_s) = self.effort.times_s(&config);
        let seed = self.reports.len() as u64 + 1;
        Running { sim: Sim::new(config, seed), warm: false, warmup_s, until_s }
    }

    /// Handles about `events` events. Whether everything is finished.
    pub fn advance(&mut self, events: u64) -> bool {
        let Some(&x) = self.xs.get(self.samples.len()) else { return true };
        let started = self.running.take().or_else(|| self.config(x).map(|config| self.start(config)));
        let Some(mut running) = started else {
            self.samples.push(Sample { x, config: None, reports: Vec::new() });
            return self.samples.len() == self.xs.len();
        };
        let until_s = if running.warm { running.until_s } else { running.warmup_s };
        if !running.sim.run_some(from_secs(until_s), events) {
            self.running = Some(running);
        } else if !running.warm {
            running.sim.start_measuring();
            self.running = Some(Running { warm: true, ..running });
        } else {
            self.reports.push(running.sim.report());
            if self.reports.len() as u64 >= self.effort.seeds {
                let reports = core::mem::take(&mut self.reports);
                self.samples.push(Sample { x, config: self.config(x), reports });
            }
        }
        self.samples.len() == self.xs.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::load_balancer;
    use scalewalk_model::params;

    const EFFORT: Effort = Effort::requests(3, 200.0);

    fn sweep(id: &str, xs: &[f64], effort: Effort, slice: u64) -> Vec<Sample> {
        let param = params::find(id).unwrap();
        let mut sweep = Sweep::new(param, load_balancer::config(), xs.to_vec(), effort);
        while !sweep.advance(slice) {}
        assert!(sweep.advance(slice), "what is finished stays so");
        sweep.samples
    }

    fn digests(samples: &[Sample]) -> Vec<Vec<&str>> {
        samples.iter().map(|s| s.reports.iter().map(|r| r.digest.as_str()).collect()).collect()
    }

    #[test]
    fn slices_of_any_size_give_the_same_as_one_go() {
        let xs = [100_000.0, 700_000.0, 2_000_000.0];
        let whole = sweep("users", &xs, EFFORT, u64::MAX);
        assert_eq!(whole.iter().map(|s| s.x).collect::<Vec<_>>(), xs);
        assert!(whole.iter().all(|s| s.reports.len() == 3 && s.config.is_some()));
        for slice in [1, 7, 1_000] {
            let again = sweep("users", &xs, EFFORT, slice);
            assert_eq!(digests(&again), digests(&whole), "slices of {slice}");
            for (a, b) in again.iter().zip(&whole) {
                let mean = |s: &Sample| s.estimate(|r| r.latency_ms.mean);
                assert_eq!(mean(a), mean(b));
            }
        }
    }

    #[test]
    fn every_value_meets_the_same_luck_and_every_seed_another() {
        // What nothing uses makes no difference at all.
        let samples = sweep("lb.takeover", &[1.0, 2.0], EFFORT, u64::MAX);
        let all = digests(&samples);
        assert_eq!(all[0], all[1]);
        assert!(all[0][0] != all[0][1] && all[0][1] != all[0][2]);
    }

    #[test]
    fn one_run_has_no_interval_and_an_illegal_value_no_runs() {
        let samples = sweep("users", &[1e5, -3.0, 2e5], Effort { seeds: 1, ..EFFORT }, u64::MAX);
        let rate = |s: &Sample| s.estimate(|r| Some(r.requests.answered as f64 / r.seconds));
        assert_eq!(rate(&samples[0]).map(|e| e.half_width), Some(f64::INFINITY));
        assert!(samples[1].config.is_none() && rate(&samples[1]).is_none());
        assert!(rate(&samples[2]).is_some());
        assert_eq!(sweep("users", &[1e5], Effort { seeds: 0, ..EFFORT }, 9).len(), 1);
        assert!(sweep("users", &[], EFFORT, 9).is_empty());
    }

    #[test]
    fn times_are_those_asked_for() {
        let asked = Effort { measured_s: Some(1.5), warmup_s: Some(0.0), ..EFFORT };
        let samples = sweep("users", &[1e5], asked, u64::MAX);
        assert!(samples[0].reports.iter().all(|r| r.seconds == 1.5));
        let config = load_balancer::config();
        assert_eq!(Effort { warmup_s: None, ..asked }.times_s(&config), (1.5, 3.0));
        let (warmup_s, until_s) = Effort::requests(1, 1e5).times_s(&config);
        assert!((until_s - warmup_s - 1e5 / config.arrival_rate()).abs() < 1e-9);
    }
}
