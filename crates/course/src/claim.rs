//! Claims: sentences of the prose that the simulation must bear out. The same code answers the reader's
//! "run it" and the test that carries the claim's id.

use scalewalk_model::estimate::{Confidence, Estimate};
use scalewalk_model::time::{Nanos, from_secs};
use scalewalk_model::{Config, Input, Journey, Report, Sim};
use serde::{Deserialize, Serialize};

/// A sentence that can be run.
#[derive(Clone, Copy)]
pub struct Claim {
    /// Its id, as in the prose: `single.spof`.
    pub id: &'static str,
    /// The runs it needs.
    pub trials: fn() -> Vec<Trial>,
    /// What must be true of their results. Several checks must all hold; the first is the one shown.
    pub judge: fn(&[Outcome]) -> Vec<Check>,
}

impl core::fmt::Debug for Claim {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Claim").field(&self.id).finish()
    }
}

/// One run.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Which side of a comparison it is.
    pub group: usize,
    /// The system.
    pub config: Config,
    /// Its luck. Trials of different groups with the same seed meet the same arrivals.
    pub seed: u64,
    /// What is done to it, and when.
    pub inputs: Vec<(Nanos, Input)>,
    /// Time before measuring begins, in seconds.
    pub warmup_s: f64,
    /// Measured time, in seconds.
    pub measured_s: f64,
    /// Whether caches begin as a long past would have left them.
    pub settled: bool,
}

/// What a run gave.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The trial's group.
    pub group: usize,
    /// The trial's seed.
    pub seed: u64,
    /// The trial's configuration at the end.
    pub config: Config,
    /// Its summary over the measured time.
    pub report: Report,
    /// The journeys of requests sent by hand, in order of sending.
    pub by_hand: Vec<Journey>,
}

/// How a measured value must stand to the expected one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// The interval holds the expected value, and is narrower than a fifth of it, so that it can fail.
    Equal,
    /// The whole interval lies above it; to be equal is not enough.
    AtLeast,
    /// The whole interval lies below it; to be equal is not enough.
    AtMost,
}

/// One thing that must be true.
#[derive(Clone, Debug)]
pub struct Check {
    /// What was measured, in a few English words, for logs.
    pub what: &'static str,
    /// The measured value with its 99.9 % interval over the runs.
    pub measured: Estimate,
    /// Its unit with the space before it: ` ms`, ` %`.
    pub unit: &'static str,
    /// How it must stand.
    pub relation: Relation,
    /// To this.
    pub expected: f64,
}

impl Check {
    /// Checks the mean of `values`, one a run.
    pub fn new(what: &'static str, values: &[f64], unit: &'static str, relation: Relation, expected: f64) -> Self {
        Self { what, measured: Estimate::of(values, Confidence::P999), unit, relation, expected }
    }

    /// Whether it is true. Something that must hold in every run exactly has an interval of width zero.
    pub fn holds(&self) -> bool {
        match self.relation {
            Relation::Equal => {
                self.measured.contains(self.expected) && self.measured.half_width <= 0.1 * self.expected.abs()
            }
            Relation::AtLeast => self.measured.low() > self.expected,
            Relation::AtMost => self.measured.high() < self.expected,
        }
    }
}

/// `trial` once for each seed from 1 to `seeds`.
pub fn repeat(seeds: u64, trial: impl Fn(u64) -> Trial) -> Vec<Trial> {
    (1..=seeds).map(trial).collect()
}

/// A value of each outcome of `group`, in order of trials.
pub fn values(outcomes: &[Outcome], group: usize, value: impl Fn(&Outcome) -> f64) -> Vec<f64> {
    outcomes.iter().filter(|o| o.group == group).map(value).collect()
}

/// For each seed, the value of `group` less that of `base`: paired differences, which common luck makes sharp.
pub fn differences(
    outcomes: &[Outcome],
    group: usize,
    base: usize,
    value: impl Fn(&Outcome) -> f64 + Copy,
) -> Vec<f64> {
    values(outcomes, group, value).iter().zip(values(outcomes, base, value)).map(|(a, b)| a - b).collect()
}

/// The runs of a claim, or others, a slice at a time.
#[derive(Debug)]
pub struct Experiment {
    judge: fn(&[Outcome]) -> Vec<Check>,
    waiting: Vec<Trial>,
    total: usize,
    running: Option<(Trial, Sim, bool)>,
    outcomes: Vec<Outcome>,
}

impl Experiment {
    /// All runs of `claim` still to do.
    pub fn new(claim: &Claim) -> Self {
        Self { judge: claim.judge, ..Self::of((claim.trials)()) }
    }

    /// All of `trials` still to do, for their outcomes alone.
    pub fn of(mut trials: Vec<Trial>) -> Self {
        trials.reverse();
        Self { judge: |_| Vec::new(), total: trials.len(), waiting: trials, running: None, outcomes: Vec::new() }
    }

    /// What the runs gave so far, in order of trials.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// Runs done and runs in all.
    pub fn progress(&self) -> (usize, usize) {
        (self.outcomes.len(), self.total)
    }

    /// Handles about `events` events. Whether all runs are done.
    pub fn advance(&mut self, events: u64) -> bool {
        let Some((trial, mut sim, warm)) = self.running.take().or_else(|| {
            let trial = self.waiting.pop()?;
            let mut sim = Sim::new(trial.config.clone(), trial.seed);
            if trial.settled {
                sim.settle_cache();
            }
            for (at, input) in &trial.inputs {
                sim.plan(*at, input.clone());
            }
            Some((trial, sim, false))
        }) else {
            return true;
        };
        let until = from_secs(if warm { trial.warmup_s + trial.measured_s } else { trial.warmup_s });
        let arrived = sim.run_some(until, events);
        if !arrived {
            self.running = Some((trial, sim, warm));
        } else if !warm {
            sim.start_measuring();
            self.running = Some((trial, sim, true));
        } else {
            debug_assert!(sim.refused().is_empty(), "{:?}", sim.refused());
            self.outcomes.push(Outcome {
                group: trial.group,
                seed: trial.seed,
                config: sim.config().clone(),
                report: sim.report(),
                by_hand: by_hand(&sim),
            });
        }
        self.running.is_none() && self.waiting.is_empty()
    }

    /// What must be true, once all runs are done; none before.
    pub fn checks(&self) -> Option<Vec<Check>> {
        (self.outcomes.len() == self.total).then(|| (self.judge)(&self.outcomes))
    }
}

/// Runs `claim` to its end.
pub fn run(claim: &Claim) -> Vec<Check> {
    let mut experiment = Experiment::new(claim);
    while !experiment.advance(u64::MAX) {}
    experiment.checks().unwrap_or_default()
}

fn by_hand(sim: &Sim) -> Vec<Journey> {
    let last = sim.last_by_hand().map_or(scalewalk_model::FIRST_BY_HAND, |id| id + 1);
    (scalewalk_model::FIRST_BY_HAND..last).filter_map(|id| sim.journeys().find(id).cloned()).collect()
}
