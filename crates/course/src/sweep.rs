//! Sweeps: one system at several values of one parameter, each with the same seeds, run in slices.

use scalewalk_model::estimate::{Confidence, Estimate};
use scalewalk_model::params::Param;
use scalewalk_model::time::from_secs;
use scalewalk_model::{Config, Report, Sim};

use crate::effort::Plan;
pub use crate::effort::{Effort, Haste};
use crate::incident::Happens;

/// What the runs at one value gave.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The value.
    pub x: f64,
    /// The settings; none where the value is not legal with the others.
    pub config: Option<Config>,
    /// The summary of each run, by seed; empty where there are no settings, and where hasty runs did not settle.
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

/// A run under way, up to `until_s` at first.
#[derive(Debug)]
struct Running {
    sim: Sim,
    plan: Plan,
    /// When measuring began, in seconds.
    warm: Option<f64>,
    until_s: f64,
    /// Requests in flight at the last look, while warming up in haste.
    in_flight: u64,
}

impl Running {
    fn new(config: Config, seed: u64, effort: &Effort, settled: bool) -> Self {
        let plan = effort.plan(&config);
        // In haste there is a look half-way, for the next to be compared with.
        let until_s = if plan.most_s > 0.0 { 0.5 * plan.warmup_s } else { plan.warmup_s };
        let mut sim = Sim::new(config, seed);
        if settled {
            sim.settle_cache();
        }
        Self { sim, plan, warm: None, until_s, in_flight: 0 }
    }

    /// A run in which something happens.
    fn incident(config: &Config, seed: u64, happens: Happens) -> Self {
        let incident = happens(config, seed);
        let (after_s, input) = incident.input;
        let mut sim = Sim::new(incident.config, seed);
        sim.plan(from_secs(incident.warmup_s + after_s), input);
        let plan =
            Plan { warmup_s: incident.warmup_s, measured_s: incident.part_s, most_s: 0.0, seek_s: incident.most_s };
        Self { sim, until_s: plan.warmup_s, plan, warm: None, in_flight: 0 }
    }

    /// What comes now that `until_s` is reached. `found` says whether a summary has what is looked for.
    fn next(&mut self, found: impl Fn(&Report) -> bool) -> Next {
        let Plan { warmup_s, measured_s, most_s, seek_s } = self.plan;
        let Some(since_s) = self.warm else {
            let (before, now) = (self.in_flight, self.sim.in_flight());
            let filling = most_s > 0.0 && now as f64 > 1.5 * before as f64 + SCATTER;
            if self.until_s < warmup_s || filling && 2.0 * self.until_s <= most_s {
                self.in_flight = now;
                self.until_s *= 2.0;
            } else if filling {
                return Next::Unsettled;
            } else {
                self.sim.start_measuring();
                self.warm = Some(self.until_s);
                self.until_s += measured_s;
            }
            return Next::More;
        };
        let report = self.sim.report();
        if self.until_s + measured_s - since_s <= seek_s && !found(&report) {
            self.until_s += measured_s;
            return Next::More;
        }
        Next::Done(Box::new(report))
    }
}

/// How a run goes on.
enum Next {
    /// For some more time.
    More,
    /// It has to end before it has settled.
    Unsettled,
    /// It is over, with this summary.
    Done(Box<Report>),
}

/// So many requests more are in flight by chance, too.
const SCATTER: f64 = 20.0;

/// A sweep in the making. Runs at different values with one seed meet the same luck.
#[derive(Debug)]
pub struct Sweep {
    param: &'static Param,
    base: Config,
    xs: Vec<f64>,
    effort: Effort,
    wanted: Option<fn(&Report) -> Option<f64>>,
    settled: bool,
    happens: Option<Happens>,
    samples: Vec<Sample>,
    reports: Vec<Report>,
    running: Option<Running>,
}

impl Sweep {
    /// `param` at each of `xs` around the settings of `base`.
    pub fn new(param: &'static Param, base: Config, xs: Vec<f64>, effort: Effort) -> Self {
        Self {
            param,
            base,
            xs,
            effort,
            wanted: None,
            settled: false,
            happens: None,
            samples: Vec::new(),
            reports: Vec::new(),
            running: None,
        }
    }

    /// Hasty runs measure until `wanted` finds something, or for as long as they may.
    pub fn until(self, wanted: fn(&Report) -> Option<f64>) -> Self {
        Self { wanted: Some(wanted), ..self }
    }

    /// Caches begin as a long past would have left them: no run is as long as an entry lives.
    pub fn settled(self) -> Self {
        Self { settled: true, ..self }
    }

    /// In every run something happens, which also says how long it is.
    pub fn with_incident(self, happens: Option<Happens>) -> Self {
        Self { happens, ..self }
    }

    /// What is finished, in the order of the values.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    fn config(&self, x: f64) -> Option<Config> {
        let mut config = self.base.clone();
        self.param.apply(&mut config, x).is_ok().then_some(config)
    }

    /// Handles about `events` events. Whether everything is finished.
    pub fn advance(&mut self, events: u64) -> bool {
        let Some(&x) = self.xs.get(self.samples.len()) else { return true };
        let seed = self.reports.len() as u64 + 1;
        let started = self.running.take();
        let started = started.or_else(|| {
            let config = self.config(x)?;
            Some(match self.happens {
                Some(happens) => Running::incident(&config, seed, happens),
                None => Running::new(config, seed, &self.effort, self.settled),
            })
        });
        let Some(mut running) = started else {
            self.samples.push(Sample { x, config: None, reports: Vec::new() });
            return self.samples.len() == self.xs.len();
        };
        if !running.sim.run_some(from_secs(running.until_s), events) {
            self.running = Some(running);
            return false;
        }
        match running.next(|report| self.wanted.is_none_or(|wanted| wanted(report).is_some())) {
            Next::More => self.running = Some(running),
            // Other luck would not settle sooner.
            Next::Unsettled => self.finish(x, Vec::new()),
            Next::Done(report) => {
                self.reports.push(*report);
                if self.reports.len() as u64 >= self.effort.seeds {
                    let reports = core::mem::take(&mut self.reports);
                    self.finish(x, reports);
                }
            }
        }
        self.samples.len() == self.xs.len()
    }

    fn finish(&mut self, x: f64, reports: Vec<Report>) {
        self.reports.clear();
        self.samples.push(Sample { x, config: self.config(x), reports });
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
        assert_eq!(Effort { warmup_s: None, ..asked }.plan(&config).warmup_s, 1.5);
        let plan = Effort::requests(1, 1e5).plan(&config);
        assert!((plan.measured_s - 1e5 / config.arrival_rate()).abs() < 1e-9);
        assert_eq!(Effort { haste: Some(HASTE), ..asked }.plan(&config).measured_s, 1.5, "times come before haste");
    }

    const HASTE: Haste = Haste { warmup: 100.0, most: 2_000.0, tries: 3.5 };

    #[test]
    fn hasty_runs_in_slices_of_any_size_are_the_same() {
        let effort = Effort::hasty(2, 200.0, HASTE);
        let xs = [50.0, 700_000.0, 2e6, 1e8];
        let whole = sweep("users", &xs, effort, u64::MAX);
        for slice in [1, 997] {
            assert_eq!(digests(&sweep("users", &xs, effort, slice)), digests(&whole), "slices of {slice}");
        }
    }

    #[test]
    fn no_traffic_makes_hasty_runs_long() {
        for users in [700_000.0, 1e7, 1e8] {
            let base = Config { users, ..load_balancer::config() };
            let effort = Effort::hasty(1, 200.0, HASTE);
            let plan = effort.plan(&base);
            let arrivals = |seconds: f64| seconds * base.arrival_rate();
            assert!(arrivals(plan.most_s) < 1.001 * HASTE.most && arrivals(plan.warmup_s) < 1.001 * HASTE.warmup);
            let mut sweep = Sweep::new(params::find("web.servers").unwrap(), base.clone(), vec![1.0, 9.0], effort);
            sweep = sweep.until(|_| None);
            while !sweep.advance(u64::MAX) {}
            for report in sweep.samples().iter().flat_map(|sample| &sample.reports) {
                // What is never found is looked for to the end, and no further.
                let arrived = arrivals(report.seconds);
                assert!((arrived - 600.0).abs() < 1.0, "{arrived} of {users}");
            }
        }
    }

    #[test]
    fn what_fills_up_to_the_end_of_a_hasty_warm_up_is_left_out() {
        let effort = Effort::hasty(3, 200.0, HASTE);
        let samples = sweep("users", &[1e8, 1e5], effort, u64::MAX);
        assert!(samples[0].config.is_some() && samples[0].reports.is_empty());
        assert_eq!(samples[1].reports.len(), 3);
    }

    #[test]
    fn a_hasty_run_warms_up_until_queues_are_full_and_measures_until_it_finds_something() {
        let effort = Effort::hasty(1, 100.0, Haste { warmup: 100.0, most: 20_000.0, tries: 20.0 });
        let param = params::find("web.servers").unwrap();
        let run = |users: f64, servers: f64, wanted: fn(&Report) -> Option<f64>| {
            let base = Config { users, ..load_balancer::config() };
            let mut sweep = Sweep::new(param, base, vec![servers], effort).until(wanted);
            while !sweep.advance(u64::MAX) {}
            sweep.samples.swap_remove(0).reports.swap_remove(0)
        };
        let mean = |report: &Report| report.latency_ms.mean;
        let (idle, full) = (run(2e6, 9.0, mean), run(2e6, 1.0, mean));
        assert!(full.events > 5 * idle.events, "{} events to fill the queues of one server", full.events);
        let p99 = run(7e5, 9.0, |report| report.latency_ms.p99);
        assert!(p99.latency_ms.p99.is_some() && p99.requests.answered >= 1_000 && p99.requests.answered < 1_200);
    }
}
